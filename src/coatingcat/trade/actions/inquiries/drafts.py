"""The answers of an inquiry on its way, page by page, each sealed as it comes in."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import keeping
from coatingcat.trade.models import Consignee, InquiryDraft


@transaction.atomic
def begin_inquiry(*, by: UUID, answers: Mapping[str, Any]) -> InquiryDraft:
    """Begin an inquiry anew, with what is known of it already. Whatever was begun before and not sent is gone."""
    discard_inquiry_drafts(by)
    return InquiryDraft.objects.create(subject_id=by, answers=_clear(answers))


@transaction.atomic
def keep_answers(*, draft: InquiryDraft, answers: Mapping[str, Any]) -> None:
    """Keep all answers given so far, in place of those before."""
    held = InquiryDraft.objects.select_for_update().get(pk=draft.pk)
    held.answers, held.changed_at = _clear(answers), now()
    held.save(update_fields=["answers", "changed_at"])


def _clear(answers: Mapping[str, Any]) -> Clear[str]:
    return Clear(json.dumps(answers, ensure_ascii=False))


@transaction.atomic
def name_sample_consignee(
    *,
    draft: InquiryDraft,
    is_buyer: bool,
    name: Clear[str],
    phone: Clear[str],
    email: Clear[str],
    address: Clear[str],
) -> None:
    """Keep who is to get the sample. Somebody else than the buyer becomes a subject of their own (I.2a)."""
    held = InquiryDraft.objects.select_for_update(of=("self",)).select_related("consignee").get(pk=draft.pk)
    current = held.consignee
    if current is None or current.is_buyer != is_buyer:
        subject_id = held.subject_id if is_buyer else new_subject(Subject.Sort.CONSIGNEE).pk
        chosen = Consignee(subject_id=subject_id, is_buyer=is_buyer)
    else:
        chosen = current
    chosen.name, chosen.phone, chosen.email, chosen.address = name, phone, email, address
    chosen.save()
    InquiryDraft.objects.filter(pk=held.pk).update(consignee=chosen, changed_at=now())
    if current is not None and current.pk != chosen.pk:
        forget_consignee(current)


def sample_consignee(
    *,
    by: UUID,
    is_buyer: bool,
    name: Clear[str],
    phone: Clear[str],
    email: Clear[str],
    address: Clear[str],
) -> Consignee:
    """Who gets a sample that is asked for without a draft, by a program: inside the transaction that sends it."""
    subject_id = by if is_buyer else new_subject(Subject.Sort.CONSIGNEE).pk
    made = Consignee(subject_id=subject_id, is_buyer=is_buyer)
    made.name, made.phone, made.email, made.address = name, phone, email, address
    made.save()
    return made


def forget_consignee(consignee: Consignee) -> None:
    """A consignee who never gets anything leaves nothing readable; the buyer's own key is not touched."""
    consignee.delete()
    if not consignee.is_buyer:
        destroy_keys(subject_id=consignee.subject_id)


def inquiry_drafts_of(subject_id: UUID) -> int:
    """How many unfinished inquiries a person has: one or none."""
    return InquiryDraft.objects.filter(subject_id=subject_id).count()


@transaction.atomic
def discard_inquiry_drafts(subject_id: UUID) -> int:
    """Delete a person's unfinished inquiry, with the consignee it named; how many went."""
    drafts = InquiryDraft.objects.select_for_update(of=("self",)).select_related("consignee")
    found = list(drafts.filter(subject_id=subject_id))
    for draft in found:
        _discard(draft)
    return len(found)


def _discard(draft: InquiryDraft) -> None:
    consignee = draft.consignee
    draft.delete()
    if consignee is not None:
        forget_consignee(consignee)


def forget_unfinished_inquiries() -> int:
    """Delete the inquiries that were not sent within their day, with the consignees they named. Returns how many."""
    over = now() - keeping.UNFINISHED.for_
    count = 0
    for pk in list(InquiryDraft.objects.filter(changed_at__lte=over).values_list("pk", flat=True)):
        with transaction.atomic():
            drafts = InquiryDraft.objects.select_for_update(of=("self",), skip_locked=True).select_related("consignee")
            draft = drafts.filter(pk=pk, changed_at__lte=over).first()
            if draft is not None:
                _discard(draft)
                count += 1
    return count
