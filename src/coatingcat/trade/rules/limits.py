"""Who has to approve an order before it goes to its seller: limits of people and roles, and the chain of a company.

Amounts are exact (`Money`), without VAT. Nothing is ever converted: an amount in a currency that a rule does not name
is not known to be small, so it is approved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coatingcat.ground.money import Money
from coatingcat.members.words import CompanyRole


@dataclass(frozen=True, slots=True)
class Limit:
    """How much somebody may order alone in one currency; None: as much as they like."""

    per_order: Money | None
    per_month: Money | None


@dataclass(frozen=True, slots=True)
class Step:
    """Who approves: somebody with this role, or this very person (the id of a position) while they hold it."""

    role: CompanyRole
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a company's chain, and from which amount on it is asked."""

    number: int
    since: Money
    step: Step


ANY_APPROVER = Step(CompanyRole.APPROVER)
"""Who is asked where a limit is passed and the company has no chain for it: an approver, or an owner."""


def is_beyond(limits: Sequence[Limit], amount: Money | None, spent: Sequence[Money]) -> bool:
    """Whether an order passes what its buyer may order alone.

    `limits`: those of the buyer, one a currency; none at all: no limit. `amount`: of the order, None while a price is
    still to be quoted. `spent`: what the buyer has ordered this month before it, one sum a currency.
    """
    if not limits:
        return False
    if amount is None:
        return True
    for limit in limits:
        bounds = [bound for bound in (limit.per_order, limit.per_month) if bound is not None]
        if not bounds or bounds[0].currency != amount.currency:
            continue
        before = next((sum_ for sum_ in spent if sum_.currency == amount.currency), None)
        together = amount + before if before is not None else amount
        over_order = limit.per_order is not None and limit.per_order < amount
        over_month = limit.per_month is not None and limit.per_month < together
        return over_order or over_month
    return True


def steps_needed(
    *, limits: Sequence[Limit], chain: Sequence[Rung], amount: Money | None, spent: Sequence[Money] = ()
) -> tuple[Step, ...]:
    """The steps an order has to take, in their order; none: it goes to its seller at once."""
    rungs = sorted(chain, key=_number)
    if amount is None:
        reached = rungs
    elif any(rung.since.currency == amount.currency for rung in rungs):
        reached = [rung for rung in rungs if rung.since.currency == amount.currency and rung.since <= amount]
    else:
        reached = rungs  # a currency the chain does not know
    steps = tuple(dict.fromkeys(rung.step for rung in reached))
    if not steps and is_beyond(limits, amount, spent):
        return (ANY_APPROVER,)
    return steps


def _number(rung: Rung) -> tuple[int, str]:
    return rung.number, rung.since.currency


def may_decide(step: Step, *, role: CompanyRole, position: str, is_buyer: bool, has_decided: bool) -> bool:
    """Whether somebody may take this step of an order: never of their own order, and of one order one step only.

    An owner may stand in for anybody, so that a chain does not end with somebody's leaving.
    """
    if is_buyer or has_decided:
        return False
    if role is CompanyRole.OWNER:
        return True
    return step.approver == position if step.approver else step.role is role
