"""What trade keeps outside declared fields of its own, how long, and how people without an account find it."""

from uuid import UUID

from coatingcat.privacy.declarations import (
    Recipient,
    cookie,
    give,
    recipient,
)
from coatingcat.privacy.finding import ByCookie, Kept, found_by_email, kept_by_cookie
from coatingcat.privacy.places import at_once, erases, holds_back
from coatingcat.privacy.retention import swept
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Form, Purpose, Text, keeping
from coatingcat.trade.actions import forget_guest_carts, forget_unfinished
from coatingcat.trade.actions.addresses import addresses_about, forget_addresses, forget_unused_addresses
from coatingcat.trade.actions.carts import forget_guest_cart
from coatingcat.trade.actions.checkouts import discard_drafts, drafts_of
from coatingcat.trade.actions.inquiries import (
    discard_inquiry_drafts,
    end_inquiries_of,
    forget_old_inquiries,
    forget_unfinished_inquiries,
    inquiry_drafts_of,
)
from coatingcat.trade.actions.keeping import PARTS, forget_old_orders
from coatingcat.trade.models import Owner
from coatingcat.trade.queries import basket_of
from coatingcat.trade.queries.addresses import addressees_by_email
from coatingcat.trade.queries.holds import order_holds
from coatingcat.trade.queries.orders import consignees_by_email
from coatingcat.trade.words import AGENT, CARRIER, CART_COOKIE, CART_DAYS, PAYMENTS, SUPPLIER

PAPERS = ("Invoice", "InvoiceLine", "InvoiceTax", "TaxInvoice", "Payment", "PaymentNotice", "OnlinePayment")
DRAFT_FIELDS = (
    "subject",
    "background",
    "yearly_demand",
    "demand_unit",
    "packs",
    "po_number",
    "invoice_title",
    "invoice_tax_id",
    "changed_at",
)
ADDRESS_FIELDS = ("owner", "subject", "label", "name", "phone", "email", "email_digest", "address", "last_used")

cookie(
    CART_COOKIE,
    purpose=Purpose.SHOPPING,
    days=CART_DAYS,
    why=Text(
        "未登录时为您保存购物车；内容为随机编号，您加入商品后才会设置",
        "Keeps your cart while you are not signed in; a random number, set only once you put something in",
    ),
)

erases(
    "table:trade.CheckoutDraft",
    Text("未完成的结算", "Checkouts that were not finished"),
    labels={f"trade.CheckoutDraft.{name}" for name in DRAFT_FIELDS},
    count=drafts_of,
    clear=discard_drafts,
)
erases(
    "table:trade.InquiryDraft",
    Text("未发送的询盘", "Inquiries that were not sent"),
    labels={f"trade.InquiryDraft.{name}" for name in ("subject", "answers", "changed_at")},
    count=inquiry_drafts_of,
    clear=discard_inquiry_drafts,
)
erases(
    "table:trade.ShipTo",
    Text("收货地址簿", "The ship-to book"),
    labels={f"trade.ShipTo.{name}" for name in ADDRESS_FIELDS},
    count=addresses_about,
    clear=forget_addresses,
)
holds_back(order_holds)
at_once(end_inquiries_of)

