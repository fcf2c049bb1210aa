"""Who pays what by Incoterms 2020 (ICC publication 723E, articles A2–A9 and B2–B9), and which rule suits a purchase."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from coatingcat.privacy.words import Text
from coatingcat.trade.words import Incoterm


class Leg(Enum):
    """What a delivery costs besides the goods, in the order of the way."""

    LOADING = Text("在卖方处装车", "Loading at the seller's premises")
    EXPORT = Text("出口清关", "Export clearance")
    PRE_CARRIAGE = Text("运至起运港或承运人", "Carriage to the port or carrier")
    ON_BOARD = Text("装上船或运输工具", "Loading on board")
    MAIN_CARRIAGE = Text("干线运输", "Main carriage")
    INSURANCE = Text("运输保险", "Insurance of the carriage")
    UNLOADING = Text("目的地卸货", "Unloading at the destination")
    IMPORT = Text("进口清关、关税与税款", "Import clearance, duty and tax")


_TO_CARRIER = frozenset({Leg.LOADING, Leg.EXPORT, Leg.PRE_CARRIAGE})
_ON_BOARD = _TO_CARRIER | {Leg.ON_BOARD}
_CARRIED = _ON_BOARD | {Leg.MAIN_CARRIAGE}
_INSURED = _CARRIED | {Leg.INSURANCE}

SELLER_PAYS: Mapping[Incoterm, frozenset[Leg]] = {
    Incoterm.EXW: frozenset(),
    Incoterm.FCA: _TO_CARRIER,
    Incoterm.FAS: _TO_CARRIER,
    Incoterm.FOB: _ON_BOARD,
    Incoterm.CFR: _CARRIED,
    Incoterm.CIF: _INSURED,
    Incoterm.CPT: _CARRIED,
    Incoterm.CIP: _INSURED,
    Incoterm.DAP: _INSURED,
    Incoterm.DPU: _INSURED | {Leg.UNLOADING},
    Incoterm.DDP: _INSURED | {Leg.IMPORT},
}
"""What the price of a rule covers; the rest is the buyer's. Under a D rule the seller bears the risk up to the place,
so that the insurance of the way is its own affair."""

SEA_ONLY = frozenset({Incoterm.FAS, Incoterm.FOB, Incoterm.CFR, Incoterm.CIF})
"""For goods that are put alongside or on board a ship; for containers handed over in a terminal the ICC advises FCA,
CPT or CIP."""

RISK: Mapping[Incoterm, Text] = {
    Incoterm.EXW: Text("货物在卖方处交由买方处置时", "when the goods are at your disposal at the seller's premises"),
    Incoterm.FCA: Text("货物交给您指定的承运人时", "when the goods are handed to the carrier you named"),
    Incoterm.FAS: Text("货物在起运港放到船边时", "when the goods lie alongside the ship at the port of loading"),
    Incoterm.FOB: Text("货物在起运港装上船时", "when the goods are on board at the port of loading"),
    Incoterm.CFR: Text("货物在起运港装上船时", "when the goods are on board at the port of loading"),
    Incoterm.CIF: Text("货物在起运港装上船时", "when the goods are on board at the port of loading"),
    Incoterm.CPT: Text("货物交给第一承运人时", "when the goods are handed to the first carrier"),
    Incoterm.CIP: Text("货物交给第一承运人时", "when the goods are handed to the first carrier"),
    Incoterm.DAP: Text("货物到达指定地点、卸货之前", "at the named place, before unloading"),
    Incoterm.DPU: Text("货物在指定地点卸货之后", "at the named place, after unloading"),
    Incoterm.DDP: Text(
        "货物到达指定地点、完成进口清关、卸货之前", "at the named place, cleared for import, before unloading"
    ),
}
"""When the risk of loss passes to the buyer."""


class Mode(Enum):
    """The first question: how the goods travel."""

    CONTAINER = Text("集装箱、公路、铁路或航空", "In a container, by road, rail or air")
    SHIP = Text("散货或件杂货海运", "As bulk or break-bulk on a ship")


class Reach(Enum):
    """The second question: how far the seller is to bring the goods."""

    PREMISES = Text("我到卖方处提货", "I fetch them at the seller's premises")
    CARRIER = Text("交给我的承运人", "To my carrier, in the seller's country")
    TERMINAL = Text("运至目的港或目的地站场", "To a port or terminal near me")
    DOOR = Text("送到我的地址", "To my door")


class Rest(Enum):
    """The third question: who sees to loading, insurance and customs on that way."""

    BUYER = Text("由我办理", "I do")
    SELLER = Text("由卖方办理", "The seller does")
    SELLER_UNLOADS = Text("卖方负责卸货，进口清关由我办理", "The seller unloads; I clear the import")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule for three answers, and why."""

    incoterm: Incoterm
    why: Text


