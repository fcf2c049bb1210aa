"""Erasures: by which way they are asked for, and how far they have come (V.3; PIPL 47)."""

from enum import Enum

from coatingcat.privacy.words.text import Text


class ErasureWay(Enum):
    """By which way an erasure was asked for; all end in the same request."""

    SELF_SERVICE = Text("本人在个人中心注销", "By the person, in the Personal Centre")
    DESK = Text("通过联系我们提出", "By contacting us")
    GUARDIAN = Text("由监护人提出", "By the guardian")
    END_OF_SERVICE = Text("服务终止", "End of the service")
    CONTROLLER_CHANGE = Text("不随运营者变更转移", "Objection to a change of the operator")
    RESTORED = Text("恢复备份后重新执行", "Carried out again after a backup was restored")
    RETENTION = Text("保存期限届满", "Its keeping time was over")

    @property
    def text(self) -> Text:
        return self.value


class ErasureState(Enum):
    """How far an erasure has come; each follows from a moment that is on record."""

    WAITING = Text("已提交，可撤回", "Requested; can still be withdrawn")
    WITHDRAWN = Text("已撤回", "Withdrawn")
    DUE = Text("即将删除", "About to be erased")
    UNREADABLE = Text("已不可读，正在清除", "Unreadable; being cleared away")
    PROVEN = Text("已删除并验证", "Erased and proven")

    @property
    def text(self) -> Text:
        return self.value


WITHOUT_LETTERS = frozenset({ErasureWay.RETENTION, ErasureWay.RESTORED})
"""Ways in which nobody asked just now, so nobody is written to."""
WITH_CANCELLATION = Text(
    "随注销账号的申请一并撤回同意", "Consent withdrawn together with the request to cancel the account"
)
"""The words under which consents end when somebody asks to be erased."""
PROMISED_WORKING_DAYS = 30
"""What the policy promises (V.3-2)."""
BOUND_WORKING_DAYS = 15
"""What we hold ourselves to (ECL 24: at once; the draft rules for apps of 2026-01: 15 working days)."""
ALARM_WORKING_DAYS = BOUND_WORKING_DAYS // 2
GRACE_DAYS_AT_MOST = 3
