"""Who trades: sides, agents, the sorts of recipients, and the work at a counter."""

from enum import Enum

from coatingcat.privacy.words import Text


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


OPERATOR_COUNTRY = "CN"
"""Where the operator sells from (policy, VIII): what it sells bears that country's tax."""

SUPPLIER = "supplier"
"""The sort of recipient that companies selling here are declared as."""

AGENT = "agent"
"""The sort of recipient that agents, representatives and affiliated parties are declared as."""

CARRIER = "carrier"
"""The sort of recipient that carriers are declared as."""

PAYMENTS = "payments"
"""The provider of payments among the recipients of data."""
