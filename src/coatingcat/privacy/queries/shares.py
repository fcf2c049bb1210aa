"""What went to whom, and how many persons' data left the mainland."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from coatingcat.ground.clock import ZONE, now
from coatingcat.privacy.models.sharing import Share, SharedPerson
from coatingcat.privacy.queries.recipients import known_recipients
from coatingcat.privacy.rules import transfers

_SHOWN = 200


def shares_of(subject_id: UUID, limit: int = _SHOWN) -> list[SharedPerson]:
    """Who received this person's data, latest first, with share and deliveries; what a law keeps silent is left out
    until its day (the model's manager sees to it). Two queries."""
    return list(
        SharedPerson.objects.filter(subject_id=subject_id)
        .select_related("share")
        .prefetch_related("share__deliveries")
        .order_by("-share__at", "-pk")[:limit]
    )


def latest_shares(limit: int = 100) -> QuerySet[Share]:
    """What went out last, for the desk; two queries."""
    return Share.objects.select_related("package").prefetch_related("deliveries").order_by("-at", "-pk")[:limit]


def received(subject_id: UUID, label: str) -> list[Share]:
    """The latest share of a field with each recipient that got it: whom a correction has to reach (PIPL 46)."""
    rows = SharedPerson.everything.filter(subject_id=subject_id).select_related("share").order_by("-share__at")
    latest: dict[str, Share] = {}
    for row in rows:
        if label in row.label_list:
            latest.setdefault(row.share.recipient, row.share)
    return list(latest.values())


@dataclass(frozen=True, slots=True)
class Heads:
    """Distinct persons in a calendar year, and those of them with sensitive data."""

    persons: int
    sensitive: int


def heads_abroad(year: int, *, country: str | None = None, and_also: Collection[UUID] = ()) -> Heads:
    """Persons whose data left the mainland in a year of Shanghai; to one country, or to all together.

    All together is what the thresholds ask for: cutting one transfer into several countries' must not help.
    """
    begin, end = (datetime(y, 1, 1, tzinfo=ZONE) for y in (year, year + 1))
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"begin": begin, "end": end, "country": country, "more": list(and_also)})
        persons, sensitive = cursor.fetchone()
    return Heads(persons, sensitive)


_HEADS = """
SELECT count(DISTINCT subject), count(DISTINCT subject) FILTER (WHERE sensitive) FROM (
  SELECT p.subject_id AS subject, p.is_sensitive AS sensitive
  FROM privacy_sharedperson p JOIN privacy_share s ON s.id = p.share_id
  WHERE s.at >= %(begin)s AND s.at < %(end)s AND s.country <> 'CN'
    AND (%(country)s::text IS NULL OR s.country = %(country)s)
  UNION ALL SELECT unnest(%(more)s::uuid[]), false
) AS gone
"""


@dataclass(frozen=True, slots=True)
class Destination:
    """A country data went to this year."""

    country: str
    heads: Heads


def destinations() -> list[Destination]:
    """Where data went this year, outside the mainland."""
    year = now().astimezone(ZONE).year
    since = datetime(year, 1, 1, tzinfo=ZONE)
    codes = Share.objects.filter(~Q(country="CN"), at__gte=since).order_by("country").values_list("country", flat=True)
    return [Destination(code, heads_abroad(year, country=code)) for code in codes.distinct()]


def near_thresholds() -> Iterator[tuple[str, int, int]]:
    """Recipients abroad whose path is nine tenths used up: key, persons, bound."""
    heads = heads_abroad(now().astimezone(ZONE).year)
    if not heads.persons:
        return
    for known in known_recipients():
        bound = transfers.bound_of(known.path)
        if bound is None or not transfers.is_abroad(known.country) or known.terms is None:
            continue
        if transfers.is_near(known.path, persons=heads.persons, sensitive=heads.sensitive):
            yield known.key, heads.persons, bound[0]
