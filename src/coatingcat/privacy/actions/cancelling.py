"""The contact desk starts what the button of the Personal Centre starts: one request, two ways (V.3-1)."""

from uuid import UUID

from django.db import transaction

from coatingcat.privacy.actions.cases import note_act
from coatingcat.privacy.actions.erasures import request_erasure
from coatingcat.privacy.models import Case, Erasure
from coatingcat.privacy.words import ErasureWay
from coatingcat.privacy.words.cases import CaseKind, Move


def cancel_for(*, case: Case, by: UUID) -> Erasure:
    """Ask that whoever the case is about be erased; the request that stands already, if there is one."""
    way = ErasureWay.GUARDIAN if case.sort is CaseKind.GUARDIAN else ErasureWay.DESK
    with transaction.atomic():
        erasure = request_erasure(subject_id=case.about_id or case.subject_id, by=by, way=way)
        note_act(case=case, move=Move.CANCEL, by=by)
    return erasure
