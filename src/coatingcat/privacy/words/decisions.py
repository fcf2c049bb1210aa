"""What the program decides by itself with personal data, purpose by purpose (PIPL 24, 48; ARR 16)."""

from coatingcat.privacy.words.purposes import Purpose
from coatingcat.privacy.words.text import Text

NO_DECISION = Text(
    "没有自动化决策：结果由人作出，或只是按您的要求完成操作。",
    "No automated decision: people decide, or the program only does what you asked for.",
)
AUTOMATED: dict[Purpose, Text] = {
    Purpose.ACCOUNT_SECURITY: Text(
        "程序会自动比较登录的设备和尝试次数；不熟悉的设备会引发提醒，尝试过多会暂停登录。不影响价格或供货，您可以要求人工处理。",
        "The program compares devices and counts attempts: an unknown device leads to a notice, too many attempts to a"
        " pause. Prices and supply do not depend on it, and you may ask for a person to look at it.",
    ),
    Purpose.ORDER_FULFILMENT: Text(
        "价格和供货按包装、数量和库存计算，对所有人相同；不使用您的特征。订单由人确认。",
        "Prices and supply follow from pack, quantity and stock, the same for everybody; nothing about you is used."
        " People confirm each order.",
    ),
    Purpose.PERSONALISED_SERVICES: Text(
        "在您同意后，按您填写的信息调整展示内容。不影响价格；您可以一键关闭，关闭后看到的内容与未登录的访客相同。",
        "With your consent, what is shown first may follow from what you told us. Prices do not depend on it; one press"
        " turns it off, and you then see what any visitor sees.",
    ),
    Purpose.INDUSTRY_FIT: Text(
        "在您同意后，程序按贵公司所属行业挑选展示的产品和方案。不影响价格和搜索结果；一键即可关闭。",
        "With your consent, the program picks products and solutions by the industry of your company. Prices and search"
        " results do not depend on it; one press turns it off.",
    ),
    Purpose.PRODUCT_NEWS: Text(
        "在您同意后，程序按您选择的领域挑选要发送的内容。每封信中都可以退订。",
        "With your consent, the program picks what to send by the fields you chose. Every letter lets you unsubscribe.",
    ),
}


def decision_of(purpose: Purpose) -> Text:
    """What is decided automatically for a purpose, and what a person can do about it."""
    return AUTOMATED.get(purpose, NO_DECISION)
