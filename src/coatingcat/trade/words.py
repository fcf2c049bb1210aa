"""The closed vocabularies of trade: no Django, no database."""

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


class Side(Enum):
    """On which side of a transaction somebody stands."""

    BUYER = Text("买方", "Buyer")
    OPERATOR = Text("平台", "Operator")
    SELLER = Text("供应商", "Supplier")
    AGENT = Text("代理商", "Agent")


class AgentSort(Enum):
    """What a company that follows up transactions is (F.22; IV.1)."""

    AGENT = Text("代理商", "Agent")
    REPRESENTATIVE = Text("代表处", "Representative")
    AFFILIATE = Text("关联公司", "Affiliated party")


class Thing(Enum):
    """What is assigned to an agent."""

    ORDER = Text("订单", "Order")
    SAMPLE = Text("样品申请", "Sample")
    QUOTE = Text("询价", "Request for a quote")
    TECHNICAL = Text("技术咨询", "Technical question")


class BulkVerb(Enum):
    """What can be done to many things of a queue at once."""

    ASSIGN = Text("分派", "Assign")
    ASIDE = Text("搁置", "Put aside")
    CONFIRM = Text("确认订单", "Confirm")

    @property
    def can_be_undone(self) -> bool:
        """Not what has left the house: the buyer is told of a confirmation, and relies on it."""
        return self is not BulkVerb.CONFIRM


class Work(Enum):
    """What waits at a counter, and what is to be done."""

    CONFIRM = Text("待确认订单", "Order to confirm")
    DELIVER = Text("待发货", "Goods to send")
    INQUIRY = Text("待答复询盘", "Inquiry to answer")
    SHIP_SAMPLE = Text("待寄样品", "Sample to send")
    QUOTE = Text("报价待处理", "Quote to write")
    RETURN = Text("退货与投诉", "Return or claim")
    CHANGE = Text("变更待答复", "Change to answer")
    QUESTION = Text("未读消息", "Message to answer")


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


class MaterialStatus(Enum):
    """How far a company has come with a raw material."""

    NOT_STARTED = Text("未开始评估", "Not started")
    IN_PROGRESS = Text("评估中", "In evaluation")
    APPROVED = Text("已批准", "Approved")
    PURCHASED = Text("在用", "Purchased")
    PREFERRED = Text("优选", "Preferred")
    NOT_APPROVED = Text("不予批准", "Not approved")


class Unfit(StrEnum):
    """Why a line cannot be ordered as it stands."""

    GONE = "gone"
    TOO_FEW = "too_few"
    NOT_A_MULTIPLE = "not_a_multiple"
    TOO_MANY = "too_many"


class TaxGround(Enum):
    """Why an order bears the tax it bears."""

    DOMESTIC = Text("境内销售，适用标准税率", "Sold within the country, at its standard rate")
    EXPORT = Text("出口，增值税税率为零", "Exported, at a rate of zero")
    REVERSE_CHARGE = Text(
        "欧盟内向企业供货，由买方申报增值税（反向征收）",
        "To a business elsewhere in the EU: the buyer accounts for the VAT",
    )
    DISTANCE = Text("欧盟内向个人供货，适用目的地税率", "To a private person elsewhere in the EU, at the rate there")


PACK_UNITS = ("kg", "g", "t", "L", "mL", "piece")
"""What a pack is measured in; `L` and `mL` as the SI brochure allows."""

DEMAND_UNITS = ("kg", "t", "L", "m³", "piece")
"""What a yearly demand is estimated in."""

FILE_LIST = "offers.csv"
"""Name of the price list for everybody in which the steps of the offers file are kept."""

ASK_UNIT = "kg"
"""What a product without an offer is asked for in."""

MAX_QUANTITY = 100_000
"""Packs of one line; more than any warehouse holds, and far below what a column can count."""

MAX_LINES = 200
"""Lines of one cart."""

MAX_SAVED = 100
"""Saved carts of one person, and shared ones of one company."""

MAX_ADDRESSES = 100
"""Addresses in the book of one person, and of one company."""

MAX_PO = 40
"""Characters of a buyer's own order number."""

