"""Personal data outside our own models: the tables of the framework and of the queue."""

from coatingcat.ground.limits import forget_full_buckets
from coatingcat.ground.rescue import forget_old_jobs
from coatingcat.privacy.actions import destroy_old_month_keys, files, forget_old_exports, queue
from coatingcat.privacy.actions.cases import close_cases_of
from coatingcat.privacy.actions.delivering import drop_packages_of
from coatingcat.privacy.actions.exports import archives_of, remove_archives_of
from coatingcat.privacy.declarations import (
    Recipient,
    cookie,
    hold,
    hold_nothing,
    recipient,
)
from coatingcat.privacy.places import at_once, erases, holds_back
from coatingcat.privacy.queries.authorities import instrument_holds
from coatingcat.privacy.retention import swept
from coatingcat.privacy.words import (
    Kind,
    Purpose,
    Standing,
    Text,
    keeping,
)

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
hold_nothing("ground.CrashRecord.*", "type and places in the code of a failure; no message, value or address (I.5-1)")
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

swept("exports", ("privacy.Export", keeping.EXPORT))(forget_old_exports)
swept("month keys")(destroy_old_month_keys)
swept("limits", ("ground.Bucket", keeping.LIMIT))(forget_full_buckets)
swept("jobs", ("procrastinate.ProcrastinateJob", keeping.QUEUE))(forget_old_jobs)

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
at_once(drop_packages_of)
at_once(close_cases_of)
holds_back(instrument_holds)
erases(
    "files:archives",
    Text("加密存放的个人信息副本", "Encrypted copies that were asked for"),
    labels=(),
    count=archives_of,
    clear=remove_archives_of,
)
recipient(
    Recipient(
        key="builder",
        name=Text("特拉华信息咨询（苏州）有限公司", "Delaware Information Consulting (Suzhou) Co., Ltd."),
        role=Text(
            "网站建设方：开发网站，查找并修复故障", "Website builder: develops the site, finds and repairs faults"
        ),
        contact="",
        country="CN",
        contract="PIPL 21; NDSR 12",
        purposes=frozenset({Purpose.SITE_OPERATION}),
    )
)
recipient(
    Recipient(
        key="server",
        name=Text("上海蓝云网络科技有限公司", "Shanghai Blue Cloud Network Technology Co., Ltd."),
        role=Text(
            "服务器提供方：保管加密后的数据，不持有密钥",
            "Server provider: keeps the encrypted data, and none of the keys",
        ),
        contact="",
        country="CN",
        contract="PIPL 21; NDSR 12",
        purposes=frozenset({Purpose.SITE_OPERATION}),
        hosts=True,
    )
)
recipient(
    Recipient(
        key="authority",
        name=Text("依法要求提供信息的国家机关", "Authorities that demand data by law"),
        role=Text(
            "仅凭法律文书、经两名负责人核准后，提供最小范围的信息",
            "Only on a legal instrument and the approval of two officers, and no more than it demands",
        ),
        contact="",
        country="CN",
        contract="PIPL 13(1)(3), 35",
        purposes=frozenset({Purpose.LEGAL_DISCLOSURE}),
        standing=Standing.AUTHORITY,
    )
)


erases(
    "openings",
    Text(
        "查阅记录中的化名（随密钥销毁而失去关联）",
        "Pseudonyms in the access log, which lead nowhere once the key is gone",
    ),
    labels={"privacy.Opening.pseudonym"},
    count=lambda subject_id: 0,
    clear=lambda subject_id: 0,
)
