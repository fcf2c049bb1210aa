"""Telling everybody of an incident (III.3d): a banner and a line in the archive, with the way to what is known."""

from datetime import timedelta
from uuid import UUID

from coatingcat.ground.clock import now
from coatingcat.outreach.actions.announcing import announce
from coatingcat.outreach.words import Topic
from coatingcat.privacy.models import Incident
from coatingcat.privacy.words import Text
from coatingcat.privacy.words.incidents import IncidentKind

BANNER = timedelta(days=30)


def announce_incident(*, incident_id: UUID) -> None:
    """Announce an incident to everybody, once; a drill never."""
    incident = Incident.objects.get(pk=incident_id)
    if incident.is_drill:
        return
    kind = IncidentKind[incident.kind].value
    announce(
        topic=Topic.INCIDENT,
        title=Text(f"个人信息安全事件：{kind.zh}", f"Incident with personal data: {kind.en}"),
        body=Text(
            "受影响的人已被逐一通知。发生的情况、涉及的信息种类和已采取的措施见以下页面。",
            "Everybody affected is told one by one. What happened, which sorts of data it concerns and what was done"
            " stands on this page.",
        ),
        ends_at=now() + BANNER,
        path="privacy/incidents/",
        about=f"incident:{incident.code}",
    )