_CLEARS = Text(
    "卖方在本国办理出口清关；EXW 下这要由外国买方办理，往往办不到。",
    "The seller clears the export at home; under EXW the buyer would have to, which a foreigner often cannot.",
)
_TO_MINE = Text(
    "您安排并支付干线运输，卖方将货物清关后交给您的承运人。",
    "You arrange and pay the main carriage; the seller hands the cleared goods to your carrier.",
)
_TERMINAL_OWN = Text(
    "卖方支付运至目的地的运费，在途风险由您承担，由您投保。",
    "The seller pays the carriage to the destination; the risk on the way is yours, and so is the insurance.",
)
_DOOR = Text(
    "卖方承担运至您处的风险与费用；您负责卸货、进口清关与税款。",
    "The seller bears cost and risk to your place; you unload, clear the import and pay duty and tax.",
)

_BY_ANSWERS: Mapping[tuple[Mode, Reach, Rest], Suggestion] = {
    **{
        (mode, Reach.PREMISES, Rest.BUYER): Suggestion(
            Incoterm.EXW,
            Text(
                "您在卖方处提货并办理其余一切；适合国内采购。",
                "You fetch the goods and see to everything else; it suits purchases within one country.",
            ),
        )
        for mode in Mode
    },
    **{
        (mode, Reach.PREMISES, rest): Suggestion(Incoterm.FCA, _CLEARS)
        for mode in Mode
        for rest in Rest
        if rest is not Rest.BUYER
    },
    **{(Mode.CONTAINER, Reach.CARRIER, rest): Suggestion(Incoterm.FCA, _TO_MINE) for rest in Rest},
    (Mode.SHIP, Reach.CARRIER, Rest.BUYER): Suggestion(
        Incoterm.FAS,
        Text("卖方将货物放到船边，由您装船。", "The seller puts the goods alongside the ship; you load them."),
    ),
    **{
        (Mode.SHIP, Reach.CARRIER, rest): Suggestion(
            Incoterm.FOB,
            Text("卖方将货物装上您指定的船。", "The seller loads the goods on board the ship you named."),
        )
        for rest in (Rest.SELLER, Rest.SELLER_UNLOADS)
    },
    (Mode.CONTAINER, Reach.TERMINAL, Rest.BUYER): Suggestion(Incoterm.CPT, _TERMINAL_OWN),
    (Mode.SHIP, Reach.TERMINAL, Rest.BUYER): Suggestion(Incoterm.CFR, _TERMINAL_OWN),
    (Mode.CONTAINER, Reach.TERMINAL, Rest.SELLER): Suggestion(
        Incoterm.CIP,
        Text(
            "卖方支付运费并投保一切险（协会货物条款 A）。",
            "The seller pays the carriage and insures against all risks (Institute Cargo Clauses A).",
        ),
    ),
    (Mode.SHIP, Reach.TERMINAL, Rest.SELLER): Suggestion(
        Incoterm.CIF,
        Text(
            "卖方支付运费并投保基本险（协会货物条款 C）；需要更高保障请另行约定。",
            "The seller pays the carriage and the least insurance (Institute Cargo Clauses C); agree on more if needed.",
        ),
    ),
    **{
        (mode, reach, Rest.SELLER_UNLOADS): Suggestion(
            Incoterm.DPU,
            Text(
                "唯一由卖方负责卸货的规则；进口清关与税款由您办理。",
                "The one rule by which the seller unloads; you clear the import and pay duty and tax.",
            ),
        )
        for mode in Mode
        for reach in (Reach.TERMINAL, Reach.DOOR)
    },
    **{(mode, Reach.DOOR, Rest.BUYER): Suggestion(Incoterm.DAP, _DOOR) for mode in Mode},
    **{
        (mode, Reach.DOOR, Rest.SELLER): Suggestion(
            Incoterm.DDP,
            Text(
                "卖方办理一切直至您处，包括进口关税与税款；请确认卖方能在您所在国清关。",
                "The seller sees to everything up to your door, duty and tax included; make sure it can clear goods there.",
            ),
        )
        for mode in Mode
    },
}


def suggested(mode: Mode, reach: Reach, rest: Rest) -> Suggestion:
    """The rule for three answers: every combination has one."""
    return _BY_ANSWERS[mode, reach, rest]


def buyer_pays(incoterm: Incoterm) -> tuple[Leg, ...]:
    """What the price leaves to the buyer, in the order of the way."""
    return tuple(leg for leg in Leg if leg not in SELLER_PAYS[incoterm])
