"""Words of minors and their guardians (VI; PIPL 31; Regulation on the Protection of Minors Online, MR 31 to 37)."""

from enum import Enum

from coatingcat.privacy.words.text import Text

RULES_VERSION = "2026.1"
"""Version of what guardian and minor read together; it changes with the texts below."""


class Guardianship(Enum):
    """What a guardian is to the minor, by the guardian's own declaration (Civil Code 27)."""

    PARENT = Text("父亲或母亲", "Mother or father")
    GRANDPARENT = Text("祖父母或外祖父母", "Grandparent")
    SIBLING = Text("成年兄姐", "Grown-up brother or sister")
    OTHER = Text("其他依法担任监护人的人", "Another guardian by law")


class Band(Enum):
    """The two ages that the law tells apart; under 14 every value is sensitive (PIPL 28, 31)."""

    CHILD = Text("不满 14 周岁", "Under 14")
    TEEN = Text("14 至 17 周岁", "14 to 17")


class Ended(Enum):
    """Why a guardianship is over here."""

    MAJORITY = Text("未成年人已满 18 周岁", "The minor has come of age")
    WITHDRAWN = Text("监护人撤回同意", "The guardian has withdrawn the consent")


class Tally(Enum):
    """What is counted about minors without any person, for the yearly audit (MR 37)."""

    ASKED = Text("请求监护人同意", "Guardians asked")
    CONSENTED_TEEN = Text("监护人同意（14 至 17 周岁）", "Guardians agreed (14 to 17)")
    CONSENTED_CHILD = Text("监护人同意（不满 14 周岁）", "Guardians agreed (under 14)")
    REFUSED = Text("监护人拒绝", "Guardians refused")
    EXPIRED = Text("七日内未答复，已删除", "No answer within seven days, deleted")
    MAJORITY = Text("成年", "Came of age")
    DELETION = Text("监护人要求删除", "Guardians asked for deletion")


class Reason(Enum):
    """Why staff ask to see a minor's data; nothing else is a reason (MR 36)."""

    ORDER = Text("处理未成年人的订单", "To handle an order of the minor")
    REQUEST = Text("答复未成年人或监护人的请求", "To answer the minor or the guardian")
    SAFETY = Text("保护未成年人的安全", "To keep the minor safe")
    LAW = Text("法律要求", "A law demands it")


class Decision(Enum):
    APPROVED = Text("已批准", "Approved")
    REFUSED = Text("未批准", "Refused")
