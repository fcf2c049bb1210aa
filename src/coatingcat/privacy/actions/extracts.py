"""What a recipient gets of everybody at once, under pseudonyms only."""

from coatingcat.privacy.actions.disclosure import Record, disclose
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.models import Share
from coatingcat.privacy.queries.recipients import Known
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Form, Purpose, ShareQuestion

ROWS = 1_000
"""Rows of one table in an extract, the latest: enough to find a fault by, and no copy of the whole."""


def can_be_extracted(known: Known) -> bool:
    """Whether everything a recipient gets is under a pseudonym; what is readable goes out one by one, for a reason."""
    forms = set(known.fields.values())
    return bool(forms) and forms == {Form.PSEUDONYM} and len(known.declared.purposes) == 1


def extract_for(*, known: Known, actor: Actor) -> Share:
    """The latest rows of every declared field, under pseudonyms of this recipient. Raises ShareRefused."""
    from django.apps import apps

    if not can_be_extracted(known):
        raise ShareRefused(ShareQuestion.FORM, known.key)
    by_model: dict[str, list[str]] = {}
    for label in known.fields:
        by_model.setdefault(label.rpartition(".")[0], []).append(label)
    records = [
        Record((row,), tuple(labels))
        for model, labels in by_model.items()
        for row in apps.get_model(model)._base_manager.order_by("-pk")[:ROWS]
    ]
    (purpose,) = known.declared.purposes
    assert isinstance(purpose, Purpose)
    return disclose(recipient=known.key, purpose=purpose, records=records, actor=actor, leave_out=True)