OPERATOR_COUNTRY = "CN"
"""Where the operator sells from (policy, VIII): what it sells bears that country's tax."""

CART_COOKIE = "cc_cart"
CART_DAYS = 30
"""How long a guest's cart and its cookie outlive their last use."""

SUPPLIER = "supplier"
"""The sort of recipient that companies selling here are declared as."""

AGENT = "agent"
"""The sort of recipient that agents, representatives and affiliated parties are declared as."""

CARRIER = "carrier"
"""The sort of recipient that carriers are declared as."""


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


class Bill(StrEnum):
    """The two sorts of commercial papers that change what is owed."""

    INVOICE = "invoice"
    CREDIT = "credit"


class CreditWhy(Enum):
    """Why a credit note was issued."""

    RETURNED = Text("退货", "Goods returned")
    AMENDED = Text("订单变更", "The order was amended")
    PRICE = Text("价格调整", "Price reduced")
    CANCELLED = Text("订单取消", "The order was cancelled")
    MISTAKE = Text("发票有误", "The invoice was wrong")


class Moved(StrEnum):
    """How money of an order moved."""

    RECEIPT = "receipt"
    """It came in."""
    REFUND = "refund"
    """It went back to the buyer."""
    REVERSAL = "reversal"
    """A receipt or refund that was written down wrongly is taken back, by a record of its own."""


class Way(StrEnum):
    """By which way money moved."""

    TRANSFER = "transfer"
    PROVIDER = "provider"
    """By the hosted page of a provider of payments: no number of a card ever comes here."""


class Settled(Enum):
    """Where the money of an order or an invoice stands: always computed from the records, never kept."""

    NOTHING_DUE = Text("尚无应付", "Nothing due")
    UNPAID = Text("未付", "Unpaid")
    PARTLY = Text("部分已付", "Partly paid")
    PAID = Text("已付清", "Paid")
    OVERPAID = Text("多付", "Overpaid")
    REFUNDED = Text("已退款", "Refunded")


REMIND_AFTER_DAYS = (0, 7, 14)
"""Days past the due date on which the buyer is reminded of an open invoice."""

VAT_PERCENT = "13"
"""The standard rate for goods in China (VAT Law, Art. 10), used until a seller enters its own."""

TERMS_DAYS = 30
"""Days to pay, until a seller enters its own."""


class QuoteState(StrEnum):
    """Where one version of a quote stands."""

    DRAFT = "draft"
    """The seller is writing it; the buyer does not see it."""
    OFFERED = "offered"
    COUNTERED = "countered"
    """The buyer asked for other terms: the offer has lapsed, and the seller may write a new version."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    """A later version took its place."""
    PASSED_OVER = "passed_over"
    """The buyer chose a quote of another seller for the same request."""


class QuoteWhy(Enum):
    """Why a buyer declines a quote; the seller reads the reason, never whose quote was better."""

    PRICE = Text("价格", "The price")
    LEAD_TIME = Text("交期", "The lead time")
    TERMS = Text("贸易条款或付款条件", "Delivery or payment terms")
    QUANTITY = Text("起订量", "The smallest quantity")
    NOT_NEEDED = Text("不再需要", "No longer needed")
    OTHER = Text("其他原因", "Another reason")


class Incoterm(StrEnum):
    """The eleven rules of Incoterms 2020 (ICC publication 723E)."""

    EXW = "EXW"
    FCA = "FCA"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"


class PaymentTerms(Enum):
    """When a quoted order is to be paid."""

    ADVANCE = Text("款到发货", "In advance")
    ON_DELIVERY = Text("货到付款", "On delivery")
    NET_15 = Text("发票日后 15 天", "15 days from the invoice")
    NET_30 = Text("发票日后 30 天", "30 days from the invoice")
    NET_60 = Text("发票日后 60 天", "60 days from the invoice")


class Timing(Enum):
    """When a buyer means to order: one of the three questions of an instant price."""

    NOW = Text("一个月内", "Within a month")
    QUARTER = Text("三个月内", "Within three months")
    LATER = Text("更晚，或尚未确定", "Later, or not known yet")


PAYMENTS = "payments"
"""The provider of payments among the recipients of data."""
