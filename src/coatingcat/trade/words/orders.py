"""Orders: where they stand, what happens to them, and why."""

from enum import Enum, StrEnum

from coatingcat.privacy.words import Text


class State(StrEnum):
    """Where an order stands."""

    REQUESTED = "requested"
    """Its company has still to approve it; the seller does not see it yet, the goods are reserved."""
    PLACED = "placed"
    CONFIRMED = "confirmed"
    DELIVERING = "delivering"
    """Some of it has been handed to a carrier."""
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why an order was cancelled, in the words of the form."""

    NOT_NEEDED = "not_needed"
    MISTAKE = "mistake"
    LEAD_TIME = "lead_time"
    PRICE = "price"
    UNAVAILABLE = "unavailable"
    DESTINATION = "destination"
    LICENCE = "licence"
    CREDIT = "credit"
    AGREED = "agreed"
    NOT_APPROVED = "not_approved"
    """An approver of the buyer's company refused it."""
    NOT_ANSWERED = "not_answered"
    """Nobody in the buyer's company approved it in time."""
    OTHER = "other"


BUYERS_WHYS = (Why.NOT_NEEDED, Why.MISTAKE, Why.LEAD_TIME, Why.PRICE, Why.OTHER)

SELLERS_WHYS = (Why.UNAVAILABLE, Why.LEAD_TIME, Why.PRICE, Why.DESTINATION, Why.LICENCE, Why.CREDIT, Why.OTHER)
"""Why a seller may refuse an order; AGREED is what an amendment that cancels everything leaves behind."""


class Step(Enum):
    """What happened to an order, as both sides read it in its timeline."""

    APPROVED = Text("公司内部已批准", "Approved in the buyer's company")
    CONFIRMED = Text("已确认", "Confirmed")
    REFUSED = Text("供应商未接单", "Refused by the supplier")
    CANCELLED = Text("已取消", "Cancelled")
    SHIPPED = Text("已发货", "Shipped")
    DELIVERED = Text("已送达", "Delivered")
    COMPLETED = Text("已完成", "Completed")
    AMENDMENT_PROPOSED = Text("提出变更", "Change proposed")
    AMENDMENT_ACCEPTED = Text("变更已接受", "Change accepted")
    AMENDMENT_REFUSED = Text("变更未被接受", "Change refused")
    AMENDMENT_WITHDRAWN = Text("变更已撤回", "Change withdrawn")
    AMENDMENT_LAPSED = Text("变更逾期未答复，已失效", "Change lapsed without an answer")
    RETURN_ASKED = Text("提出退货或索赔", "Return or claim made")
    RETURN_WITHDRAWN = Text("退货或索赔已撤回", "Return or claim withdrawn")
    RETURN_AGREED = Text("退货或索赔获同意", "Return or claim agreed to")
    RETURN_REFUSED = Text("退货或索赔未获同意", "Return or claim refused")
    RETURN_RECEIVED = Text("退回的货物已收到", "Returned goods received")
    RETURN_SETTLED = Text("退货或索赔已办结", "Return or claim settled")
    INVOICED = Text("已开具账单", "Invoiced")
    PAID = Text("已付款", "Paid")


class Transport(Enum):
    """How goods get to their consignee."""

    CARRIER = Text("承运人", "By a carrier")
    OWN = Text("供应商自行送货", "By the supplier's own transport")
    COLLECTED = Text("买方自提", "Collected by the buyer")


class DeliveryState(StrEnum):
    SHIPPED = "shipped"
    DELIVERED = "delivered"


class AmendmentState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class AmendmentWhy(Enum):
    """Why one side asks the other to change an order."""

    NEED = Text("需求变化", "The need has changed")
    UNAVAILABLE = Text("部分货物无法供应", "Some of it cannot be supplied")
    DATE = Text("交期变化", "The date has changed")
    PRICE = Text("价格变化", "The price has changed")
    MISTAKE = Text("订单有误", "The order was wrong")
    OTHER = Text("其他", "Another reason")


class ReturnSort(Enum):
    """Whether goods come back, or something about them is claimed."""

    RETURN = Text("退货", "Return")
    CLAIM = Text("索赔", "Claim")


class ReturnState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"
    SETTLED = "settled"


class ReturnWhy(Enum):
    """What is wrong."""

    QUALITY = Text("质量不符", "Not of the agreed quality")
    TRANSPORT = Text("运输损坏", "Damaged in transport")
    SHORTAGE = Text("数量短缺", "Less than was delivered on paper")
    WRONG_GOODS = Text("发错货", "Not what was ordered")
    NOT_NEEDED = Text("不再需要", "No longer needed")


class ReturnRefusal(Enum):
    """Why a supplier does not agree."""

    TOO_LATE = Text("超过约定期限", "After the agreed time")
    WITHIN_SPECIFICATION = Text("货物符合约定指标", "The goods meet the agreed specification")
    NO_EVIDENCE = Text("缺少证据", "Nothing shows it")
    OPENED = Text("包装已开启或使用", "The packs were opened or used")
    OTHER = Text("其他", "Another reason")


class Settlement(Enum):
    """How a return or claim ends."""

    CREDIT = Text("贷项（退款或冲抵）", "Credited")
    REPLACEMENT = Text("补发", "Replaced")


ACCEPT_DAYS = 7
"""Days after delivery without a word from the buyer that complete an order."""

AMENDMENT_DAYS = 7
"""Days a proposed change waits for its answer."""

RETURN_ANSWER_HOURS = 72
"""Within which a supplier answers a return or claim: the site's public clock."""

RETURN_DAYS = 30
"""Days after the last delivery in which goods may be sent back that are simply not needed any more."""

CLAIM_DAYS = 730
"""Two years from receipt, after which a defect can no longer be claimed (Civil Code 621)."""


class Decision(Enum):
    """What an approver says to a step of an order."""

    APPROVED = Text("同意", "Approved")
    REFUSED = Text("不同意", "Refused")


MAX_PO = 40
"""Characters of a buyer's own order number."""
