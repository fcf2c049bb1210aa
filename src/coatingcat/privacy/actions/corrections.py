"""A correction flows on: to our own copies, and to everybody outside who got the value (V.2; PIPL 46)."""

from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.disclosure import Record, disclose
from coatingcat.privacy.corrections import followers_of
from coatingcat.privacy.declarations import find
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import CorrectionFlow, Share
from coatingcat.privacy.queries.shares import received
from coatingcat.privacy.refusals import PrivacyError
from coatingcat.privacy.words import Purpose


def pass_correction_on(*, subject_id: UUID, label: str, correction_id: UUID) -> int:
    """Bring every copy of a corrected value up to date, send it to every recipient that got it; each is noted once.

    It goes out by the same door and for the same purpose as before. Where the door says no (a contract that has
    ended, say), officers are told, as they have to tell the recipient otherwise. How many were new.
    """
    count = 0
    with transaction.atomic():
        for copy, bring_up_to_date in followers_of(label).items():
            bring_up_to_date(subject_id)
            count += _note(subject_id, label, correction_id, copy=copy)
    for share in received(subject_id, label):
        with transaction.atomic():
            if _note(subject_id, label, correction_id, recipient=share.recipient):
                _send(share, subject_id, label, correction_id)
                count += 1
    return count


def _send(share: Share, subject_id: UUID, label: str, correction_id: UUID) -> None:
    row = _row_of(subject_id, label)
    if row is None:
        return
    try:
        with transaction.atomic():
            disclose(
                recipient=share.recipient,
                purpose=Purpose[share.purpose],
                records=[Record((row,), (label,))],
                actor=Actor.system("privacy.correction_flows"),
                about=correction_id,
            )
    except PrivacyError:
        later("members.tell_officers", letter="correction_stuck", path=f"desk/recipients/{share.recipient}/")


def _row_of(subject_id: UUID, label: str) -> models.Model | None:
    """The latest row that holds the value of this person."""
    model = apps.get_model(label.rpartition(".")[0])
    lookup = find(label).subject.replace(".", "__")
    found: models.Model | None = model._default_manager.filter(**{lookup: subject_id}).order_by("-pk").first()
    return found


def _note(subject_id: UUID, label: str, correction_id: UUID, *, copy: str = "", recipient: str = "") -> bool:
    _, is_new = CorrectionFlow.objects.get_or_create(
        correction=str(correction_id),
        copy=copy,
        recipient=recipient,
        defaults={"subject_id": subject_id, "label": label},
    )
    return is_new
