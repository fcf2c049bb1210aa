"""Who opened what, and whether the log is what it was."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from coatingcat.privacy import keys
from coatingcat.privacy.models import Head, Link, Opening, SubjectKey

EMPTY_CHAIN = hashlib.sha256(b"coatingcat openings").digest()
"""What the first link follows."""


def link_digest(before: bytes, opening: Opening) -> bytes:
    """SHA-256 over the link before and every column of the opening, each with its length (32 bytes)."""
    chain = hashlib.sha256(before)
    for part in (
        opening.pk,
        opening.at.isoformat(),
        opening.request,
        opening.actor or "",
        opening.roles,
        opening.purpose,
        opening.label,
        bytes(opening.pseudonym).hex(),
        opening.reason,
        opening.about,
        opening.count,
    ):
        text = str(part).encode()
        chain.update(len(text).to_bytes(4) + text)
    return chain.digest()


def latest_link() -> tuple[int, bytes]:
    """Length and head of the chain."""
    last = Link.objects.order_by("-seq").values_list("seq", "digest").first()
    return (last[0], bytes(last[1])) if last else (0, EMPTY_CHAIN)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a verification found: `faults` is empty if nothing was changed, removed or cut off."""

    links: int
    unchained: int
    head: bytes
    faults: tuple[str, ...]


def verify_chain() -> ChainReport:
    """Recompute the whole chain over the openings and compare it with its links and its published heads."""
    faults: list[str] = []
    digest, seq = EMPTY_CHAIN, 0
    heads = {h.seq: h for h in Head.objects.all()}
    for link in Link.objects.select_related("opening").order_by("seq").iterator(5_000):
        seq += 1
        if link.seq != seq:
            faults.append(f"Link {seq} is missing; the next is {link.seq}.")
            seq = link.seq
        digest = link_digest(digest, link.opening)
        if digest != bytes(link.digest):
            faults.append(f"Link {seq} does not match opening {link.opening_id}: one of them was changed.")
            digest = bytes(link.digest)
        head = heads.pop(seq, None)
        if head and bytes(head.digest) != digest:
            faults.append(f"The head published on {head.day} differs from link {seq}.")
    faults += [f"The chain is shorter than on {h.day}, when it had {h.seq} links." for h in heads.values() if h.seq]
    return ChainReport(seq, Opening.objects.filter(link=None).count(), digest, tuple(faults))


def pseudonyms_of(subject_id: UUID) -> list[bytes]:
    """What the log calls this subject: only its keys can tell, and none once they are destroyed."""
    ids = SubjectKey.objects.filter(subject_id=subject_id, destroyed_at=None).values_list("id", flat=True)
    return [key.pseudonym for key in keys.load([i.bytes for i in ids])]


def openings_of(subject_id: UUID, limit: int = 200) -> list[Opening]:
    """Who else opened this subject's values, latest first; found by the pseudonyms only its keys can tell."""
    return list(Opening.objects.filter(pseudonym__in=pseudonyms_of(subject_id)).order_by("-at")[:limit])
