"""Letters to guardians: who needs no account gets a link that only the letter holds."""

from uuid import UUID

from coatingcat.config import config
from coatingcat.members.words import Channel
from coatingcat.outreach.actions.writing import write
from coatingcat.privacy.gate import Actor, Denied, purpose
from coatingcat.privacy.links import link_key
from coatingcat.privacy.models import GuardianRequest, Guardianship
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Question


def tell_guardians_farewell(ward_id: UUID, path: str) -> None:
    """A ward is about to be erased: whoever answers for it learns of it, with the way to the receipt."""
    for found in Guardianship.objects.filter(ward_id=ward_id, ended_at=None):
        _write(found, "guardian_deletion", f"{config().public_url}/{path}")


def tell_guardian(*, letter: str, row_id: UUID) -> bool:
    """Write to the guardian of a request or a guardianship, once for each letter. Whether it was the first time.

    A row that is gone, or whose address has been erased, leaves nobody to write to.
    """
    row = (
        GuardianRequest.objects.filter(pk=row_id).first()
        or Guardianship.objects.filter(pk=row_id, address__isnull=False).first()
    )
    if row is None:
        return False
    return _write(row, letter, f"{config().public_url}/wards/{link_key('guardian', row.pk)}/")


def _write(row: "GuardianRequest | Guardianship", letter: str, link: str) -> bool:
    if row.address is None:
        return False
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system(f"outreach.{letter}"[:40])):
        try:
            address = Clear(row.address.open())
        except Denied as refusal:
            if refusal.question not in {Question.ERASED, Question.RETENTION, Question.RESTRICTED}:
                raise
            return False
    return write(
        letter=letter,
        subject_id=row.guardian_id if isinstance(row, Guardianship) else row.subject_id,
        channel=Channel(row.channel),
        address=address,
        language=row.language,
        about=row.pk,
        context={"link": link},
    )
