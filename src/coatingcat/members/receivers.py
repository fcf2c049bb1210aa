"""What members do at what happened."""

from coatingcat.ground.bus import hears
from coatingcat.members.actions.api_keys import end_keys_of
from coatingcat.members.events import PositionEnded


@hears(PositionEnded, at_once=True)
def end_keys(event: PositionEnded) -> None:
    """Whoever acts for a company no longer leaves no key behind."""
    end_keys_of(member_id=event.subject_id, company_id=event.company_id)
