"""Inquiries: what is asked, how far they have come, what runs meanwhile."""

from enum import Enum

from coatingcat.privacy.words import Text


class InquiryKind(Enum):
    """What is asked of a seller."""

    SAMPLE = Text("索样", "Sample")
    QUOTE = Text("询价", "Quote")
    TECHNICAL = Text("技术咨询", "Technical advice")

    @property
    def text(self) -> Text:
        return self.value


class InquiryState(Enum):
    """Where an inquiry stands."""

    SENT = Text("已发送，等待受理", "Sent, waiting for a first answer")
    QUALIFIED = Text("已受理", "Taken up")
    DECLINED = Text("已婉拒", "Declined")
    APPROVED = Text("已批准寄样", "Sample approved")
    SHIPPED = Text("样品已寄出", "Sample shipped")
    DELIVERED = Text("样品已送达", "Sample delivered")
    ANSWERED = Text("已答复", "Answered")
    QUOTED = Text("已报价", "Quoted")
    ACCEPTED = Text("已接受报价", "Quote accepted")
    WITHDRAWN = Text("已撤回", "Withdrawn")
    CLOSED = Text("已完结", "Closed")

    @property
    def text(self) -> Text:
        return self.value


class DeclineWhy(Enum):
    """Why a seller declines an inquiry: a closed list, as the buyer reads it."""

    NOT_SUPPLIED = Text("我方不供应该产品", "We do not supply this product")
    REGION = Text("我方不在该地区供货", "We do not supply to this region")
    QUANTITY = Text("数量不符合供货条件", "The quantity does not fit our terms of supply")
    APPLICATION = Text("该产品不适合所述用途", "The product does not suit the application described")
    REGULATION = Text("法规或许可方面的限制", "Rules or licences stand in the way")
    INFORMATION = Text("信息不足，无法答复", "What was told is not enough to answer")
    CAPACITY = Text("目前无法提供", "Not available at present")
    OTHER = Text("其他原因", "Another reason")

    @property
    def text(self) -> Text:
        return self.value


class Priority(Enum):
    """How urgent the buyer says it is; it changes no promised time."""

    STANDARD = Text("普通", "Standard")
    HIGH = Text("较急", "High")
    URGENT = Text("紧急", "Urgent")

    @property
    def text(self) -> Text:
        return self.value


class FormulaShare(Enum):
    """How much of the formula a buyer lets the supplier see."""

    NOTHING = Text("不提供", "Nothing")
    ROLE = Text("仅原料的作用与用量", "Only the role of the material and its share")
    LINE = Text("整行", "The whole line")

    @property
    def text(self) -> Text:
        return self.value


class InquiryClock(Enum):
    """A promised time that runs while an inquiry stands where it does."""

    ANSWER = Text("首次答复", "First answer")
    SHIP = Text("寄出样品", "Shipping the sample")
    REPLY = Text("完整答复", "Full answer")
    QUOTE = Text("报价", "Quote")
    CLOSE = Text("完结", "Closing")

    @property
    def text(self) -> Text:
        return self.value


SAMPLE_UNITS = ("g", "kg", "mL", "L", "piece")
"""What a wished quantity of a sample is measured in."""

MAX_INQUIRY_LINES = 20
"""Products of one inquiry."""

MAX_SELLERS = 10
"""Suppliers who are asked the same at once."""
