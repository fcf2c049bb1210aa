"""What a key of a company may do: a closed list. No Django, no database."""

from enum import Enum

from coatingcat.privacy.words import Text


class Scope(Enum):
    """By the name that stands in the API; each with its text."""

    CATALOG_READ = "catalog.read"
    OFFERS_READ = "offers.read"
    OFFERS_WRITE = "offers.write"
    STOCK_WRITE = "stock.write"
    ORDERS_READ = "orders.read"
    ORDERS_WRITE = "orders.write"
    APPROVALS_WRITE = "approvals.write"
    INQUIRIES_READ = "inquiries.read"
    INQUIRIES_WRITE = "inquiries.write"
    QUOTES_READ = "quotes.read"
    QUOTES_WRITE = "quotes.write"
    INVOICES_READ = "invoices.read"
    INVOICES_WRITE = "invoices.write"
    WEBHOOKS_MANAGE = "webhooks.manage"

    @property
    def text(self) -> Text:
        return _TEXTS[self]


_TEXTS = {
    Scope.CATALOG_READ: Text("读取产品、配方与文件目录", "Read products, formulations and their documents"),
    Scope.OFFERS_READ: Text("读取报价条目、包装与库存", "Read offers, packs and stock"),
    Scope.OFFERS_WRITE: Text("修改本公司销售的条目与价格", "Change offers and prices of your company"),
    Scope.STOCK_WRITE: Text("修改本公司的库存", "Change the stock of your company"),
    Scope.ORDERS_READ: Text("读取本公司的订单", "Read orders of your company"),
    Scope.ORDERS_WRITE: Text("下单、取消与处理订单", "Place, cancel and handle orders"),
    Scope.APPROVALS_WRITE: Text("审批本公司的订单", "Approve or refuse orders of your company"),
    Scope.INQUIRIES_READ: Text("读取询盘", "Read inquiries"),
    Scope.INQUIRIES_WRITE: Text("发送与处理询盘", "Send, answer and end inquiries"),
    Scope.QUOTES_READ: Text("读取报价", "Read quotes"),
    Scope.QUOTES_WRITE: Text("报价与答复报价", "Make quotes and answer them"),
    Scope.INVOICES_READ: Text("读取发票与贷项凭证", "Read invoices and credit notes"),
    Scope.INVOICES_WRITE: Text("开具发票与贷项凭证", "Issue invoices and credit notes"),
    Scope.WEBHOOKS_MANAGE: Text("管理事件推送（Webhook）", "Manage webhooks"),
}


def scopes_in(text: str) -> frozenset[Scope]:
    """Scopes as a column keeps them, by name and space; what this release does not know any more is left out."""
    known = {scope.value: scope for scope in Scope}
    return frozenset(known[name] for name in text.split() if name in known)


def in_column(scopes: frozenset[Scope]) -> str:
    return " ".join(sorted(scope.value for scope in scopes))
