"""Whether something is frozen. Exports, downloads and shares ask here before they do anything."""

from django.utils.translation import get_language, gettext

from coatingcat.ground.access import Refused
from coatingcat.privacy.models import SwitchTurn
from coatingcat.privacy.words import Switch


def frozen_switches() -> frozenset[Switch]:
    """What is frozen just now; one query."""
    turns = SwitchTurn.objects.order_by("switch", "-at", "-id").distinct("switch").values_list("switch", "is_frozen")
    return frozenset(Switch[name] for name, is_frozen in turns if is_frozen)


def is_frozen(switch: Switch) -> bool:
    """Whether this is frozen; one query."""
    turns = SwitchTurn.objects.filter(switch=switch.name).order_by("-at", "-id")
    return bool(turns.values_list("is_frozen", flat=True).first())


def refuse_if_frozen(switch: Switch) -> None:
    """Raises Refused (422) with the reason, before anything is done, while the switch is frozen."""
    if is_frozen(switch):
        what = switch.value.in_language(get_language())
        raise Refused(
            gettext("%(what)s: stopped at the moment to protect data. Nothing was done; please try again later.")
            % {"what": what},
            422,
        )
