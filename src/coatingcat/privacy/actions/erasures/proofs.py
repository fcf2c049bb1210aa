"""The receipt: what was done, counted and signed. It holds no value, and no digest of one (a number can be guessed)."""

from typing import Any

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.privacy.actions.erasures.clearing import kept_in, text_of
from coatingcat.privacy.models import Epoch, Erasure, ErasureStep, Receipt, SubjectKey
from coatingcat.privacy.places import Hold, holds_of
from coatingcat.privacy.queries import latest_link
from coatingcat.privacy.receipts import signed
from coatingcat.privacy.words import Text

FORM = "CoatingCat receipt of an erasure, form 1"


def sign_receipt(erasure: Erasure) -> Receipt:
    """Write and sign the receipt and close the erasure, in the current transaction."""
    at = now()
    for step in erasure.steps.all():
        kept = kept_in(step.place, erasure.subject_id)
        if kept:
            ErasureStep.objects.filter(pk=step.pk).update(kept=kept)
    body = _body(erasure, at.isoformat())
    receipt = Receipt.objects.create(erasure=erasure, body=body, signature=signed(body), at=at)
    Erasure.objects.filter(pk=erasure.pk).update(proven_at=at)
    return receipt


def _body(erasure: Erasure, at: str) -> dict[str, Any]:
    seq, head = latest_link()
    epoch = Epoch.objects.filter(retired_at=None).first()
    assert erasure.unreadable_at is not None
    return {
        "form": FORM,
        "operator": config().contact.operator,
        "way": _both(erasure.way_word.text),
        "requested_at": erasure.requested_at.isoformat(),
        "promised_by": erasure.due.isoformat(),
        "unreadable_at": erasure.unreadable_at.isoformat(),
        "proven_at": at,
        "keys_destroyed": [str(key) for key in _keys(erasure, is_alive=False)],
        "keys_held": [str(key) for key in _keys(erasure, is_alive=True)],
        "epoch": str(epoch.pk) if epoch else None,
        "looked_for": erasure.look,
        "places": [
            {"place": step.place, "what": _both(text_of(step.place)), "removed": step.removed, "kept": step.kept}
            for step in erasure.steps.all()
        ],
        "holds": [_hold(hold) for hold in holds_of(erasure.subject_id)],
        "chain": {"links": seq, "head": head.hex()},
    }


def _keys(erasure: Erasure, *, is_alive: bool) -> Any:
    keys = SubjectKey.objects.filter(subject_id=erasure.subject_id, destroyed_at__isnull=is_alive)
    return keys.order_by("pk").values_list("pk", flat=True)


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "what": _both(hold.text),
        "count": hold.count,
        "article": hold.article,
        "until": hold.ends_at.date().isoformat() if hold.ends_at else None,
        "at_the_earliest": hold.earliest.date().isoformat() if hold.earliest else None,
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
