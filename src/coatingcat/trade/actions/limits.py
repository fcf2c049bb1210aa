"""An owner says how much people may order alone, and who approves the rest."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from coatingcat.members.access import may
from coatingcat.members.models import Company, Position
from coatingcat.members.words import CompanyRight, CompanyRole
from coatingcat.trade.models import ApprovalStep, SpendingLimit
from coatingcat.trade.refusals import NotAllowed, RightMissing

MAX_STEPS = 5
"""Steps of a chain in one currency: more hands than that approve nothing, they only pass it on."""


@transaction.atomic
def set_limit(
    *,
    by: Position,
    who: Position | CompanyRole,
    per_order: Decimal | None,
    per_month: Decimal | None,
    currency: str,
) -> SpendingLimit:
    """Set the limit of a person of one's company, or of a role, in one currency; an earlier one is replaced.

    Raises RightMissing; NotAllowed for somebody of another company.
    """
    _demand(by)
    if isinstance(who, Position) and (who.company_id != by.company_id or who.ended_at is not None):
        raise NotAllowed
    whose = {"position": who, "role": ""} if isinstance(who, Position) else {"position": None, "role": who.name}
    limit, _ = SpendingLimit.objects.update_or_create(
        company_id=by.company_id,
        currency=currency,
        **whose,
        defaults={"per_order": per_order, "per_month": per_month},
    )
    return limit


@transaction.atomic
def remove_limit(*, by: Position, limit_id: UUID) -> bool:
    """Take a limit away. Whether there was one."""
    _demand(by)
    return bool(SpendingLimit.objects.filter(company_id=by.company_id, pk=limit_id).delete()[0])


@transaction.atomic
def add_step(
    *, by: Position, from_amount: Decimal, currency: str, role: CompanyRole, approver: Position | None = None
) -> ApprovalStep:
    """Add a step to the end of the company's chain in one currency. Orders that wait already keep theirs.

    Raises RightMissing; NotAllowed for a person of another company, and where the chain is long enough.
    """
    _demand(by)
    if approver is not None and (approver.company_id != by.company_id or approver.ended_at is not None):
        raise NotAllowed
    chain = ApprovalStep.objects.filter(company_id=by.company_id, currency=currency)
    if chain.count() >= MAX_STEPS:
        raise NotAllowed
    last: int = chain.aggregate(last=Max("number"))["last"] or 0
    return ApprovalStep.objects.create(
        company_id=by.company_id,
        number=last + 1,
        from_amount=from_amount,
        currency=currency,
        role=role.name,
        approver=approver,
    )


@transaction.atomic
def remove_step(*, by: Position, step_id: UUID) -> bool:
    """Take a step away; those behind it move up. Whether there was one."""
    _demand(by)
    found = ApprovalStep.objects.filter(company_id=by.company_id, pk=step_id).first()
    if found is None:
        return False
    found.delete()
    behind = ApprovalStep.objects.filter(
        company_id=by.company_id, currency=found.currency, number__gt=found.number
    ).order_by("number")
    for number, step in enumerate(behind, start=found.number):
        ApprovalStep.objects.filter(pk=step.pk).update(number=number)
    return True


def _demand(by: Position) -> None:
    """An owner, whose company is held: of two changes of its rules one comes after the other."""
    if not may(by, CompanyRight.MANAGE):
        raise RightMissing(CompanyRight.MANAGE)
    Company.objects.select_for_update().get(pk=by.company_id)
