"""Whose data went to somebody outside in the time of an incident, from the ledger of shares."""

from uuid import UUID

from coatingcat.privacy.models import Incident, SharedPerson


def people_shared_in(incident: Incident) -> tuple[dict[UUID, set[str]], int]:
    """Each person with the labels that went out, and 0: the ledger names people, not keys. One query."""
    rows = SharedPerson.objects.filter(share__at__gte=incident.since, share__at__lte=incident.until)
    if incident.recipient:
        rows = rows.filter(share__recipient=incident.recipient)
    if incident.actor:
        rows = rows.filter(share__by=incident.actor)
    found: dict[UUID, set[str]] = {}
    for subject_id, labels in rows.order_by().values_list("subject_id", "labels"):
        names = set(labels.split())
        if not incident.label or incident.label in names:
            found.setdefault(subject_id, set()).update(names)
    return found, 0
