"""Who holds a link, and who is held under an address."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.models import Arrangement, Case, CaseLink
from coatingcat.privacy.sealed import Clear, SealedEmail, SealedPhone, digest_of
from coatingcat.privacy.words import Kind, Text
from coatingcat.privacy.words.cases import AfterDeath


def case_of_token(token: str) -> Case | None:
    """The case whose link carries this token, as long as the link works."""
    digest = digest_of(CaseLink, "token", Clear(token))
    link = (
        CaseLink.objects.select_related("case__subject__claimant")
        .filter(token_digest=digest, revoked_at=None, ends_at__gt=now())
        .first()
    )
    return link.case if link else None


def cases_by_link(subject_id: UUID, about_id: UUID) -> list[tuple[Case, str]]:
    """What somebody without an account asked about a person, latest first, with the token of each link.

    Inside OWN_DATA, as whoever asked. One query.
    """
    links = CaseLink.objects.select_related("case").filter(
        case__subject_id=subject_id, case__about_id=about_id, revoked_at=None, ends_at__gt=now()
    )
    return [(link.case, str(link.token.open())) for link in links.order_by("-case__opened_at")]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is held under an address or number: which subject, in which field, in how many rows."""

    subject_id: UUID
    label: str
    kind: Text
    rows: int


def known_by(address: str) -> list[Known]:
    """Everybody held under an e-mail address or telephone number, in any room, found by digests only.

    Fields of claimants are left out: that somebody asked is no proof that they are held.
    """
    wanted = Kind.EMAIL if "@" in address else Kind.MOBILE
    sort = SealedEmail if wanted is Kind.EMAIL else SealedPhone
    found: list[Known] = []
    for entry, declaration in personal_entries():
        field = entry.field
        if not isinstance(field, sort) or not field.digest or field.model._meta.label == "privacy.Claimant":
            continue
        found += _known_in(field.model, field, declaration.subject, address, declaration.kind.text)
    return found


def _known_in(
    model: type[models.Model], field: "SealedEmail | SealedPhone", path: str, address: str, kind: Text
) -> list[Known]:
    try:
        digest = digest_of(model, field.attname, address)
    except ValueError:
        return []
    lookup = path.replace(".", "__")
    rows = (
        model._default_manager.filter(**{field.digest: digest})
        .values_list(lookup)
        .annotate(rows=models.Count("pk"))
        .order_by(lookup)
    )
    return [Known(subject_id, field.label, kind, count) for subject_id, count in rows]


def wish_of(subject_id: UUID) -> AfterDeath | None:
    """What a person arranged for the time after death; None if nothing."""
    latest = Arrangement.objects.filter(subject_id=subject_id).order_by("-at", "-pk").first()
    return AfterDeath[latest.wish.upper()] if latest else None
