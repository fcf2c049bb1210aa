"""Where Django keeps sessions (SESSION_ENGINE): our table, under the digest of the cookie's value.

A session holds ids and states, never a value about a person; a visitor without one costs no query.
"""

import hashlib
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, router, transaction

from coatingcat.ground.clock import now
from coatingcat.ground.statements import Composed, Given
from coatingcat.members.models import BrowserSession, Member

DEVICE = "device"
"""Key of the session under which the label of the browser stands from the sign-in on."""
_SEEN_EVERY = timedelta(hours=1)
_came_along: ContextVar[Member | None] = ContextVar("_came_along", default=None)
"""The member of the session read last, for the one question that follows it."""


# A member's page asks for both; together they are one statement.
_STANDING = Composed(
    lambda: (
        BrowserSession.objects.select_related("member")
        .filter(session_key=Given("key"), expire_date__gt=Given("now"))
        .order_by()
    )
)


def digest_of_key(session_key: str | None) -> str:
    """What stands in the table for a cookie's value (SHA-256; the value has 190 random bits)."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()


class SessionStore(DatabaseStore):
    """Django's database store, with digests for keys, the member beside the data, and when it was last seen."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def _get_session_from_db(self) -> BrowserSession | None:
        row = _STANDING.first(key=digest_of_key(self.session_key), now=now())
        _came_along.set(row.member if row else None)
        if row is None:
            self._session_key = None
            return None
        if now() - row.seen_at > _SEEN_EVERY:
            BrowserSession.objects.filter(pk=row.pk).update(
                seen_at=now(), expire_date=self.get_expiry_date(modification=now(), expiry=None)
            )  # without `expiry` it would be looked up in the very session that is being read
        return row

    def exists(self, session_key: str) -> bool:
        return BrowserSession.objects.filter(session_key=digest_of_key(session_key)).exists()

    def _key_made_if_missing(self) -> str:
        if self._session_key is None:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        return self._session_key

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        return BrowserSession(
            session_key=digest_of_key(self._key_made_if_missing()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            member_id=data.get("_auth_user_id"),
            device=data.get(DEVICE, ""),
        )

    def save(self, must_create: bool = False) -> None:
        if must_create or self.session_key is None:
            return super().save(must_create)
        row = self.create_model_instance(dict(self.items()))
        using = router.db_for_write(BrowserSession, instance=row)
        try:
            with transaction.atomic(using=using):
                changed = BrowserSession.objects.filter(pk=row.pk).update(
                    session_data=row.session_data,
                    expire_date=row.expire_date,
                    member_id=row.member_id,
                    device=row.device,
                    seen_at=now(),
                )
        except DatabaseError:
            raise UpdateError from None
        if not changed:  # signed out on another device meanwhile: a late answer must not bring it back
            raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            BrowserSession.objects.filter(session_key=digest_of_key(key)).delete()


class MemberOfSession(ModelBackend):
    """Django's backend (AUTHENTICATION_BACKENDS), which does not ask again for the member who came with the session."""

    def get_user(self, user_id: Any) -> Member | None:
        member = _came_along.get()
        _came_along.set(None)
        if member is None or member.pk != user_id:
            member = Member.objects.filter(pk=user_id).first()
        return member if member is not None and self.user_can_authenticate(member) else None
