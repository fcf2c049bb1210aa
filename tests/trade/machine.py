"""Random lives of orders, the program and a small reference model side by side.

Each step does one thing to both: whether it was refused must agree, and afterwards every number must. The whole
run is `MACHINE_STEPS=20000 python -m pytest -s tests/trade/test_machine.py`, which prints how many steps there were and in
how many the two differed.
"""

import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions import amending, cancel_order, confirm_order, deliveries, returning
from coatingcat.trade.actions.amending import Change
from coatingcat.trade.actions.deliveries import Packed, Sending
from coatingcat.trade.models import Offer, Order, Stock
from coatingcat.trade.refusals import Refused
from coatingcat.trade.words import AmendmentWhy, ReturnRefusal, ReturnSort, ReturnWhy, Side, Transport, Why
from tests.trade import factories as make
from tests.trade.reference import Claim, Line, Proposal, Shelf, Trade

STEPS = {"done": 0, "refused": 0, "differences": 0}
REACHED: Counter[str] = Counter()
"""Orders by the state they ended an example in: what was walked through at all."""
few = st.integers(0, 4)
packs_of_lines = st.dictionaries(st.integers(0, 1), few, min_size=1, max_size=2)
which = st.integers(0, 99)
seldom = st.sampled_from([False] * 7 + [True])
NEXT = {
    ("asked", True): ("agree", "agree"),
    ("asked", False): ("agree", "refuse"),
    ("agreed", True): ("receive", "shelve"),
    ("agreed", False): ("credit", "replace"),
    ("received", True): ("credit", "replace"),
}
"""What could come next for a return that goes back or a claim that does not, so that lives get somewhere."""
MOST_ORDERS = 2


