"""`{% load cases %}`: what pages show of cases."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext, ngettext

from coatingcat.ground.clock import ZONE, today
from coatingcat.privacy.models import Case

register = template.Library()

_HOURS = 48


@register.filter
def duration(took: timedelta | None) -> str:
    """A time in the unit one would say it in: minutes, hours up to two days, then days."""
    if took is None:
        return "–"
    minutes = int(took.total_seconds()) // 60
    if minutes < 1:
        return gettext("under a minute")
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < _HOURS:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


@register.filter
def days_left(case: Case) -> int:
    """Calendar days until the promised day; below zero once it is over."""
    days: int = (case.due_on - today()).days
    return days


@register.filter
def days_given(case: Case) -> int:
    """Calendar days from receipt to the promised day."""
    days: int = (case.due_on - case.opened_at.astimezone(ZONE).date()).days
    return max(1, days)


@register.filter
def days_used(case: Case) -> int:
    """Calendar days gone by, at most those that were given."""
    return min(days_given(case), max(0, days_given(case) - days_left(case)))


_BADGES = {"answered": "verified", "closed": "plain", "refused": "danger", "waiting": "constructed"}


@register.filter
def state_badge(case: Case) -> str:
    """The look of a state."""
    return _BADGES.get(case.state, "background")
