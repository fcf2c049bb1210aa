"""Which service data was given to, and which of its uses elsewhere are related to that (I.4-2, II.5).

A use is *direct* if the purpose is at home in the service the data was given to, *lawful* if a law demands it,
*related* if an edge below says why, and else needs the person's consent. There is no fifth way: a value declared for
a purpose without an edge is refused by the system check, and opening it for one is refused by the gate.
"""

from enum import Enum

from coatingcat.privacy.words.purposes import Basis, Purpose
from coatingcat.privacy.words.text import Text


class Service(Enum):
    """What a person uses on the site, and gives data to."""

    ACCOUNT = Text("账号与会员", "Account and membership")
    SHOP = Text("购物车与订单", "Cart and orders")
    MESSAGES = Text("消息", "Messages")
    RIGHTS = Text("个人信息权利", "Rights over one's data")
    OPERATION = Text("网站运行", "Running the site")


class Relation(Enum):
    """How a use is related to the service the data was given to."""

    DIRECT = Text("直接相关", "directly related")
    LAWFUL = Text("法律要求", "required by law")
    RELATED = Text("合理相关", "reasonably related")
    CONSENT = Text("须经您同意", "with your consent only")


_AT_HOME: dict[Service, tuple[str, ...]] = {
    Service.ACCOUNT: (
        "ACCOUNT",
        "MEMBERSHIP",
        "CERTIFICATION",
        "ACCOUNT_SECURITY",
        "PUBLIC_PROFILE",
        "SITE_PREFERENCES",
        "PERSONALISED_SERVICES",
    ),
    Service.SHOP: ("SHOPPING", "ORDER_FULFILMENT", "INQUIRIES", "TRANSACTION_RECORDS", "INDUSTRY_FIT"),
    Service.MESSAGES: ("SERVICE_MESSAGES", "PRODUCT_NEWS"),
    Service.RIGHTS: (
        "OWN_DATA",
        "EVIDENCE",
        "LEGAL_DISCLOSURE",
        "POLICY_CONSULTATION",
        "MINOR_PROTECTION",
        "CORRESPONDENCE",
    ),
    Service.OPERATION: ("SITE_OPERATION",),
}
HOME: dict[Purpose, Service] = {Purpose[name]: service for service, names in _AT_HOME.items() for name in names}
"""The service each purpose belongs to; a purpose that is missing here fails a test."""

ROOMS: dict[str, Service] = {
    "members": Service.ACCOUNT,
    "trade": Service.SHOP,
    "catalog": Service.SHOP,
    "outreach": Service.MESSAGES,
    "privacy": Service.RIGHTS,
    "ground": Service.OPERATION,
    "procrastinate": Service.OPERATION,
}
"""The service that data kept by an app was given to."""

RELATED: dict[tuple[Service, Purpose], Text] = {
    (Service.ACCOUNT, Purpose.SERVICE_MESSAGES): Text(
        "验证码和通知要发到您登录所用的地址", "Codes and notices go to the address you sign in with"
    ),
    (Service.ACCOUNT, Purpose.SHOPPING): Text(
        "登录前放入的商品随您进入账号", "What you put into the cart before signing in comes with you"
    ),
    (Service.SHOP, Purpose.SERVICE_MESSAGES): Text(
        "订单的进展要告知买方和收货人", "Buyer and consignee are told how an order goes"
    ),
    (Service.SHOP, Purpose.SITE_OPERATION): Text(
        "以假名提供的订单状态用于查找网站故障", "Faults of the site are found by the states of orders, under pseudonyms"
    ),
    (Service.RIGHTS, Purpose.ACCOUNT): Text(
        "账号建立在同一个随机编号之上", "The account hangs on the same random number"
    ),
    (Service.RIGHTS, Purpose.SERVICE_MESSAGES): Text(
        "监护人和提出请求的人要收到答复", "Guardians, and who asks for something, are answered"
    ),
    (Service.OPERATION, Purpose.SERVICE_MESSAGES): Text(
        "后台任务按编号发送消息", "Background jobs send messages by number"
    ),
    (Service.OPERATION, Purpose.ORDER_FULFILMENT): Text(
        "后台任务按编号处理订单", "Background jobs handle orders by number"
    ),
}
"""Uses elsewhere that are reasonably related, each with the reason a reader is given (`compatible_with`)."""


def service_of(label: str) -> Service | None:
    """The service that the data under a declared label was given to; None for an app nobody has placed."""
    return ROOMS.get(label.partition(".")[0].partition(":")[0])


def relation(service: Service, purpose: Purpose) -> Relation | None:
    """How a purpose is related to a service; None: not at all, so the use is refused."""
    if purpose.needs_consent:
        return Relation.CONSENT
    if HOME.get(purpose) is service:
        return Relation.DIRECT
    if purpose.basis is Basis.LEGAL_DUTY:
        return Relation.LAWFUL
    return Relation.RELATED if (service, purpose) in RELATED else None