class Trading(RuleBasedStateMachine):
    """A buyer, three offers (two kept in stock), at most two orders, and everything that can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.buyer: UUID = make.buyer()
        self.desk = Actor(make.buyer(), frozenset({Role.FULFILMENT}), "test")
        self.trades: list[tuple[Order, Trade]] = []

    def teardown(self) -> None:
        REACHED.update(trade.state for _, trade in self.trades)
        REACHED.update(f"{claim.state} return" for _, trade in self.trades for claim in trade.claims)
        REACHED.update(f"{proposal.state} change" for _, trade in self.trades for proposal in trade.proposals)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(first=st.integers(0, 12), second=st.integers(0, 12))
    def fill_shelves(self, first: int, second: int) -> None:
        self.shelves: list[Shelf | None] = [Shelf(first), Shelf(second), None]
        self.filled = [first, second]
        prices = (Decimal("120.50"), Decimal("33.3333"), Decimal(7))
        self.offers: list[Offer] = [
            make.offer(stock=shelf.onhand if shelf else None, price=price)
            for shelf, price in zip(self.shelves, prices, strict=True)
        ]

    def both(self, told: bool, act: Callable[[], Any]) -> Any:
        """The program does what the reference has done, or refuses as it has."""
        STEPS["done"] += 1
        try:
            with transaction.atomic(), purpose(Purpose.ORDER_FULFILMENT, actor=self.desk):
                found = act()
        except Refused:
            STEPS["refused"] += 1
            self.agree(not told, "the program refused")
            return None
        self.agree(told, "the program did it")
        return found

    def agree(self, same: bool, what: object) -> None:
        if not same:
            STEPS["differences"] += 1
        assert same, what

    def one(self, number: int) -> tuple[Order, Trade]:
        order, trade = self.trades[number % len(self.trades)]
        return Order.objects.get(pk=order.pk), trade

    def lines(self, order: Order, packs: dict[int, int], trade: Trade) -> dict[int, int]:
        """Packs by the key of the line; lines that are not there are passed over."""
        keys = list(order.lines.order_by("position").values_list("pk", flat=True))
        return {keys[at]: n for at, n in packs.items() if at < len(trade.lines)}

    @precondition(lambda self: len(self.trades) < MOST_ORDERS)
    @rule(
        wares=st.dictionaries(st.integers(0, 2), st.integers(1, 5), min_size=1, max_size=2),
        again=st.booleans(),
        verbs=st.integers(0, 4),
    )
    def place(self, wares: dict[int, int], again: bool, verbs: int) -> None:
        shelves = [(self.shelves[at], n) for at, n in sorted(wares.items())]
        told = all(shelf is None or shelf.onhand - shelf.allocated >= n for shelf, n in shelves)
        if not told:  # the cart says so before anything is placed; its own tests are elsewhere
            return
        for at, n in sorted(wares.items()):
            make.put(self.buyer, self.offers[at], quantity=n)
        make.answer(self.buyer)
        sent = make.submission(self.buyer)
        order = first_of(make.submit(**sent))
        if again:
            self.agree(first_of(make.submit(**sent)).pk == order.pk, "a submission made a second order")
        for shelf, n in shelves:
            if shelf is not None:
                shelf.allocated += n
        skus = [self.offers[at].sku for at in wares]
        by_sku = {self.offers[at].sku: (self.shelves[at], n) for at, n in wares.items()}
        found = [line.sku for line in order.lines.order_by("position")]
        self.agree(sorted(found) == sorted(skus), found)
        self.trades.append((order, Trade([Line(by_sku[sku][0], 0, by_sku[sku][1]) for sku in found])))
        self._price(order)
        STEPS["done"] += 1
        self._go_on(len(self.trades) - 1, verbs)

    def _go_on(self, number: int, verbs: int) -> None:
        """The first verbs of an ordinary life, so that many start from its later states."""
        everything = {"packs": {}, "again": False, "everything": True}
        arrived = {"packs": {0: 1, 1: 1}, "goes_back": bool(number)}
        life: list[Callable[[], None]] = [
            lambda: Trading.confirm(self, number),
            lambda: Trading.ship(self, number, **everything),
            lambda: Trading.arrive(self, number, parcel=1, by_buyer=True),
            lambda: Trading.ask_return(self, number, **arrived),
        ]
        for verb in life[:verbs]:
            verb()

    def _price(self, order: Order) -> None:
        trade = self.trades[-1][1]
        for line, mine in zip(order.lines.order_by("position"), trade.lines, strict=True):
            mine.price = line.unit_price

    @rule(at=st.integers(0, 1), packs=few)
    def restock(self, at: int, packs: int) -> None:
        shelf, stock = self.shelves[at], Stock.objects.get(offer=self.offers[at])
        assert shelf is not None
        shelf.onhand += packs
        self.filled[at] += packs
        Stock.objects.filter(pk=stock.pk).update(onhand=stock.onhand + packs)
        STEPS["done"] += 1

    @precondition(lambda self: self.trades)
    @rule(number=which)
    def confirm(self, number: int) -> None:
        order, trade = self.one(number)
        self.both(trade.confirm(), lambda: confirm_order(order=order, by=self.desk.subject_id))

    @precondition(lambda self: self.trades)
    @rule(number=which, by_seller=st.booleans(), really=seldom)
    def cancel(self, number: int, by_seller: bool, really: bool) -> None:
        order, trade = self.one(number)
        if trade.state == "placed" and not really:
            return
        side = Side.OPERATOR if by_seller else Side.BUYER
        self.both(trade.cancel(), lambda: cancel_order(order=order, by=self.buyer, why=Why.OTHER, side=side))

    @precondition(lambda self: self.trades)
    @rule(number=which, packs=packs_of_lines, again=st.booleans(), everything=st.booleans())
    def ship(self, number: int, packs: dict[int, int], again: bool, everything: bool) -> None:
        order, trade = self.one(number)
        packs = {at: n for at, n in packs.items() if at < len(trade.lines)}
        if everything:
            packs = {at: line.quantity - line.shipped for at, line in enumerate(trade.lines)}
        key = uuid4()
        told = trade.ship(packs)
        self.both(told, lambda: self._ship(order, packs, trade, key))
        if told and again:
            found = self._ship(order, packs, trade, key)
            self.agree(order.deliveries.count() == len(trade.parcels), f"a submission made a second delivery {found}")

    def _ship(self, order: Order, packs: dict[int, int], trade: Trade, key: UUID, claim: Any = None) -> Any:
        packed = [Packed(line, n, batch="B1") for line, n in self.lines(order, packs, trade).items() if n]
        return deliveries.ship(
            order=order,
            packed=packed,
            sending=Sending(Transport.OWN),
            submission=key,
            actor=self.desk,
            side=Side.OPERATOR,
            replaces=claim,
        )

    @precondition(lambda self: any(trade.parcels for _, trade in self.trades))
    @rule(number=which, parcel=which, by_buyer=st.booleans())
    def arrive(self, number: int, parcel: int, by_buyer: bool) -> None:
        order, trade = self.one(number)
        if not trade.parcels:
            return
        on_the_way = [at for at, one in enumerate(trade.parcels) if not one.has_arrived]
        parcel = on_the_way[0] if on_the_way and parcel % 4 else parcel % len(trade.parcels)
        found = order.deliveries.get(number=parcel + 1)
        side = Side.BUYER if by_buyer else Side.OPERATOR
        self.both(trade.arrive(parcel), lambda: deliveries.arrive(delivery=found, by=self.buyer, side=side))

    @precondition(lambda self: self.trades)
    @rule(number=which)
    def accept(self, number: int) -> None:
        order, trade = self.one(number)
        self.both(trade.accept(), lambda: deliveries.accept_goods(order=order, by=self.buyer))

    @precondition(lambda self: self.trades)
    @rule(
        number=which,
        packs=packs_of_lines,
        by_buyer=st.booleans(),
        price=st.one_of(st.none(), st.sampled_from([Decimal(5), Decimal("19.99")])),
        cancels=seldom,
    )
    def propose(self, number: int, packs: dict[int, int], by_buyer: bool, price: Decimal | None, cancels: bool) -> None:
        order, trade = self.one(number)
        packs = {at: n for at, n in packs.items() if at < len(trade.lines)}
        proposal = Proposal(by_buyer, {} if cancels else packs, price, cancels)
        wanted = {line: Change(n, price) for line, n in self.lines(order, packs, trade).items()}
        self.both(
            trade.propose(proposal),
            lambda: amending.propose_amendment(
                order=order,
                by=self.buyer,
                side=Side.BUYER if by_buyer else Side.OPERATOR,
                submission=uuid4(),
                why=AmendmentWhy.NEED,
                changes=wanted,
                cancels=cancels,
            ),
        )

    @precondition(lambda self: any(trade.proposals for _, trade in self.trades))
    @rule(number=which, yes=st.booleans(), buyer=st.booleans())
    def answer(self, number: int, yes: bool, buyer: bool) -> None:
        order, trade = self.one(number)
        if not trade.proposals:
            return
        last = len(trade.proposals) - 1
        found = order.amendments.get(number=last + 1)
        verb = amending.accept_amendment if yes else amending.refuse_amendment
        side = Side.BUYER if buyer else Side.OPERATOR
        told = trade.answer(last, yes=yes, buyer=buyer)
        self.both(told, lambda: verb(amendment=found, by=self.buyer, side=side))

    @precondition(lambda self: any(trade.parcels for _, trade in self.trades))
    @rule(number=which, packs=packs_of_lines, goes_back=st.booleans())
    def ask_return(self, number: int, packs: dict[int, int], goes_back: bool) -> None:
        order, trade = self.one(number)
        packs = {at: n for at, n in packs.items() if at < len(trade.lines)}
        told = trade.ask(Claim(dict(packs), goes_back))
        self.both(
            told,
            lambda: returning.ask_return(
                order=order,
                by=self.buyer,
                submission=uuid4(),
                sort=ReturnSort.RETURN if goes_back else ReturnSort.CLAIM,
                why=ReturnWhy.QUALITY,
                packs=self.lines(order, packs, trade),
                note=Clear("lumps"),
            ),
        )

    @precondition(lambda self: any(trade.claims for _, trade in self.trades))
    @rule(
        number=which,
        claim=which,
        verb=st.sampled_from(["agree", "refuse", "withdraw", "receive", "shelve", "credit", "replace"]),
        fitting=st.sampled_from([True, True, True, False]),
    )
    def treat_return(self, number: int, claim: int, verb: str, fitting: bool) -> None:
        order, trade = self.one(number)
        if not trade.claims:
            return
        at = claim % len(trade.claims)
        found = list(order.returns.order_by("at", "id"))[at]
        mine = trade.claims[at]
        verb = NEXT.get((mine.state, mine.goes_back), (verb, verb))[number % 2] if fitting else verb
        common = {"found": found, "by": self.buyer}
        as_desk = {**common, "side": Side.OPERATOR}
        verbs: dict[str, tuple[Callable[[], bool], Callable[[], Any]]] = {
            "agree": (lambda: trade.agree(at), lambda: returning.agree_to_return(**as_desk)),
            "refuse": (
                lambda: trade.decline(at, "refused"),
                lambda: returning.refuse_return(**as_desk, why=ReturnRefusal.OTHER),
            ),
            "withdraw": (lambda: trade.decline(at, "withdrawn"), lambda: returning.withdraw_return(**common)),
            "receive": (
                lambda: trade.receive(at, restock=False),
                lambda: returning.receive_return(**as_desk, restock=False),
            ),
            "shelve": (
                lambda: trade.receive(at, restock=True),
                lambda: returning.receive_return(**as_desk, restock=True),
            ),
            "credit": (lambda: trade.credit(at), lambda: returning.credit_return(**as_desk)),
            "replace": (
                lambda: trade.ship({}, mine),
                lambda: self._ship(order, mine.packs, trade, uuid4(), found),
            ),
        }
        told, act = verbs[verb]
        self.both(told(), act)

    @invariant()
    def everything_agrees(self) -> None:
        for at, shelf in enumerate(getattr(self, "shelves", ())):
            if shelf is None:
                continue
            stock = Stock.objects.get(offer=self.offers[at])
            self.agree((stock.onhand, stock.allocated) == (shelf.onhand, shelf.allocated), "stock")
            self.agree(0 <= stock.allocated <= stock.onhand, "allocated")
            self.agree(stock.onhand + shelf.left - shelf.came_back == self.filled[at], "packs were lost or made")
        for order, trade in self.trades:
            self._order_agrees(Order.objects.get(pk=order.pk), trade)

    def _order_agrees(self, order: Order, trade: Trade) -> None:
        self.agree(order.state == trade.state, (order.state, trade.state))
        lines = list(order.lines.order_by("position"))
        found = [(n.quantity, n.shipped, n.delivered, n.returned, n.replaced, n.unit_price) for n in lines]
        told = [(n.quantity, n.shipped, n.delivered, n.returned, n.replaced, n.price) for n in trade.lines]
        self.agree(found == told, (found, told))
        self.agree(order.total == sum(line.line_total for line in lines), "the total is the sum of the lines")
        if order.tax_rate is not None:
            tax = (order.money * order.tax_rate).quantized().amount
            self.agree(order.tax == tax, (order.tax, tax))
        self.agree((order.ended_at is not None) == (order.state in ("completed", "cancelled")), "when it ended")
        counts = (order.deliveries.count(), order.amendments.count(), order.returns.count())
        self.agree(counts == (len(trade.parcels), len(trade.proposals), len(trade.claims)), counts)


def first_of(placed: Any) -> Order:
    """The order of a submission that made one."""
    return placed if isinstance(placed, Order) else placed[0]


def report() -> str:
    return json.dumps(
        {"bench": "trade.machine", "unit": "steps", "n": STEPS["done"], **STEPS, "reached": dict(REACHED)}
    )
