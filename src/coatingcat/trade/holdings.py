"""What trade keeps outside declared fields of its own."""

from coatingcat.privacy.declarations import cookie
from coatingcat.privacy.places import erases, holds_back
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.actions.checkouts import discard_drafts, drafts_of
from coatingcat.trade.queries.holds import order_holds
from coatingcat.trade.words import CART_COOKIE, CART_DAYS

DRAFT_FIELDS = ("subject", "background", "yearly_demand", "demand_unit", "changed_at")

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
holds_back(order_holds)
