"""Landed costs, Incoterms, ladders, moves and instant prices, against vectors worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.money import Money
from coatingcat.trade.rules import incoterms, instant, quotes
from coatingcat.trade.rules.incoterms import Leg, Mode, Reach, Rest, buyer_pays, suggested
from coatingcat.trade.rules.instant import Answers, Condition, Policy, Wanted, best, instant_price, judged
from coatingcat.trade.rules.landed import CannotCost, Estimates, Part, Unknown, kg_of, kg_per_m2, landed
from coatingcat.trade.rules.prices import PriceStep, falls, price_at
from coatingcat.trade.rules.quotes import NotALadder, can_be_accepted, granted, ladder_typed
from coatingcat.trade.words import Incoterm, QuoteState, Timing

ALL_KNOWN = Estimates(Decimal(500), Decimal("0.3"), Decimal("6.5"), Decimal(13))


def cny(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def cost(incoterm: Incoterm, estimates: Estimates = ALL_KNOWN, freight: Money | None = None) -> dict[Part, Decimal]:
    parts = landed(goods=cny("10000"), kg=Decimal(1000), incoterm=incoterm, freight=freight, estimates=estimates).parts
    return {part: money.amount for part, money in parts}


# Goods 10,000 for 1,000 kg; own freight 500; insurance 0.3 % of 110 %; duty 6.5 %; tax 13 %.
VECTORS = [
    # 10,500 × 1.1 × 0.003 = 34.65; (10,534.65) × 0.065 = 684.75225; (11,219.40225) × 0.13 = 1,458.5222925
    (Incoterm.EXW, None, ("10000", "500", "34.65", "684.75225", "1458.5222925"), "12677.92", "12.6779"),
    # The seller insures to the port; the way from there is the buyer's: 10,500 × 0.065; 11,182.5 × 0.13
    (Incoterm.CIF, None, ("10000", "500", "0", "682.5", "1453.725"), "12636.23", "12.6362"),
    # Freight of 800 charged apart: 10,800 × 1.1 × 0.003 = 35.64; 10,835.64 × 0.065 = 704.3166; 11,539.9566 × 0.13
    (Incoterm.CPT, "800", ("10000", "800", "35.64", "704.3166", "1500.194358"), "13040.15", "13.0402"),
    (Incoterm.DDP, None, ("10000", "0", "0", "0", "0"), "10000.00", "10.0000"),
]


@pytest.mark.parametrize(("incoterm", "freight", "parts", "amount", "per_kg"), VECTORS)
def test_landed_costs_are_those_worked_out_by_hand(
    incoterm: Incoterm, freight: str | None, parts: tuple[str, ...], amount: str, per_kg: str
) -> None:
    charged = cny(freight) if freight else None
    found = landed(goods=cny("10000"), kg=Decimal(1000), incoterm=incoterm, freight=charged, estimates=ALL_KNOWN)
    assert [money.amount for _, money in found.parts] == [Decimal(part) for part in parts]
    assert (found.amount, found.per_kg) == (cny(amount), cny(per_kg))


def test_what_nobody_knows_is_named_and_never_zero() -> None:
    with pytest.raises(CannotCost) as refused:
        cost(Incoterm.EXW, Estimates())
    assert refused.value.missing == (Unknown.FREIGHT, Unknown.INSURANCE, Unknown.DUTY, Unknown.TAX)
    assert cost(Incoterm.DDP, Estimates())[Part.GOODS] == Decimal(10000)
    domestic = cost(Incoterm.EXW, Estimates(Decimal(500), Decimal(0), is_domestic=True))
    assert (domestic[Part.DUTY], domestic[Part.TAX]) == (0, 0)


def test_cost_on_a_square_metre() -> None:
    """1.25 g/mL, 50 % solids by volume, 60 µm: 8.3333 m²/L, 0.15 kg/m²; at 12.6779 a kg that is 1.9017."""
    used = kg_per_m2(density=Decimal("1.25"), solids=Decimal(50), film_um=Decimal(60))
    assert used == Decimal("0.15")
    found = landed(goods=cny("10000"), kg=Decimal(1000), incoterm=Incoterm.EXW, freight=None, estimates=ALL_KNOWN)
    assert found.per_m2(used) == cny("1.9017")
    with pytest.raises(CannotCost) as refused:
        kg_per_m2(density=None, solids=Decimal(50), film_um=None)
    assert refused.value.missing == (Unknown.DENSITY, Unknown.FILM)


@pytest.mark.parametrize(
    ("size", "unit", "density", "kg"),
    [("25", "kg", None, "25"), ("500", "g", None, "0.5"), ("1", "t", None, "1000"), ("200", "L", "0.9", "180")],
)
def test_packs_weigh(size: str, unit: str, density: str | None, kg: str) -> None:
    assert kg_of(Decimal(size), unit, Decimal(density) if density else None) == Decimal(kg)


@pytest.mark.parametrize(("unit", "missing"), [("L", Unknown.DENSITY), ("piece", Unknown.WEIGHT)])
def test_packs_of_unknown_weight(unit: str, missing: Unknown) -> None:
    with pytest.raises(CannotCost) as refused:
        kg_of(Decimal(1), unit, None)
    assert refused.value.missing == (missing,)


amounts = st.decimals(min_value=0, max_value=10**8, places=4, allow_nan=False)
rates = st.decimals(min_value=0, max_value=50, places=2, allow_nan=False)


@given(
    amounts, amounts, amounts, rates, rates, rates,
    st.sampled_from(Incoterm), st.sampled_from(["CNY", "JPY", "KWD"]), st.integers(1, 10**6),
)  # fmt: skip
def test_the_sum_is_exact_and_rounded_once_and_costs_never_fall_with_their_parts(
    goods: Decimal,
    own: Decimal,
    charged: Decimal,
    ins: Decimal,
    duty: Decimal,
    tax: Decimal,
    incoterm: Incoterm,
    currency: str,
    kg: int,
) -> None:
    estimates = Estimates(own, ins, duty, tax)

    def at(price: Decimal, with_: Estimates = estimates) -> Money:
        return landed(
            goods=Money(price, currency),
            kg=Decimal(kg),
            incoterm=incoterm,
            freight=Money(charged, currency),
            estimates=with_,
        ).amount

    found = landed(
        goods=Money(goods, currency),
        kg=Decimal(kg),
        incoterm=incoterm,
        freight=Money(charged, currency),
        estimates=estimates,
    )
    assert sum((money.amount for _, money in found.parts), Decimal(0)) == found.exact.amount
    assert found.amount == found.exact.quantized()
    assert at(goods + 1) >= at(goods)
    assert at(goods, replace(estimates, duty_rate=duty + 1)) >= at(goods)
    assert at(goods, replace(estimates, freight=own + 1)) >= at(goods)


def test_the_table_of_incoterms_is_that_of_2020() -> None:
    assert set(incoterms.SELLER_PAYS) == set(incoterms.RISK) == set(Incoterm)
    assert buyer_pays(Incoterm.EXW) == tuple(Leg)
    assert buyer_pays(Incoterm.FOB) == (Leg.MAIN_CARRIAGE, Leg.INSURANCE, Leg.UNLOADING, Leg.IMPORT)
    assert (
        buyer_pays(Incoterm.CIF) == buyer_pays(Incoterm.CIP) == buyer_pays(Incoterm.DAP) == (Leg.UNLOADING, Leg.IMPORT)
    )
    assert buyer_pays(Incoterm.DPU) == (Leg.IMPORT,)
    assert buyer_pays(Incoterm.DDP) == (Leg.UNLOADING,)


def test_every_three_answers_have_a_rule_and_all_eleven_are_reached() -> None:
    found = {
        (mode, reach, rest): suggested(mode, reach, rest).incoterm for mode in Mode for reach in Reach for rest in Rest
    }
    assert set(found.values()) == set(Incoterm)
    for (mode, _, _), incoterm in found.items():
        assert mode is Mode.SHIP or incoterm not in incoterms.SEA_ONLY
    assert found[Mode.CONTAINER, Reach.DOOR, Rest.SELLER] is Incoterm.DDP
    assert found[Mode.SHIP, Reach.TERMINAL, Rest.SELLER] is Incoterm.CIF


def steps(typed: str) -> tuple[PriceStep, ...]:
    return tuple(PriceStep(packs, Money(price, "CNY")) for packs, price in ladder_typed(typed))


LADDER = steps("1 40\n10 38.5\n100 35")


@pytest.mark.parametrize(
    ("packs", "price"), [(1, "40"), (9, "40"), (10, "38.5"), (99, "38.5"), (100, "35"), (5000, "35")]
)
def test_a_quantity_has_the_price_of_its_step(packs: int, price: str) -> None:
    assert price_at(LADDER, packs) == cny(price)


def test_below_the_first_step_there_is_no_price() -> None:
    assert price_at(LADDER[1:], 9) is None


@given(st.lists(st.tuples(st.integers(1, 10**5), st.integers(1, 10**6)), min_size=1, max_size=8), st.integers(1, 10**5))
def test_more_packs_never_cost_more_a_pack(pairs: list[tuple[int, int]], packs: int) -> None:
    packs_up = sorted({from_packs for from_packs, _ in pairs})
    prices = sorted((price for _, price in pairs), reverse=True)[: len(packs_up)]
    ladder = steps("\n".join(f"{n} {p}" for n, p in zip(packs_up, prices, strict=True)))
    here, more = price_at(ladder, packs), price_at(ladder, packs + 1)
    assert here is None or (more is not None and more <= here)


@pytest.mark.parametrize(
    ("typed", "line", "code"),
    [
        ("", 0, "empty"),
        ("\n".join(f"{n} 5" for n in range(1, 10)), 0, "many"),
        ("10", 1, "step"),
        ("1 40\n10 x", 2, "number"),
        ("1 0", 1, "number"),
        ("1 1,5", 1, "number"),
        ("1 1.23456", 1, "number"),
        ("² 4", 1, "number"),
        ("10 40\n10 39", 2, "twice"),
        ("1 40\n10 41", 2, "rising"),
    ],
)
def test_what_is_no_ladder_is_refused_by_its_line(typed: str, line: int, code: str) -> None:
    with pytest.raises(NotALadder) as refused:
        ladder_typed(typed)
    assert (refused.value.line, refused.value.code) == (line, code)


def test_a_typed_ladder() -> None:
    assert steps(" 1 40 \n\n10: 38.5\n100 35") == LADDER


def test_only_a_standing_offer_is_accepted_to_the_end_of_its_last_day() -> None:
    day = date(2026, 11, 26)
    for state in QuoteState:
        assert can_be_accepted(state, day, day) is (state is QuoteState.OFFERED)
    assert not can_be_accepted(QuoteState.OFFERED, day, day + timedelta(days=1))


def test_the_moves_end_somewhere_and_nothing_leads_out_of_the_end() -> None:
    ends = {state for state, targets in quotes.QUOTE_MOVES.items() if not targets}
    assert ends == set(QuoteState) - {QuoteState.DRAFT, QuoteState.OFFERED, QuoteState.COUNTERED}
    assert quotes.quote_sources_of(QuoteState.ACCEPTED) == (QuoteState.OFFERED,)
    assert quotes.quote_sources_of(QuoteState.DRAFT) == ()


ANSWERS = Answers("wood", Decimal(1200), Timing.NOW, "CN", is_certified=True)
WANTED = Wanted("P1", "acme", 10, Decimal("40"))
POLICY = Policy(
    UUID(int=1), True, Decimal(5),
    makers=frozenset({"acme"}), segments=frozenset({"wood"}), countries=frozenset({"CN"}),
    timings=frozenset({Timing.NOW}), least_kg=Decimal(1000), min_packs=10,
)  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "wanted", "fails"),
    [
        ({}, {}, None),
        ({"segment": "marine"}, {}, Condition.SEGMENT),
        ({"yearly_kg": Decimal("999.99")}, {}, Condition.VOLUME),
        ({"timing": Timing.LATER}, {}, Condition.TIMING),
        ({"country": "DE"}, {}, Condition.COUNTRY),
        ({"is_certified": False}, {}, Condition.CERTIFIED),
        ({}, {"maker": "other"}, Condition.PRODUCT),
        ({}, {"packs": 9}, Condition.QUANTITY),
        ({}, {"price": None}, Condition.PRICED),
    ],
)
def test_a_policy_says_which_condition_was_not_met(answers: dict, wanted: dict, fails: Condition | None) -> None:
    verdict = judged(POLICY, replace(ANSWERS, **answers), replace(WANTED, **wanted))
    assert [condition for condition, is_met in verdict.met if not is_met] == ([fails] if fails else [])
    assert verdict.matches is (fails is None)


def test_the_narrower_policy_goes_first_whatever_the_order() -> None:
    narrow = replace(POLICY, id=UUID(int=2), products=frozenset({"P1"}), discount=Decimal(1))
    off = replace(narrow, id=UUID(int=3), is_on=False)
    for policies in ([POLICY, narrow, off], [off, narrow, POLICY]):
        found = best(policies, ANSWERS, WANTED)
        assert found is not None
        assert found.policy is narrow
    assert best([], ANSWERS, WANTED) is None
    nearest = best(
        [off, replace(POLICY, is_on=False, certified_only=True)], replace(ANSWERS, is_certified=False), WANTED
    )
    assert nearest is not None
    assert not nearest.matches


def test_instant_prices_are_rounded_once() -> None:
    assert instant_price(Decimal("33.3333"), Decimal("7.5")) == Decimal("30.8333")
    assert set(instant.Answers.__dataclass_fields__) == {
        "segment", "yearly_kg", "timing", "country", "is_certified",
    }  # fmt: skip


@given(
    pairs=st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=1, max_size=8),
    packs=st.integers(1, 500),
    price=st.integers(1, 500),
)
def test_what_is_granted_costs_no_more_than_asked_or_offered_and_never_rises(
    pairs: list[tuple[int, int]], packs: int, price: int
) -> None:
    minima, prices = sorted({pair[0] for pair in pairs}), sorted({pair[1] for pair in pairs}, reverse=True)
    offered = tuple(PriceStep(m, Money(Decimal(p), "CNY")) for m, p in zip(minima, prices, strict=False))
    found = granted(offered, packs, Money(Decimal(price), "CNY"))
    before, after = price_at(offered, packs), price_at(found, packs)
    assert after is not None
    assert after.amount == min(price, before.amount if before else price)
    assert falls(found)
    assert sorted({step.minimum for step in found}) == [step.minimum for step in found]
