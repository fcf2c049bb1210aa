"""What trade keeps outside declared fields of its own."""

from coatingcat.privacy.declarations import cookie
from coatingcat.privacy.words import Purpose, Text
from coatingcat.trade.words import CART_COOKIE, CART_DAYS

cookie(
    CART_COOKIE,
    purpose=Purpose.SHOPPING,
    days=CART_DAYS,
    why=Text(
        "未登录时为您保存购物车；内容为随机编号，您加入商品后才会设置",
        "Keeps your cart while you are not signed in; a random number, set only once you put something in",
    ),
)
