"""Amounts of invoices add up to the coin; references find typing errors; what is open follows from the records."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.money import Money
from coatingcat.trade.rules.billing import (
    billed_for,
    from_minor_units,
    minor_units,
    part_of,
    tax_of,
    taxed,
)
from coatingcat.trade.rules.references import code_in, codes_among, reference_for, spaced
from coatingcat.trade.rules.settlement import Account, open_amounts, settled
from coatingcat.trade.words import Settled

CURRENCIES = st.sampled_from(["CNY", "EUR", "JPY", "KWD"])


@given(CURRENCIES, st.data())
def test_no_coin_is_lost_whatever_the_deliveries_and_returns(currency, data):
    of = data.draw(st.integers(1, 400))
    unit = Decimal(data.draw(st.integers(1, 10**9))) / 10_000
    whole, rate = (Money(unit, currency) * of).quantized(), Decimal(data.draw(st.sampled_from(["0", "6", "13", "19"])))
    stops = data.draw(st.lists(st.integers(0, of), max_size=12))
    nets: dict[Decimal, Money] = {}
    net, tax, before = whole * 0, whole * 0, 0
    for after in [*stops, of]:
        change = {rate: part_of(whole, before=before, after=after, of=of)}
        (one,) = taxed(nets, change)
        nets[rate] = nets.get(rate, whole * 0) + one.net
        net, tax, before = net + one.net, tax + one.tax, after
        assert net == billed_for(whole, after, of)
        assert tax == tax_of(net, rate)
        assert one.net == one.net.quantized()
    assert (net, tax) == (whole, tax_of(whole, rate))


@pytest.mark.parametrize(
    ("text", "currency", "coins"), [("12.34", "CNY", 1234), ("12", "JPY", 12), ("1.234", "KWD", 1234), ("0", "EUR", 0)]
)
def test_coins_are_whole_in_every_currency(text, currency, coins):
    money = Money(Decimal(text), currency)
    assert (minor_units(money), from_minor_units(coins, currency)) == (coins, money)


@pytest.mark.parametrize(("text", "currency"), [("12.345", "CNY"), ("0.5", "JPY")])
def test_a_part_of_a_coin_is_refused(text, currency):
    with pytest.raises(ValueError, match="whole number of coins"):
        minor_units(Money(Decimal(text), currency))


def as_digits(reference: str) -> str:
    return "".join(str(int(letter, 36)) for letter in reference)


LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(st.text(LETTERS, min_size=10, max_size=10), st.data())
def test_a_wrong_letter_and_a_swap_in_a_reference_are_found(body, data):
    """As far as ISO 7064 mod 97-10 can: a letter is two digits to it, so `1B` and `B1` are both 111 (ISO 11649)."""
    code = f"CC-{body[:5]}-{body[5:]}"
    reference = reference_for(code)
    assert code_in(spaced(reference).lower()) == code
    assert codes_among(f"Invoice, {spaced(reference)}/thanks") == (code,)
    at = data.draw(st.integers(2, len(reference) - 1))
    alike = [one for one in LETTERS if at < 4 or one.isdigit() == reference[at].isdigit()]
    letter = data.draw(st.sampled_from(alike).filter(lambda one: one != reference[at]))
    assert code_in(reference[:at] + letter + reference[at + 1 :]) is None
    at = data.draw(st.integers(6, len(reference) - 2))
    swapped = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
    assert (code_in(swapped) is None) == (as_digits(swapped) != as_digits(reference))


def cny(amount: int) -> Money:
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize(
    ("invoiced", "credited", "received", "refunded", "state", "left"),
    [
        (0, 0, 0, 0, Settled.NOTHING_DUE, 0),
        (100, 0, 0, 0, Settled.UNPAID, 100),
        (100, 0, 40, 0, Settled.PARTLY, 60),
        (100, 0, 100, 0, Settled.PAID, 0),
        (100, 0, 130, 0, Settled.OVERPAID, -30),
        (100, 0, 130, 30, Settled.PAID, 0),
        (100, 100, 0, 0, Settled.NOTHING_DUE, 0),
        (100, 100, 100, 0, Settled.OVERPAID, -100),
        (100, 100, 100, 100, Settled.REFUNDED, 0),
        (100, 40, 60, 0, Settled.PAID, 0),
        (0, 0, 50, 0, Settled.OVERPAID, -50),
    ],
)
def test_the_state_follows_from_the_records(invoiced, credited, received, refunded, state, left):
    account = Account(cny(invoiced), cny(credited), cny(received), cny(refunded))
    assert (account.settled, account.open) == (state, cny(left))
    assert settled(account.due, account.held, is_refunded=bool(refunded)) is state


def test_credits_come_off_the_latest_and_money_pays_what_it_names_then_the_earliest():
    invoices = [("a", cny(100)), ("b", cny(50)), ("c", cny(80))]
    left = open_amounts(invoices, credited=cny(100), held=cny(60), named={"b": cny(10)})
    assert left == {"a": cny(50), "b": cny(20), "c": cny(0)}  # 80 off c, 20 off b; 10 pay b, 50 pay a


@given(
    st.lists(st.integers(0, 500), max_size=6), st.integers(0, 900), st.integers(0, 900), st.lists(st.integers(0, 300))
)
def test_what_is_open_of_the_invoices_is_what_is_open_of_the_order(grosses, credited, held, names):
    invoices = [(key, cny(gross)) for key, gross in enumerate(grosses)]
    credited = min(credited, sum(grosses))
    named = {key: cny(amount) for key, amount in enumerate(names[: len(grosses)])}
    left = open_amounts(invoices, credited=cny(credited), held=cny(held), named=named)
    assert sum(one.amount for one in left.values()) == max(sum(grosses) - credited - held, 0)
    assert all(0 <= left[key].amount <= gross.amount for key, gross in invoices)
