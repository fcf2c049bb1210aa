"""What was swept, and by which rules."""

from coatingcat.privacy.models import RetentionRun
from coatingcat.privacy.retention import Rule, rules


def retention_runs(limit: int = 30) -> list[RetentionRun]:
    """The latest runs of the sweep, dry ones included; one query."""
    return list(RetentionRun.objects.order_by("-started_at")[:limit])


def last_sweep() -> RetentionRun | None:
    """The latest run that was no dry one and came to its end; one query."""
    return RetentionRun.objects.filter(is_dry=False).exclude(finished_at=None).order_by("-started_at").first()


def rules_by_time() -> list[Rule]:
    """Every rule, the shortest keeping time first."""
    return sorted(rules(), key=lambda rule: (rule.how.name, rule.keep.for_, rule.table))
