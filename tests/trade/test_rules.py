"""Decisions of trade, without a database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.money import Money
from coatingcat.trade.rules import (
    ORDER_MOVES,
    Held,
    NotAQuantity,
    line_total,
    merged,
    nearest_valid,
    per_unit,
    quantity_of,
    sources_of,
    unfit,
    unit_price,
)
from coatingcat.trade.words import MAX_QUANTITY, State, Unfit

quantities = st.integers(1, MAX_QUANTITY)
carts = st.dictionaries(
    st.integers(1, 30),
    st.builds(Held, quantities, st.none() | st.decimals(0, 9999, places=2), st.sampled_from(["", "CNY"])),
    max_size=20,
)


@pytest.mark.clause("F.5")
@given(carts, carts)
def test_a_merge_loses_nothing_and_adds_up(own, guest):
    together = merged(own, guest)
    assert set(together) == set(own) | set(guest)
    for key, held in together.items():
        packs = sum(cart[key].quantity for cart in (own, guest) if key in cart)
        assert held.quantity == min(packs, MAX_QUANTITY)
        assert held.price_seen == (own[key] if key in own else guest[key]).price_seen


@given(carts)
def test_a_merge_with_nothing_is_the_cart_itself(cart):
    assert merged(cart, {}) == merged({}, cart) == cart


@pytest.mark.parametrize(
    ("typed", "number"), [("1", 1), (" 25 ", 25), ("１２", 12), ("100000", 100_000), ("007", 7), ("٣", 3)]
)
def test_a_quantity_is_read(typed, number):
    assert quantity_of(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "-1",
        "1e30",
        "1,5",
        "1.000",
        "1 000",
        "½",
        "²",
        "5²",
        "100001",
        "9" * 1_000_000,
        "a",
        "\0",
        "1\n2",
        "+1",
        "0x10",
    ],
)
def test_what_is_no_quantity_is_refused(typed):
    with pytest.raises(NotAQuantity):
        quantity_of(typed)


@given(st.integers(1, 2 * MAX_QUANTITY), st.integers(1, 500), st.integers(1, 500))
def test_the_nearest_quantities_are_valid_and_around(quantity, minimum, multiple):
    nearest = nearest_valid(quantity, minimum=minimum, multiple=multiple)
    assert all(unfit(n, minimum=minimum, multiple=multiple) is None for n in nearest)
    assert (nearest == (quantity,)) == (unfit(quantity, minimum=minimum, multiple=multiple) is None)
    if len(nearest) == 2:
        assert nearest[0] < quantity < nearest[1]
        assert nearest[1] - nearest[0] == multiple


@pytest.mark.parametrize(
    ("quantity", "why"), [(3, Unfit.TOO_FEW), (6, None), (7, Unfit.NOT_A_MULTIPLE), (MAX_QUANTITY + 1, Unfit.TOO_MANY)]
)
def test_a_quantity_is_unfit_for_a_reason(quantity, why):
    assert unfit(quantity, minimum=4, multiple=3) == why


@given(st.decimals("0.0001", 10**9, places=4), quantities)
def test_a_line_costs_price_times_quantity_to_the_smallest_coin(amount, quantity):
    total = line_total(unit_price(amount, "CNY"), quantity)
    assert total is not None
    assert abs(total.amount - amount * quantity) <= Decimal("0.005")
    assert total.amount == total.amount.quantize(Decimal("0.01"))


def test_without_a_price_there_is_no_total():
    assert (unit_price(None, ""), line_total(None, 5)) == (None, None)


def test_packs_compare_by_their_unit():
    assert per_unit(Money(Decimal(120), "CNY"), Decimal(25)) == Money(Decimal("4.8000"), "CNY")


def test_an_order_moves_forward_only():
    order = list(State)
    assert all(order.index(old) < order.index(new) for old, news in ORDER_MOVES.items() for new in news)
    assert {old for old, news in ORDER_MOVES.items() if not news} == {State.COMPLETED, State.CANCELLED}
    assert sources_of(State.CANCELLED) == (State.REQUESTED, State.PLACED, State.CONFIRMED)
    assert sources_of(State.REQUESTED) == ()
