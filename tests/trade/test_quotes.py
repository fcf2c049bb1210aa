"""Quotes: their moves, their versions, what is fixed, and who is told (F.8)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from coatingcat.ground.clock import frozen, now, today
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy.models import Share
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.actions.inquiries import move_inquiry
from coatingcat.trade.actions.quotes import (
    Countered,
    accept_quote,
    counter_quote,
    decline_quote,
    expire_quotes,
    grant_counter,
    offer_quote,
    withdraw_quote,
    write_quote,
)
from coatingcat.trade.models import CounterLine, Inquiry, Quote, QuoteAnswer, QuoteLine, QuoteStep
from coatingcat.trade.refusals import NotAllowed, QuoteNotWhole
from coatingcat.trade.rules.quotes import quote_may_move
from coatingcat.trade.words import InquiryState, QuoteState, QuoteWhy, Side
from tests.trade import asking, firms
from tests.trade import factories as make
from tests.trade import quoting as make_quote

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Quote.objects.order_by("created_at").values_list("state", flat=True))


def inquiry_states() -> list[str]:
    return list(Inquiry.objects.order_by("pk").values_list("state", flat=True))


def told() -> set[tuple[str, str]]:
    run_jobs_now()
    return set(Notice.objects.values_list("letter", "path"))


def test_a_draft_is_offered_and_the_buyer_is_told() -> None:
    quote = make_quote.quote()
    assert (states(), inquiry_states()) == (["offered"], ["QUOTED"])
    assert told() == {("quote_offered", f"quotes/{quote.code}/")}
    assert [(step.minimum, step.price) for step in QuoteStep.objects.all()] == [
        (1, Decimal(40)),
        (10, Decimal("38.5")),
        (100, Decimal(35)),
    ]


def test_the_same_submission_is_one_draft_and_a_new_one_replaces_it() -> None:
    inquiry = make_quote.wanted()[0]
    first = make_quote.draft(inquiry)
    again = write_quote(
        inquiry=inquiry, terms=make_quote.terms(), lines=[make_quote.line(inquiry)], submission=first.submission
    )
    assert again == first
    other = make_quote.draft(inquiry, place="Ningbo")
    assert list(Quote.objects.values_list("pk", "version", "place")) == [(other.pk, 1, "Ningbo")]


def test_lines_without_a_price_or_in_another_currency_are_no_quote() -> None:
    inquiry = make_quote.wanted()[0]
    for line in (make_quote.line(inquiry, ladder=()), make_quote.line(inquiry, currency="EUR")):
        with pytest.raises(QuoteNotWhole):
            write_quote(inquiry=inquiry, terms=make_quote.terms(), lines=[line], submission=inquiry.request)
    assert not Quote.objects.exists()


def test_only_an_inquiry_for_a_quote_that_is_open_is_quoted() -> None:
    technical = asking.inquiry()
    withdrawn = make_quote.wanted()[0]
    move_inquiry(inquiry=withdrawn, to=InquiryState.WITHDRAWN, side=Side.BUYER, by=withdrawn.buyer_id)
    for inquiry in (technical, withdrawn):
        with pytest.raises(NotAllowed):
            make_quote.draft(inquiry)
    assert not Quote.objects.exists()


def test_a_new_version_supersedes_the_one_before_which_stays_readable() -> None:
    inquiry = make_quote.wanted()[0]
    first, second = make_quote.quote(inquiry), make_quote.quote(inquiry, ladder=[(1, "39")])
    first.refresh_from_db()
    assert [(q.version, q.stands) for q in (first, second)] == [(1, QuoteState.SUPERSEDED), (2, QuoteState.OFFERED)]
    assert first.lines.get().steps.count() == 3


def test_a_draft_past_its_day_cannot_be_offered() -> None:
    quote = make_quote.draft()
    with frozen(now() + timedelta(days=15)), pytest.raises(NotAllowed):
        offer_quote(quote=quote, side=Side.OPERATOR, by=None)
    assert (states(), inquiry_states()) == (["draft"], ["SENT"])


def test_a_refusal_has_a_reason_that_the_seller_reads() -> None:
    seller = firms.seller()
    quote = make_quote.quote(make_quote.wanted(seller)[0])
    decline_quote(quote=quote, why=QuoteWhy.PRICE, note=Clear("too dear"))
    assert (states(), QuoteAnswer.objects.get().reason) == (["declined"], QuoteWhy.PRICE)
    assert ("quote_declined", f"supply/quotes/{quote.code}/") in told()
    for answer in (lambda: decline_quote(quote=quote, why=QuoteWhy.OTHER), lambda: withdraw_quote(quote=quote)):
        with pytest.raises(NotAllowed):
            answer()


def test_a_counter_offer_ends_the_offer_and_a_new_version_answers_it() -> None:
    quote = make_quote.quote()
    line = quote.lines.get()
    counter_quote(
        quote=quote, by=quote.inquiry.buyer_id, lines={line: Countered(Decimal(36), 20)}, wanted_by=today(), note=None
    )
    assert (states(), inquiry_states()) == (["countered"], ["QUALIFIED"])
    assert list(CounterLine.objects.values_list("line", "price", "packs")) == [(line.pk, Decimal(36), 20)]
    with pytest.raises(NotAllowed), transaction.atomic():
        accept_quote(quote=quote, by=quote.inquiry.buyer_id)
    make_quote.quote(quote.inquiry.__class__.objects.get(), ladder=[(1, "37")])
    assert (states(), inquiry_states()) == (["superseded", "offered"], ["QUOTED"])


def test_a_counter_offer_that_asks_for_nothing_is_none() -> None:
    quote = make_quote.quote()
    with pytest.raises(QuoteNotWhole):
        counter_quote(quote=quote, by=quote.inquiry.buyer_id, lines={})
    assert states() == ["offered"]


def test_accepting_one_passes_over_its_rivals_without_telling_them_a_price() -> None:
    sellers = [firms.seller(), firms.seller(), firms.seller()]
    inquiries = make_quote.wanted(*sellers)
    chosen, rival = make_quote.quote(inquiries[0]), make_quote.quote(inquiries[1])
    told()
    accept_quote(quote=chosen, by=chosen.inquiry.buyer_id)
    assert states() == ["accepted", "passed_over"]
    assert [Inquiry.objects.get(pk=one.pk).state for one in inquiries] == ["ACCEPTED", "CLOSED", "WITHDRAWN"]
    letters = {letter for letter, path in told() if path == f"supply/quotes/{rival.code}/"}
    assert letters == {"quote_passed_over"}
    with pytest.raises(NotAllowed), transaction.atomic():
        accept_quote(quote=rival, by=chosen.inquiry.buyer_id)


def test_of_one_request_the_database_accepts_one_quote() -> None:
    first, second = (make_quote.quote(inquiry) for inquiry in make_quote.wanted(None, firms.seller()))
    Quote.objects.filter(pk=first.pk).update(state="accepted")
    with pytest.raises(IntegrityError, match="quote_one_accepted"), transaction.atomic():
        Quote.objects.filter(pk=second.pk).update(state="accepted")


def test_somebody_else_cannot_accept_it() -> None:
    quote = make_quote.quote()
    with pytest.raises(NotAllowed), transaction.atomic():
        accept_quote(quote=quote, by=make.buyer())
    assert states() == ["offered"]


def test_an_offer_binds_to_the_end_of_its_last_day_and_no_longer() -> None:
    quote = make_quote.quote()
    buyer = quote.inquiry.buyer_id
    with frozen(now() + timedelta(days=14)):
        assert expire_quotes() == 0
    with frozen(now() + timedelta(days=15)):
        with pytest.raises(NotAllowed), transaction.atomic():  # before the job has run
            accept_quote(quote=quote, by=buyer)
        assert (expire_quotes(), states()) == (1, ["expired"])
        assert ("quote_expired", f"quotes/{quote.code}/") in told()


def test_with_its_inquiry_a_quote_ends() -> None:
    quote = make_quote.quote()
    inquiry = Inquiry.objects.get()
    move_inquiry(inquiry=inquiry, to=InquiryState.WITHDRAWN, side=Side.BUYER, by=inquiry.buyer_id)
    with pytest.raises(NotAllowed), transaction.atomic():
        accept_quote(quote=quote, by=inquiry.buyer_id)
    assert (expire_quotes(), states()) == (1, ["expired"])


WAYS = {QuoteState.DRAFT: [], QuoteState.OFFERED: ["offered"]} | {
    state: ["offered", state.value] for state in QuoteState if state not in {QuoteState.DRAFT, QuoteState.OFFERED}
}


def test_the_database_moves_as_the_rules_do() -> None:
    """Every pair of states; each state reached by moves that are allowed."""
    quote = make_quote.draft()
    mine = Quote.objects.filter(pk=quote.pk)
    moved = set()
    for old, new in product(QuoteState, QuoteState):
        with transaction.atomic():
            for step in WAYS[old]:
                mine.update(state=step, offered_at=now())
            try:
                with transaction.atomic():
                    mine.update(state=new.value, offered_at=now())
                moved.add((old, new))
            except IntegrityError:
                pass
            transaction.set_rollback(True)
    assert moved == {
        (old, new) for old, new in product(QuoteState, QuoteState) if old is new or quote_may_move(old, new)
    }


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Quote, {"incoterm": "EXW"}),
        (Quote, {"freight": Decimal(1)}),
        (Quote, {"valid_until": date(2030, 1, 1)}),
        (QuoteLine, {"packs": 5}),
        (QuoteStep, {"price": Decimal(1)}),
    ],
)
def test_what_was_offered_cannot_be_changed(model: type, change: dict) -> None:
    make_quote.quote()
    before = list(model.objects.values())  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        model.objects.update(**change)  # type: ignore[attr-defined]
    assert list(model.objects.values()) == before  # type: ignore[attr-defined]


def test_nothing_is_added_to_an_offer() -> None:
    quote = make_quote.quote()
    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        QuoteStep.objects.create(line=quote.lines.get(), minimum=2, price=Decimal(1))


def test_a_seller_is_handed_the_words_of_the_quote_with_the_inquiry() -> None:
    make_quote.quote(make_quote.wanted(firms.seller())[0], note="with care")
    labels = set(Share.objects.get().labels.split())
    assert {"trade.Quote.note", "trade.QuoteAnswer.note"} <= labels


def countered(quote: Quote, *, price: str = "36", packs: int = 20, wanted_by: date | None = None) -> Quote:
    line = quote.lines.get()
    counter_quote(
        quote=quote,
        by=quote.inquiry.buyer_id,
        lines={line: Countered(Decimal(price), packs)},
        wanted_by=wanted_by,
        note=None,
    )
    return quote


def test_a_seller_says_yes_to_a_counter_offer_in_one_press_and_the_buyer_accepts_it() -> None:
    """1/40, 10/38.50, 100/35 and 20 at 36 asked for: from 20 packs on 36, the rest as it was."""
    seller = firms.seller()
    asked = countered(make_quote.quote(make_quote.wanted(seller)[0]))
    told()
    made = [grant_counter(quote=asked, side=Side.SELLER, by=None) for _ in range(2)]
    assert (made[0], states(), inquiry_states()) == (made[1], ["superseded", "offered"], ["QUOTED"])
    steps = made[0].lines.get().steps.values_list("minimum", "price")
    assert list(steps) == [(1, Decimal(40)), (10, Decimal("38.5")), (20, Decimal(36)), (100, Decimal(35))]
    assert ([line.packs for line in made[0].lines.all()], made[0].lead_days) == ([20], asked.lead_days)
    assert ("quote_offered", f"quotes/{made[0].code}/") in told()
    accept_quote(quote=made[0], by=asked.inquiry.buyer_id)
    assert states() == ["superseded", "accepted"]


def test_so_many_packs_as_were_asked_for_can_be_ordered_once_the_seller_says_yes() -> None:
    """Sold by tens, 15 asked for: by fives then, so that 15, and 20 as before, can be ordered."""
    quote = make_quote.draft()
    quote.lines.update(multiple=10)
    offer_quote(quote=quote, side=Side.OPERATOR, by=None)
    made = grant_counter(quote=countered(quote, packs=15), side=Side.OPERATOR, by=None)
    assert (made.lines.get().packs, made.lines.get().multiple) == (15, 5)


def test_what_is_wanted_by_a_day_leaves_by_it() -> None:
    """Thursday 26 November 2026: Friday, Monday and Tuesday are the working days until the first of December."""
    with frozen(datetime(2026, 11, 26, 4, tzinfo=UTC)):
        asked = countered(make_quote.quote(lead_days=7), wanted_by=date(2026, 12, 1))
        assert grant_counter(quote=asked, side=Side.OPERATOR, by=None).lead_days == 3
        late = countered(make_quote.quote(), wanted_by=date(2026, 11, 27))
    with frozen(datetime(2026, 11, 28, 4, tzinfo=UTC)), pytest.raises(NotAllowed):
        grant_counter(quote=late, side=Side.OPERATOR, by=None)
    assert Quote.objects.get(pk=late.pk).state == "countered"


def test_only_a_counter_offer_with_prices_is_said_yes_to() -> None:
    offered, words = make_quote.quote(), make_quote.quote()
    counter_quote(quote=words, by=words.inquiry.buyer_id, lines={}, note=Clear("cheaper"))
    taken_back = countered(make_quote.quote())
    withdraw_quote(quote=taken_back)
    for quote in (offered, words, taken_back):
        with pytest.raises(NotAllowed):
            grant_counter(quote=quote, side=Side.OPERATOR, by=None)
    assert states() == ["offered", "countered", "withdrawn"]
