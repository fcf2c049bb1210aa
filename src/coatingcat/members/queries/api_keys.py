"""Keys for programs, as pages show them and as a request is known by."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef

from coatingcat.ground.clock import now
from coatingcat.members.models import ApiKey, Freeze, Position

_STANDS = Position.objects.filter(member_id=OuterRef("member_id"), company_id=OuterRef("company_id"), ended_at=None)
_FROZEN = Freeze.objects.filter(member_id=OuterRef("member_id"), lifted_at=None)


def keys_of(company_id: UUID) -> Sequence[ApiKey]:
    """The keys of a company, those that work first; one query."""
    found = ApiKey.objects.select_related("member").filter(company_id=company_id).order_by("-created_at")[:100]
    return sorted(found, key=lambda key: not key.is_alive)


def key_of_company(company_id: UUID, key_id: UUID) -> ApiKey | None:
    return ApiKey.objects.filter(company_id=company_id, pk=key_id).first()


def working_key(digest: bytes) -> ApiKey | None:
    """The key with this digest, with member and company, if it works: alive, its maker still acts for the company,
    and their account is not frozen. One query."""
    alive = ApiKey.objects.filter(digest=digest, ended_at=None, expires_at__gt=now())
    return alive.filter(Exists(_STANDS), ~Exists(_FROZEN)).select_related("member", "company").first()
