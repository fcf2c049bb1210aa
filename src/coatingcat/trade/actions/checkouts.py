"""The answers of a checkout, page by page, each sealed as it comes in."""

from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import CheckoutDraft, Consignee, ShipTo


@transaction.atomic
def name_consignee(
    *,
    by: UUID,
    is_buyer: bool,
    name: Clear[str],
    phone: Clear[str],
    email: Clear[str],
    address: Clear[str],
) -> CheckoutDraft:
    """Keep who is to get the goods. Somebody else than the buyer becomes a subject of their own (I.2a)."""
    draft = held_draft(by)
    consignee = _consignee_for(draft, is_buyer=is_buyer)
    consignee.name, consignee.phone, consignee.email, consignee.address = name, phone, email, address
    consignee.save()
    answered(draft, consignee=consignee)
    return draft


@transaction.atomic
def deliver_to(*, by: UUID, entry: ShipTo) -> CheckoutDraft:
    """Name who stands in the ship-to book as the consignee; the book's own copy stays as it is, used just now."""
    draft = name_consignee(
        by=by,
        is_buyer=entry.subject_id == by,
        name=Clear(entry.name.open()),
        phone=Clear(entry.phone.open()),
        email=Clear(entry.email.open()),
        address=Clear(entry.address.open()),
    )
    ShipTo.objects.filter(pk=entry.pk).update(last_used=now())
    return draft


@transaction.atomic
def tell_project(
    *,
    by: UUID,
    background: Clear[str] | None,
    yearly_demand: Clear[str],
    demand_unit: Clear[str],
    po_number: str = "",
    bill_to: UUID | str | None = None,
    invoice_title: Clear[str] | None = None,
    invoice_tax_id: Clear[str] | None = None,
) -> CheckoutDraft:
    """Keep what the goods are for and how much of them a year (I.2a), and what stands on the papers.

    `bill_to`: the company the invoice goes to, the buyer's own or its head office, as the form offered; else the title
    and tax number are those that were typed.
    """
    draft = held_draft(by)
    draft.background, draft.yearly_demand, draft.demand_unit = background, yearly_demand, demand_unit
    draft.po_number, draft.bill_to_id = po_number, bill_to
    draft.invoice_title, draft.invoice_tax_id = invoice_title, invoice_tax_id
    answered(draft)
    return draft


# Makes the draft or finds the one there is, and holds it until the end of the transaction, in one statement.
_HELD = """
INSERT INTO trade_checkoutdraft (id, subject_id, po_number, revision, changed_at) VALUES (%(id)s, %(by)s, '', 0, %(now)s)
ON CONFLICT (subject_id) DO UPDATE SET revision = trade_checkoutdraft.revision RETURNING *
"""


def held_draft(by: UUID) -> CheckoutDraft:
    """The buyer's draft; one whose day is over is begun afresh."""
    draft: CheckoutDraft = CheckoutDraft.objects.raw(_HELD, {"id": new_id(), "by": by, "now": now()})[0]
    if draft.changed_at > now() - keeping.UNFINISHED.for_:
        return draft
    _discard(draft)
    return held_draft(by)


def _consignee_for(draft: CheckoutDraft, *, is_buyer: bool) -> Consignee:
    """The row to write into: the draft's own while it stays the same person, else a new one."""
    current: Consignee | None = draft.consignee
    if current is not None and current.is_buyer == is_buyer:
        return current
    draft.consignee = None
    if current is not None:
        CheckoutDraft.objects.filter(pk=draft.pk).update(consignee=None)
        _forget(current)
    subject_id = draft.subject_id if is_buyer else new_subject(Subject.Sort.CONSIGNEE).pk
    return Consignee(subject_id=subject_id, is_buyer=is_buyer)


def answered(draft: CheckoutDraft, consignee: Consignee | None = None) -> None:
    """Keep what was answered: the revision rises, and the day begins anew."""
    if consignee is not None:
        draft.consignee = consignee
    draft.revision += 1
    draft.changed_at = now()
    draft.save()


def _discard(draft: CheckoutDraft) -> None:
    consignee = draft.consignee
    draft.delete()
    if consignee is not None:
        _forget(consignee)


def _forget(consignee: Consignee) -> None:
    """A consignee who never got an order leaves nothing readable; the buyer's own key is not touched."""
    consignee.delete()
    if not consignee.is_buyer:
        destroy_keys(subject_id=consignee.subject_id)


def drafts_of(subject_id: UUID) -> int:
    """How many unfinished checkouts a buyer has: one or none."""
    return CheckoutDraft.objects.filter(subject_id=subject_id).count()


@transaction.atomic
def discard_drafts(subject_id: UUID) -> int:
    """Delete a buyer's unfinished checkout, with the consignee it named; how many went."""
    drafts = CheckoutDraft.objects.select_for_update(of=("self",)).select_related("consignee")
    found = list(drafts.filter(subject_id=subject_id))
    for draft in found:
        _discard(draft)
    return len(found)


def forget_unfinished() -> int:
    """Delete the checkouts whose day is over, with the consignees they named. Returns how many."""
    over = CheckoutDraft.objects.filter(changed_at__lte=now() - keeping.UNFINISHED.for_).values_list("pk", flat=True)
    count = 0
    for pk in list(over):
        with transaction.atomic():
            draft = (
                CheckoutDraft.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("consignee")
                .filter(pk=pk, changed_at__lte=now() - keeping.UNFINISHED.for_)
                .first()
            )
            if draft is not None:
                _discard(draft)
                count += 1
    return count
