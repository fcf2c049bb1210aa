"""To whom the invoice of an order may go, and what the buyer's company wants on its papers."""

from dataclasses import dataclass
from uuid import UUID

from coatingcat.members.models import Position
from coatingcat.trade.models import OrderTerms


@dataclass(frozen=True, slots=True)
class Papers:
    """`companies`: id and name, the buyer's own first, then its head office; none for a private person."""

    companies: tuple[tuple[str, str], ...] = ()
    needs_po: bool = False


def papers_of(subject_id: UUID) -> Papers:
    """For whoever acts for a company now; one query."""
    position = (
        Position.objects.select_related("company__head_office", "company__order_terms")
        .filter(member_id=subject_id, ended_at=None)
        .first()
    )
    if position is None:
        return Papers()
    company = position.company
    named = [one for one in (company, company.head_office) if one is not None]
    terms = getattr(company, "order_terms", None)
    return Papers(
        tuple((str(one.pk), f"{one.name} ({one.registration_number})") for one in named),
        bool(terms and terms.needs_po_number),
    )


def needs_po_number(company_id: UUID) -> bool:
    """Whether a company wants a number of its own on every order; one query."""
    return OrderTerms.objects.filter(company=company_id, needs_po_number=True).exists()
