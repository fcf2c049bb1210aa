"""Personal data outside our own models: the tables of the framework and of the queue."""

from coatingcat.privacy.declarations import cookie, hold, hold_nothing
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
