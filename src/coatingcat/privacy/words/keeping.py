"""How long a value is kept, from which event, and what happens then (III.2a; PIPL Art. 17, 19, 47)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from coatingcat.privacy.words.text import Text


class Since(Enum):
    """The event a keeping time is counted from."""

    SEALED = Text("收集时起", "from the time of collection")
    CANCELLATION = Text("账号注销时起", "from the cancellation of the account")
    ORDER_COMPLETED = Text("交易完成时起", "from the completion of the transaction")
    INQUIRY_ENDED = Text("询盘完结时起", "from the end of the inquiry")
    CERTIFICATION_ENDED = Text("企业认证结束时起", "from the end of the certification")
    WITHDRAWAL = Text("撤回同意时起", "from the withdrawal of consent")
    LAST_USE = Text("最后一次使用时起", "from the last use")


class Then(Enum):
    DESTROY = Text("销毁密钥，不可恢复", "its key is destroyed; it cannot be recovered")
    DELETE = Text("删除", "it is deleted")
    UNLINK = Text("去标识化，无法再关联到您", "it can no longer be linked to you")


@dataclass(frozen=True, slots=True)
class Keep:
    """`for_` counts from `since`; zero means at once. `article` is the rule that sets or allows the time."""

    since: Since
    for_: timedelta
    then: Then
    article: str
    text: Text

    def __post_init__(self) -> None:
        if not self.article.strip():
            raise ValueError("A keeping time needs the article it rests on.")
        if self.for_ < timedelta(0):
            raise ValueError("A keeping time cannot be negative.")


ACCOUNT = Keep(
    Since.CANCELLATION,
    timedelta(0),
    Then.DESTROY,
    "PIPL 47; ECL 24",
    Text("至账号注销，注销后立即删除", "Until you cancel your account, then deleted at once"),
)
MEMBERSHIP = ACCOUNT
OPTIONAL = Keep(
    Since.WITHDRAWAL,
    timedelta(0),
    Then.DESTROY,
    "PIPL 15, 47",
    Text("至您撤回同意或注销账号", "Until you withdraw your consent or cancel your account"),
)
TRANSACTION = Keep(
    Since.ORDER_COMPLETED,
    timedelta(days=3 * 365 + 1),
    Then.DESTROY,
    "ECL 31",
    Text("自交易完成之日起三年", "Three years from the completion of the transaction"),
)
INQUIRY = Keep(
    Since.INQUIRY_ENDED,
    timedelta(days=366),
    Then.DELETE,
    "PIPL 19",
    Text(
        "询盘完结后一年；由此成交的，随交易记录保存三年；注销账号时内容立即销毁",
        "One year from the end of the inquiry, three with the transaction if it led to one; what you wrote is destroyed"
        " at once when you cancel your account",
    ),
)
CERTIFICATION = Keep(
    Since.CERTIFICATION_ENDED,
    timedelta(days=3 * 365 + 1),
    Then.DESTROY,
    "ECL 27, 31",
    Text("企业认证结束后三年", "Three years from the end of the certification"),
)
INVITATION = Keep(
    Since.SEALED,
    timedelta(days=14),
    Then.DELETE,
    "PIPL 19",
    Text("邀请发出后 14 天", "14 days from the invitation"),
)
CODE = Keep(
    Since.SEALED,
    timedelta(minutes=30),
    Then.DELETE,
    "PIPL 19",
    Text("30 分钟", "30 minutes"),
)
UNFINISHED = Keep(
    Since.SEALED,
    timedelta(days=1),
    Then.DELETE,
    "PIPL 19",
    Text("未完成的注册保留 24 小时", "24 hours for a registration that was not finished"),
)
REPLAY = Keep(
    Since.SEALED,
    timedelta(days=1),
    Then.DELETE,
    "PIPL 19",
    Text("接口应答的副本保留 24 小时", "24 hours for a copy of an answer of the API"),
)
WEBHOOK = Keep(
    Since.SEALED,
    timedelta(days=30),
    Then.DELETE,
    "PIPL 19",
    Text("事件推送后 30 天，供重新推送", "30 days from the event, so that it can be sent again"),
)
GUARDIAN_ASKED = Keep(
    Since.SEALED,
    timedelta(days=7),
    Then.DELETE,
    "PIPL 19, 31",
    Text("至监护人答复，最长七天", "Until the guardian answers, seven days at most"),
)
GUARDIANSHIP = Keep(
    Since.CANCELLATION,
    timedelta(0),
    Then.DELETE,
    "PIPL 31, 47",
    Text("至未成年人成年或账号注销", "Until the minor comes of age or the account is cancelled"),
)
GUEST_CART = Keep(
    Since.LAST_USE,
    timedelta(days=30),
    Then.DELETE,
    "PIPL 19",
    Text("最后一次使用后 30 天", "30 days after the last use"),
)
ADDRESS = Keep(
    Since.LAST_USE,
    timedelta(days=2 * 365 + 1),
    Then.DELETE,
    "PIPL 19, 47",
    Text(
        "至您删除该地址或注销账号，最长至最后一次使用后两年",
        "Until you delete the address or cancel your account, two years after its last use at most",
    ),
)
LIMIT = Keep(
    Since.LAST_USE,
    timedelta(days=1),
    Then.DELETE,
    "PIPL 19",
    Text("最后一次尝试后 24 小时内", "Within 24 hours of the last attempt"),
)
QUEUE = Keep(
    Since.LAST_USE,
    timedelta(days=7),
    Then.DELETE,
    "PIPL 19",
    Text("任务完成后 7 天", "7 days after the job is done"),
)
SIGN_IN = Keep(
    Since.SEALED,
    timedelta(days=190),
    Then.DELETE,
    "CSL 23",
    Text("六个月", "Six months"),
)
SESSION = Keep(
    Since.LAST_USE,
    timedelta(days=14),
    Then.DELETE,
    "PIPL 19",
    Text("退出登录，或最后一次使用后 14 天", "Until you sign out, or 14 days after the last use"),
)
MESSAGE = Keep(
    Since.SEALED,
    timedelta(days=90),
    Then.DELETE,
    "PIPL 19",
    Text("90 天", "90 days"),
)
EVIDENCE = Keep(
    Since.CANCELLATION,
    timedelta(days=3 * 365 + 1),
    Then.UNLINK,
    "PIPL 69; Civil Code 188",
    Text("注销后三年，且无法再关联到您", "Three years after cancellation, no longer linkable to you"),
)
TOMBSTONE = Keep(
    Since.CANCELLATION,
    timedelta(days=3 * 365 + 1),
    Then.DELETE,
    "PIPL 47, 69",
    Text(
        "注销后三年：仅存带密钥的散列值，防止数据被重新导入",
        "Three years after cancellation: a keyed digest alone, so that no import brings the data back",
    ),
)
CONSULTATION = Keep(
    Since.SEALED,
    timedelta(days=366),
    Then.DELETE,
    "ECL 34; PIPL 19",
    Text("提出后一年", "One year from when you made it"),
)
EXPORT = Keep(
    Since.SEALED,
    timedelta(days=7),
    Then.DELETE,
    "PIPL 19, 45",
    Text("7 天，供您下载", "7 days, for you to download"),
)
HELD_LINK = Keep(
    Since.SEALED,
    timedelta(days=365),
    Then.DELETE,
    "PIPL 19, 45",
    Text("一年，供您查阅", "One year, for you to look"),
)
CASE = Keep(
    Since.SEALED,
    timedelta(days=3 * 365 + 1),
    Then.DELETE,
    "PIPL 50, 69; Civil Code 188",
    Text(
        "自提交之日起三年；注销账号时立即删除",
        "Three years from the day it was written; at once when you cancel your account",
    ),
)
