"""Personal data outside our own models: the tables of the framework and of the queue."""

from coatingcat.privacy.actions import files, queue
from coatingcat.privacy.declarations import cookie, hold, hold_nothing
from coatingcat.privacy.places import erases
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_BY_MACHINE = Text("系统运行所需，不可编辑", "Needed to run the system; it cannot be edited")

hold_nothing("auth.Permission.*", "names of rights, made by the framework; no right of ours is kept there")
hold_nothing("auth.Group.*", "unused table of the framework")
hold_nothing("auth.Group_permissions.*", "unused table of the framework")
hold_nothing("contenttypes.ContentType.*", "names of models")

hold(
    "ground.Bucket.key",
    kind=Kind.PERSON_ID,
    subject="key",
    purposes={Purpose.ACCOUNT_SECURITY},
    keep=keeping.LIMIT,
    erase="delete row",
    find="a keyed HMAC of an account or a network address; made anew from what is looked for, never read back",
    exported=False,
    fixed_because=_BY_MACHINE,
)
hold_nothing("ground.Bucket.*", "how many attempts are left, and since when")
hold_nothing("ground.Progress.*", "how far a long piece of work has come")
hold(
    "procrastinate.ProcrastinateJob.args",
    kind=Kind.PERSON_ID,
    subject="args.subject_id",
    purposes={Purpose.SERVICE_MESSAGES, Purpose.ORDER_FULFILMENT},
    keep=keeping.QUEUE,
    erase="delete row",
    find="arguments are ids only (`later` refuses anything else); rows with the subject's ids",
    exported=False,
    fixed_because=_BY_MACHINE,
)
hold_nothing("procrastinate.ProcrastinateJob.*", "name, queue, state and times of a job")
hold_nothing("procrastinate.ProcrastinateEvent.*", "times of a job's states")
hold_nothing("procrastinate.ProcrastinatePeriodicDefer.*", "when a periodic job was last asked for")
hold_nothing("procrastinate.ProcrastinateWorker.*", "heartbeats of workers")

cookie(
    "messages",
    purpose=Purpose.ACCOUNT,
    days=0,
    why=Text("在下一页显示操作结果", "Shows the result of what you just did on the next page"),
)
cookie(
    "cc_csrf",
    purpose=Purpose.ACCOUNT_SECURITY,
    days=0,
    why=Text("防止其他网站冒用您的身份提交表单", "Keeps other sites from submitting forms in your name"),
)

erases(
    "queue",
    Text("任务队列中的编号", "Identifiers in the queue of jobs"),
    labels={"procrastinate.ProcrastinateJob.args"},
    count=queue.jobs_about,
    clear=queue.forget_jobs_about,
)
erases(
    "table:privacy.StoredFile",
    Text("加密存放的文件", "Files kept encrypted"),
    labels={"privacy.StoredFile.row"},
    count=files.dead_files_of,
    clear=files.remove_dead_files_of,
)
erases(
    "limits",
    Text(
        "限频计数（带密钥的散列，24 小时内自动删除）", "Counters against abuse: keyed digests that go within 24 hours"
    ),
    labels={"ground.Bucket.key"},
    count=lambda subject_id: 0,
    clear=lambda subject_id: 0,
)
erases(
    "suppression",
    Text(
        "防止重新导入的散列值（不可还原，三年后删除）",
        "Digests against re-import: not reversible, gone after three years",
    ),
    labels={"privacy.Tombstone.digest"},
    count=lambda subject_id: 0,
    clear=lambda subject_id: 0,
)
