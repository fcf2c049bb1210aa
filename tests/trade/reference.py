"""Trade in a few lines of plain Python, to hold the program against: stock, orders, deliveries, changes, returns.

Every verb answers whether it may happen, and does it if so. It knows no database, no clock and no people.
"""

from dataclasses import dataclass, field

STOCKED, MADE_TO_ORDER = True, False


@dataclass
class Shelf:
    onhand: int
    allocated: int = 0
    left: int = 0
    """Packs that went to somebody, and, below, packs that came back onto the shelf."""
    came_back: int = 0


@dataclass
class Line:
    shelf: Shelf | None
    price: int
    quantity: int
    shipped: int = 0
    delivered: int = 0
    returned: int = 0
    replaced: int = 0


@dataclass
class Parcel:
    packs: dict[int, int]
    is_replacement: bool = False
    has_arrived: bool = False


@dataclass
class Claim:
    packs: dict[int, int]
    goes_back: bool
    state: str = "asked"


@dataclass
class Proposal:
    by_buyer: bool
    packs: dict[int, int]
    price: int | None
    cancels: bool
    state: str = "proposed"


@dataclass
class Trade:
    """One order and all that hangs on it."""

    lines: list[Line]
    state: str = "placed"
    parcels: list[Parcel] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(line.price * line.quantity for line in self.lines)

    def confirm(self) -> bool:
        return self._go("confirmed", self.state == "placed")

    def cancel(self) -> bool:
        if self.state != "placed":
            return False
        self._release()
        return self._go("cancelled")

    def ship(self, packs: dict[int, int], claim: Claim | None = None) -> bool:
        packs = {at: n for at, n in packs.items() if n}
        if claim is not None:
            return self._replace(claim)
        if self.state not in ("confirmed", "delivering") or not packs:
            return False
        if any(self.lines[at].shipped + n > self.lines[at].quantity for at, n in packs.items()):
            return False
        for at, n in packs.items():
            self.lines[at].shipped += n
            self._leave(self.lines[at].shelf, n, is_promised=True)
        self.parcels.append(Parcel(packs))
        return self._settle()

    def _replace(self, claim: Claim) -> bool:
        if claim.state != ("received" if claim.goes_back else "agreed"):
            return False
        for at, n in claim.packs.items():
            shelf = self.lines[at].shelf
            if shelf is not None and shelf.onhand - shelf.allocated < n:
                return False
        for at, n in claim.packs.items():
            self.lines[at].replaced += n
            self._leave(self.lines[at].shelf, n, is_promised=False)
        claim.state = "settled"
        self.parcels.append(Parcel(dict(claim.packs), is_replacement=True))
        return True

    def arrive(self, number: int) -> bool:
        parcel = self.parcels[number]
        if parcel.has_arrived:
            return False
        parcel.has_arrived = True
        if not parcel.is_replacement:
            for at, n in parcel.packs.items():
                self.lines[at].delivered += n
        return self._settle()

    def accept(self) -> bool:
        return self._go("completed", self.state == "delivered" and not self._waits())

    def propose(self, proposal: Proposal) -> bool:
        states = ("placed", "confirmed") if proposal.cancels else ("placed", "confirmed", "delivering")
        if self.state not in states or any(p.state == "proposed" for p in self.proposals):
            return False
        if proposal.cancels:
            self.proposals.append(proposal)
            return True
        if proposal.by_buyer and any(proposal.price not in (None, self.lines[at].price) for at in proposal.packs):
            return False
        if any(n < self.lines[at].shipped for at, n in proposal.packs.items()):
            return False
        if all(
            n == self.lines[at].quantity and proposal.price in (None, self.lines[at].price)
            for at, n in proposal.packs.items()
        ):
            return False
        self.proposals.append(proposal)
        return True

    def answer(self, number: int, *, yes: bool, buyer: bool) -> bool:
        proposal = self.proposals[number]
        if proposal.state != "proposed" or proposal.by_buyer == buyer:
            return False
        if yes and not self._change(proposal):
            return False
        proposal.state = "accepted" if yes else "refused"
        return True

    def _change(self, proposal: Proposal) -> bool:
        wanted = {at: proposal.packs.get(at, line.quantity) for at, line in enumerate(self.lines)}
        if proposal.cancels or not any(wanted.values()):
            if self.state not in ("placed", "confirmed"):
                return False
            self._release()
            return self._go("cancelled")
        if self.state not in ("placed", "confirmed", "delivering"):
            return False
        for at, n in proposal.packs.items():
            line = self.lines[at]
            if n < line.shipped:
                return False
            more = n - line.quantity
            if line.shelf is not None and line.shelf.onhand - line.shelf.allocated < more:
                return False
        for at, n in proposal.packs.items():
            line = self.lines[at]
            if line.shelf is not None:
                line.shelf.allocated += n - line.quantity
            line.quantity = n
            line.price = line.price if proposal.price is None else proposal.price
        return self._settle()

    def ask(self, claim: Claim) -> bool:
        claim.packs = {at: n for at, n in claim.packs.items() if n}
        if self.state not in ("delivering", "delivered", "completed") or not claim.packs:
            return False
        if not any(parcel.has_arrived for parcel in self.parcels):
            return False
        if any(self.lines[at].returned + n > self.lines[at].delivered for at, n in claim.packs.items()):
            return False
        for at, n in claim.packs.items():
            self.lines[at].returned += n
        self.claims.append(claim)
        return True

    def agree(self, number: int) -> bool:
        return self._claim(number, "agreed", "asked")

    def decline(self, number: int, new: str) -> bool:
        if not self._claim(number, new, "asked"):
            return False
        for at, n in self.claims[number].packs.items():
            self.lines[at].returned -= n
        return True

    def receive(self, number: int, *, restock: bool) -> bool:
        claim = self.claims[number]
        if not claim.goes_back or not self._claim(number, "received", "agreed"):
            return False
        for at, n in claim.packs.items() if restock else ():
            shelf = self.lines[at].shelf
            if shelf is not None:
                shelf.onhand += n
                shelf.came_back += n
        return True

    def credit(self, number: int) -> bool:
        return self._claim(number, "settled", "received" if self.claims[number].goes_back else "agreed")

    def _claim(self, number: int, new: str, old: str) -> bool:
        if self.claims[number].state != old:
            return False
        self.claims[number].state = new
        return True

    def _waits(self) -> bool:
        return any(claim.state in ("asked", "agreed", "received") for claim in self.claims)

    def _leave(self, shelf: Shelf | None, packs: int, *, is_promised: bool) -> None:
        if shelf is not None:
            shelf.onhand -= packs
            shelf.left += packs
            shelf.allocated -= packs if is_promised else 0

    def _release(self) -> None:
        for line in self.lines:
            if line.shelf is not None:
                line.shelf.allocated -= line.quantity - line.shipped

    def _settle(self) -> bool:
        if self.state in ("confirmed", "delivering"):
            if all(line.delivered == line.quantity for line in self.lines):
                self.state = "delivered"
            elif any(line.shipped for line in self.lines):
                self.state = "delivering"
        return True

    def _go(self, state: str, may: bool = True) -> bool:
        self.state = state if may else self.state
        return may
