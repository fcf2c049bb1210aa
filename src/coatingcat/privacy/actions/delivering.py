"""A package leaves: fetched by an officer, or sent to the recipient's server with our signature; each step is noted."""

from datetime import timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.ground.outbound import post
from coatingcat.privacy.keys import signing_key
from coatingcat.privacy.models import Delivery, Package, Share, SharedPerson, Subject, SubjectKey
from coatingcat.privacy.queries.recipients import recipient_of
from coatingcat.privacy.words import Outcome

SECONDS = 20
KEEP_FOR = timedelta(days=7)
"""How long a package waits for somebody to fetch it or for a server that answers."""


class NotDelivered(Exception):
    """The recipient's server did not take the package; the job tries again."""


def fetch(*, share_id: UUID, by: UUID) -> bytes | None:
    """The package for an officer to hand over, which is noted each time; None if it is gone."""
    with transaction.atomic():
        package = _held(share_id)
        if package is None:
            return None
        Delivery.objects.create(share_id=share_id, outcome=Outcome.FETCHED.name, by=by)
        return bytes(package.content)


def note_receipt(*, share_id: UUID, by: UUID) -> None:
    """The recipient has confirmed that it has the package; what we held of it is deleted."""
    with transaction.atomic():
        if _held(share_id) is not None:
            _end(share_id, Outcome.RECEIVED, by=by)


def deliver(*, share_id: UUID) -> None:
    """Send a package to the recipient's server. Raises NotDelivered, and the job tries again; done twice, it is sent once.

    A person who was erased or restricted since keeps the package from leaving: it is deleted instead.
    """
    with transaction.atomic():
        package = _held(share_id)
        if package is None:
            return
        known = recipient_of(package.share.recipient)
        if known is None or not known.webhook or _has_lost_somebody(package.share):
            _end(share_id, Outcome.DROPPED)
            return
        status = _sent(known.webhook, package.share, bytes(package.content))
        if status // 100 == 2:
            _end(share_id, Outcome.RECEIVED, status=status)
            return
    Delivery.objects.create(share_id=share_id, outcome=Outcome.FAILED.name, status=status or None)
    raise NotDelivered(f"The server of {known.key} answered {status or 'nothing'}.")


def drop_old_packages() -> int:
    """Delete packages nobody fetched in time. Returns how many."""
    old = Package.objects.filter(share__at__lt=now() - KEEP_FOR).values_list("share_id", flat=True)
    for share_id in list(old):
        with transaction.atomic():
            if _held(share_id) is not None:
                _end(share_id, Outcome.DROPPED)
    return len(old)


def signature(content: bytes) -> bytes:
    """Our signature (Ed25519) over a package; who receives it checks it with `public_key` (64 bytes)."""
    return _signer().sign(content)


def public_key() -> bytes:
    """What recipients check our signatures with (32 bytes)."""
    return _signer().public_key().public_bytes_raw()


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(signing_key("disclosure"))


def _held(share_id: UUID) -> Package | None:
    """The package, locked, so that two workers send it once."""
    return Package.objects.select_for_update(of=("self",)).select_related("share").filter(share_id=share_id).first()


def _end(share_id: UUID, outcome: Outcome, *, status: int | None = None, by: UUID | None = None) -> None:
    Delivery.objects.create(share_id=share_id, outcome=outcome.name, status=status, by=by)
    Package.objects.filter(share_id=share_id).delete()


def _has_lost_somebody(share: Share) -> bool:
    subjects = set(SharedPerson.everything.filter(share=share).values_list("subject_id", flat=True))
    alive = set(
        SubjectKey.objects.filter(subject_id__in=subjects, destroyed_at=None).values_list("subject_id", flat=True)
    )
    return bool(subjects - alive) or Subject.objects.filter(pk__in=subjects, restricted_at__isnull=False).exists()


def _sent(url: str, share: Share, content: bytes) -> int:
    """What the server answered (HTTP status); 0 if it did not. Packages travel encrypted once more."""
    headers = {
        "Content-Type": "application/age",
        "X-CoatingCat-Share": str(share.pk),
        "X-CoatingCat-Digest": share.digest_text,
        "X-CoatingCat-Signature": signature(content).hex(),
    }
    return post(url, content, headers, seconds=SECONDS)


def drop_packages_of(subject_id: UUID) -> int:
    """Delete the packages on their way that hold something of a person, who is being erased. Returns how many."""
    waiting = list(Package.objects.filter(share__people__subject_id=subject_id).values_list("share_id", flat=True))
    for share_id in waiting:
        _end(share_id, Outcome.DROPPED)
    return len(waiting)