recipient(
    Recipient(
        key=CARRIER,
        name=Text("示范物流（演示）", "Demonstration Carrier"),
        role=Text("承运人：将货物送交收货人", "Carrier: brings the goods to the consignee"),
        contact="",
        country="CN",
        contract="PIPL 21; NDSR 12",
        purposes=frozenset({Purpose.ORDER_FULFILMENT, Purpose.INQUIRIES}),
        has_others=True,
        is_demonstration=True,
    )
)
give(
    CARRIER,
    "trade.Consignee.name",
    "trade.Consignee.phone",
    "trade.Consignee.address",
    "trade.Parcel.packs",
    "trade.Parcel.weight_kg",
    "trade.SampleParcel.packs",
    "trade.SampleParcel.weight_kg",
    form=Form.CLEAR,
)
recipient(
    Recipient(
        key=PAYMENTS,
        name=Text("支付服务商（未启用）", "Provider of payments (not in use unless set up)"),
        role=Text("在其自己的页面上收取在线付款", "Takes online payments on a page of its own"),
        contact="",
        country="CN",
        contract="PIPL 21",
        purposes=frozenset({Purpose.ORDER_FULFILMENT}),
        is_demonstration=True,
    )
)
give(PAYMENTS, "trade.OnlinePayment.amount", "trade.OnlinePayment.currency", form=Form.PSEUDONYM)
recipient(
    Recipient(
        key=SUPPLIER,
        name=Text("供应商（示范条目）", "Supplier (constructed entry)"),
        role=Text("在本平台销售的企业：受理询盘、履行订单", "Sells on this site: answers inquiries, executes orders"),
        contact="",
        country="CN",
        contract="PIPL 21, 23; ECL 27",
        purposes=frozenset({Purpose.ORDER_FULFILMENT, Purpose.INQUIRIES}),
        has_others=True,
        is_demonstration=True,
    )
)
recipient(
    Recipient(
        key=AGENT,
        name=Text("代理商、代表处或关联公司（示范条目）", "Agent, representative or affiliate (constructed entry)"),
        role=Text("跟进分派给它的询盘与订单", "Follows up the inquiries and orders assigned to it"),
        contact="",
        country="CN",
        contract="PIPL 21",
        purposes=frozenset({Purpose.ORDER_FULFILMENT, Purpose.INQUIRIES}),
        has_others=True,
        is_demonstration=True,
    )
)
for _side in (SUPPLIER, AGENT):
    give(
        _side,
        "trade.Consignee.name",
        "trade.Consignee.phone",
        "trade.Consignee.email",
        "trade.Consignee.address",
        "trade.Order.background",
        "trade.Order.yearly_demand",
        "trade.Order.demand_unit",
        "trade.Order.invoice_title",
        "trade.Order.invoice_tax_id",
        "trade.Cancellation.note",
        "trade.OrderStep.note",
        "trade.Amendment.note",
        "trade.Return.note",
        "trade.Quote.note",
        "trade.QuoteAnswer.note",
        "trade.Inquiry.background",
        "trade.Inquiry.yearly_demand",
        "trade.Inquiry.demand_unit",
        "trade.Inquiry.application",
        "trade.Inquiry.targets",
        "trade.Inquiry.formula_role",
        "trade.Inquiry.formula_line",
        "trade.InquiryLine.note",
        "trade.InquiryMessage.text",
        "trade.InquiryMessage.file",
        "trade.OrderMessage.text",
        "trade.OrderMessage.file",
        form=Form.CLEAR,
    )
give(
    "builder",
    "trade.Order.code",
    "trade.Order.state",
    "trade.Order.language",
    "trade.Order.placed_at",
    form=Form.PSEUDONYM,
)
give(
    "authority",
    "trade.Order.code",
    "trade.Order.state",
    "trade.Order.placed_at",
    "trade.Order.currency",
    "trade.Order.total",
    "trade.Consignee.name",
    "trade.Consignee.phone",
    "trade.Consignee.address",
    form=Form.CLEAR,
)
swept("ship-to book", ("trade.ShipTo", keeping.ADDRESS))(forget_unused_addresses)
swept("guest carts", ("trade.Cart", keeping.GUEST_CART))(forget_guest_carts)
swept("unfinished checkouts", ("trade.CheckoutDraft", keeping.UNFINISHED))(forget_unfinished)
swept(
    "orders",
    *((label, keeping.TRANSACTION) for label in ("trade.Order", "trade.Consignee")),
    *((model._meta.label, keeping.TRANSACTION) for model, _ in PARTS),
    *((f"trade.{noun}", keeping.TRANSACTION) for noun in PAPERS),
)(forget_old_orders)
swept("unfinished inquiries", ("trade.InquiryDraft", keeping.UNFINISHED))(forget_unfinished_inquiries)
swept(
    "inquiries",
    *(
        (f"trade.{noun}", keeping.INQUIRY)
        for noun in ("Inquiry", "InquiryLine", "InquiryStep", "InquiryMessage", "SampleParcel")
    ),
    *(
        (f"trade.{noun}", keeping.INQUIRY)  # with the inquiry they are for
        for noun in ("Quote", "QuoteLine", "QuoteStep", "QuoteAnswer", "CounterLine")
    ),
)(forget_old_inquiries)


@found_by_email
def consignees(address: Clear[str]) -> set[UUID]:
    """Consignees with this address who are not the buyer: a buyer has an account to look into."""
    return consignees_by_email(address)


@found_by_email
def named_in_books(address: Clear[str]) -> set[UUID]:
    """Who stands with this address in somebody's ship-to book, and has no account to look into."""
    return addressees_by_email(address)


def _cart(token: str) -> Kept | None:
    basket = basket_of(Owner(token=token))
    if not basket:
        return None
    lines = tuple((item.ware.name, f"{item.quantity} {item.unit_label}") for item in basket.items)
    return Kept(CART_COOKIE, Text("购物车", "Cart"), lines)


kept_by_cookie(ByCookie(CART_COOKIE, _cart, lambda token: forget_guest_cart(token=token)))
