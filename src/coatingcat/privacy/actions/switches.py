"""Freezing and letting go, for everybody, at once."""

from uuid import UUID

from coatingcat.privacy.models import SwitchTurn
from coatingcat.privacy.queries.switches import is_frozen
from coatingcat.privacy.words import Switch


def turn_switch(*, switch: Switch, freeze: bool, by: UUID, incident: UUID | None = None) -> bool:
    """Freeze what the switch stands for, or let it go; False if it stood so already, and nothing is written."""
    if is_frozen(switch) == freeze:
        return False
    SwitchTurn.objects.create(switch=switch.name, is_frozen=freeze, by_id=by, incident=incident)
    return True
