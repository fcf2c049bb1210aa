"""A company with rules about its orders, one that waits, and a material on its list."""

from decimal import Decimal
from uuid import UUID

from coatingcat.members.models import Member, Position
from coatingcat.members.words import CompanyRole
from coatingcat.trade.actions.limits import add_step, set_limit
from coatingcat.trade.actions.materials import list_material
from coatingcat.trade.models import Order
from coatingcat.trade.rules.materials import MaterialRow
from coatingcat.trade.words import MaterialStatus
from tests.trade import factories as make


def rules(owner: Member) -> dict[str, str]:
    """A limit of 1000 CNY for buyers, a chain of one step, and a material; what stands in their addresses."""
    by = Position.objects.get(member=owner, ended_at=None)
    limit = set_limit(by=by, who=CompanyRole.BUYER, per_order=Decimal(1000), per_month=Decimal(20000), currency="CNY")
    step = add_step(by=by, from_amount=Decimal(1500), currency="CNY", role=CompanyRole.APPROVER)
    row = MaterialRow("4711", make.product().pk, "", "", MaterialStatus.APPROVED, "2K topcoat")
    made = list_material(by=by, row=row)
    return {"<uuid:limit_id>": str(limit.pk), "<uuid:step_id>": str(step.pk), "<uuid:material_id>": str(made.pk)}


def waiting(buyer: UUID, price: str = "2000") -> Order:
    """An order of a buyer of such a company that its approvers have to look at."""
    order = make.order(buyer, make.offer(price=Decimal(price)))
    assert order.state == "requested"
    return order
