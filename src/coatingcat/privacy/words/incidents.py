"""Incidents with personal data (III.3d): what sorts there are, and the plan by the clock from awareness on."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from coatingcat.privacy.words.text import Text


class IncidentKind(Enum):
    """PIPL 57: leak, tampering, loss; and what leads to them."""

    LEAK = Text("泄露", "Leak")
    TAMPERING = Text("篡改", "Tampering")
    LOSS = Text("丢失", "Loss")
    MISUSE = Text("工作人员越权查阅", "Misuse by staff")
    INTRUSION = Text("非法入侵", "Intrusion")


class Scope(Enum):
    """From what those who are affected are found."""

    OPENINGS = Text("查阅记录：所选时间内被查阅的人", "The access log: whose data was opened in the time")
    SHARES = Text(
        "提供记录：所选时间内信息被提供给第三方的人", "The ledger of shares: whose data went to others in the time"
    )
    EVERYBODY = Text(
        "全部人员：所选时间内存有信息的所有人（例如数据库副本丢失）",
        "Everybody whose data was held in the time, as when a copy of the database is lost",
    )


@dataclass(frozen=True, slots=True)
class StepFacts:
    """`within`: from awareness; `rule`: what sets the time."""

    text: Text
    within: timedelta
    rule: str


class Step(Enum):
    """The plan, in its order."""

    CONTAIN = StepFacts(
        Text("阻止事态恶化：冻结功能、撤销登录", "Stop it: freeze what leaks, sign browsers out"),
        timedelta(hours=1),
        "PIPL 57; NDSR 11",
    )
    ASSESS = StepFacts(
        Text("查明受影响的人和信息种类", "Find whose data and which sorts of it"), timedelta(hours=2), "PIPL 57(1)(1)"
    )
    REPORT = StepFacts(
        Text(
            "向省级网信部门报告（较大以上事件 4 小时内）",
            "Report to the provincial authority (4 h if relatively major)",
        ),
        timedelta(hours=4),
        "PIPL 57; Cybersecurity incident reporting measures",
    )
    NOTIFY = StepFacts(
        Text("立即逐一通知受影响的人", "Tell everybody affected, one by one, at once"), timedelta(hours=4), "PIPL 57"
    )
    ANNOUNCE = StepFacts(Text("发布公告", "Announce it"), timedelta(hours=24), "III.3d")
    ABROAD = StepFacts(
        Text("涉及欧盟居民的，72 小时内通知其监管机构", "Where people in the EU are concerned: tell their authority"),
        timedelta(hours=72),
        "GDPR 33",
    )
    SUMMARY = StepFacts(
        Text("提交处置总结报告", "Hand in the summary of how it was handled"),
        timedelta(days=30),
        "Cybersecurity incident reporting measures",
    )

    @property
    def text(self) -> Text:
        return self.value.text

    @property
    def within(self) -> timedelta:
        return self.value.within

    @property
    def rule(self) -> str:
        return self.value.rule


class Containment(Enum):
    """What can be done at once; `SESSIONS_…` sign browsers out."""

    EXPORTS = Text("冻结个人数据导出", "Freeze exports of personal data")
    DOWNLOADS = Text("冻结文件下载", "Freeze downloads of files")
    SHARES = Text("冻结向第三方提供", "Freeze sharing with others")
    SESSIONS_STAFF = Text("撤销全部工作人员的登录", "Sign out all staff")
    SESSIONS_ALL = Text("撤销所有人的登录", "Sign out everybody")
    SESSIONS_ACCOUNT = Text("撤销涉事账号的登录", "Sign out the account concerned")


MAJOR_PERSONS = 1_000_000
"""From so many people on a leak is relatively major: the report is due within 4 hours."""
HEAD_COUNTS = (
    (100_000, Text("合同、出境备案的人数门槛", "Threshold for standard contracts of transfers abroad")),
    (
        1_000_000,
        Text(
            "须指定并备案个人信息保护负责人（个保法 52）",
            "A responsible person is appointed and filed (PIPL 52)",
        ),
    ),
    (
        10_000_000,
        Text(
            "每两年至少一次合规审计（个保合规审计管理办法）",
            "Compliance audit at least every two years (audit measures)",
        ),
    ),
)
"""Thresholds of people held, and what follows from each."""
HEAD_ALARM = 0.9
