"""What is bought and how much of it: carts, packs, materials, tax."""

from enum import Enum, StrEnum

from coatingcat.privacy.words import Text


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

    DOMESTIC = Text("境内销售", "Sold within the country")
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

CART_COOKIE = "cc_cart"

CART_DAYS = 30
"""How long a guest's cart and its cookie outlive their last use."""
