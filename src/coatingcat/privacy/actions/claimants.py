"""Asking without an account: one subject, one case and one link for each request (VIII.1; PIPL 50)."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.actions.cases import Written, note_step, open_case
from coatingcat.privacy.actions.subjects import new_subject
from coatingcat.privacy.models import Case, CaseLink, Claimant, Kinship
from coatingcat.privacy.models.claimants import new_token
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words.cases import CaseKind, Move, Relation, Side

LINK_KEPT = timedelta(days=3 * 365)


def claim(
    *,
    email: Clear[str],
    name: Clear[str] | None,
    kind: CaseKind,
    written: Written,
    language: str,
    relation: Relation | None = None,
    once: UUID | None = None,
) -> Case:
    """Take in what somebody without an account asks. The letter to the address carries the way back to it.

    Whether the address is known here changes nothing, neither the answer nor the time it takes.
    """
    with transaction.atomic():
        known = Case.objects.filter(pk=once, link__isnull=False).first() if once else None
        if known is not None:
            return known
        subject = new_subject("claimant")
        Claimant.objects.create(subject=subject, email=email, name=name)
        case = open_case(subject_id=subject.pk, kind=kind, written=written, language=language, once=once or new_id())
        CaseLink.objects.create(case=case, token=Clear(new_token()), ends_at=now() + LINK_KEPT)
        note_kinship(case=case, relation=relation)
    return case


def open_proven_case(
    *, subject_id: UUID, about_id: UUID, kind: CaseKind, written: Written, language: str, once: UUID
) -> Case:
    """Take in what somebody asks who came by a link that only the own address got, or as the guardian of a minor.

    Who asks and whose data it is about is shown by the link: nobody asks for more (PIPL 50; MR 34). The case gets a link
    of its own, which stands in its letters and on the page that the first link opens.
    """
    with transaction.atomic():
        case = open_case(
            subject_id=subject_id, about_id=about_id, kind=kind, written=written, language=language, once=once
        )
        if not CaseLink.objects.filter(case=case).exists():
            CaseLink.objects.create(case=case, token=Clear(new_token()), ends_at=now() + LINK_KEPT)
    return case


def note_kinship(*, case: Case, relation: Relation | None) -> None:
    """What the asker was to the deceased, once; nothing for a case that is about nobody deceased."""
    if relation is not None:
        Kinship.objects.get_or_create(case=case, defaults={"relation": relation.code})


def confirm_claim(*, case: Case) -> None:
    """Whoever holds the link says: this is my request. That shows that the address is theirs. Once.

    Nothing is to be shown by guardians and people who came by a link to what is held about them.
    """
    with transaction.atomic():
        claimant = Claimant.objects.select_for_update().filter(subject_id=case.subject_id).first()
        if claimant is not None and claimant.confirmed_at is None:
            Claimant.objects.filter(pk=claimant.pk).update(confirmed_at=now())
            note_step(case=case, move=Move.CONFIRM, side=Side.PERSON)


def revoke_link(*, case: Case) -> None:
    """Take the link back: whoever holds it sees nothing any more."""
    CaseLink.objects.filter(case=case, revoked_at=None).update(revoked_at=now())
