"""The service ends: announced thirty days before, everybody erased after its last day, proven (III.2b; ECL 16)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from coatingcat.config import config
from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.chain import seal_chain
from coatingcat.privacy.actions.erasures import request_erasure
from coatingcat.privacy.models import Erasure, SubjectKey
from coatingcat.privacy.models.endings import NOTICE, EndOfService
from coatingcat.privacy.queries import latest_link
from coatingcat.privacy.queries.endings import ending, still_readable, unproven
from coatingcat.privacy.receipts import canonical, signed
from coatingcat.privacy.refusals import PrivacyError
from coatingcat.privacy.words import ErasureWay, KeyKind, keeping

_STEP = 200
"""How many people are asked for in one transaction."""


class TooSoon(PrivacyError):
    """The service may not end before thirty days have passed since its end was announced (ECL 16)."""


class EndsAlready(PrivacyError):
    """An end is announced already; take it back before another is announced."""


def announce_end(*, ends_on: date, by: UUID | None) -> EndOfService:
    """Say in public, and to every member, that the service ends; copies of one's data stand first (III.2b).

    Raises TooSoon for a day less than thirty days ahead, EndsAlready where an end is announced.
    """
    if ends_on < today() + NOTICE:
        raise TooSoon(f"Thirty days of notice are owed: the first possible day is {today() + NOTICE} (ECL 16).")
    try:
        with transaction.atomic():
            found = EndOfService.objects.create(announced_on=today(), ends_on=ends_on, by=by)
            later("outreach.announce_end", ending_id=found.pk)
    except IntegrityError:
        raise EndsAlready("An end is announced already.") from None
    return found


@transaction.atomic
def take_back_end() -> bool:
    """The service goes on; whether an end was announced that could be taken back."""
    found = EndOfService.objects.select_for_update().filter(
        withdrawn_at=None, erasing_at=None, finished_at=None
    ).first()  # fmt: skip
    if found is None:
        return False
    EndOfService.objects.filter(pk=found.pk).update(withdrawn_at=now())
    later("outreach.take_back_end", ending_id=found.pk)
    return True


def carry_out_end() -> bool:
    """After the last day: ask for everybody's erasure, portion by portion, and prove it once all are proven.

    May be called at any time and any number of times; gives whether the end is proven now.
    """
    found = ending()
    if found is None or found.ends_on >= today():
        return False
    EndOfService.objects.filter(pk=found.pk, erasing_at=None).update(erasing_at=now())
    _end_holds()
    while portion := still_readable(_STEP):
        with transaction.atomic():
            for subject_id in portion:
                request_erasure(subject_id=subject_id, by=None, way=ErasureWay.END_OF_SERVICE, grace_days=0)
    if unproven():
        later("privacy.carry_out_end", dedupe="end", at=now() + timedelta(minutes=1))
        return False
    _prove(found)
    return True


def _end_holds() -> None:
    """No order is completed any more: what a law makes us keep gets its last day, counted from the end (ECL 31)."""
    SubjectKey.objects.filter(kind=KeyKind.HOLD.value, destroyed_at=None, ends_at=None).update(
        ends_at=now() + keeping.TRANSACTION.for_
    )


def _prove(found: EndOfService) -> None:
    seal_chain()
    length, head = latest_link()
    holds = SubjectKey.objects.filter(kind=KeyKind.HOLD.value, destroyed_at=None)
    held = holds.aggregate(count=Count("id"), last=Max("ends_at"))
    proof = {
        "operator": config().contact.operator,
        "announced_on": str(found.announced_on),
        "ended_on": str(found.ends_on),
        "erasures_proven": Erasure.objects.exclude(proven_at=None).count(),
        "live_keys": SubjectKey.objects.filter(kind=KeyKind.LIVE.value, destroyed_at=None).count(),
        "keys_destroyed": SubjectKey.objects.exclude(destroyed_at=None).count(),
        "keys_held_by_law": held["count"],
        "last_day_of_what_is_held": str(held["last"].date()) if held["last"] else None,
        "article": keeping.TRANSACTION.article,
        "chain": {"links": length, "head": head.hex()},
        "proven_at": now().isoformat(timespec="seconds"),
    }
    signature = signed(proof)
    EndOfService.objects.filter(pk=found.pk, finished_at=None).update(
        finished_at=now(), proof=proof, signature=signature
    )
    folder = config().data / "ending"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"proof-{found.ends_on}.json").write_bytes(canonical({"proof": proof, "signature": signature.hex()}))
