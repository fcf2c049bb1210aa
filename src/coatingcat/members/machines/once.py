"""Each write once (Idempotency-Key): the same request again gets the same answer, and nothing happens again.

The answer is written in the transaction of the write itself: after a crash either both are there or neither. What was
refused is not kept, as nothing happened; it may be tried again under the same key.
"""

import hashlib
import json
import re
from collections.abc import Callable
from uuid import UUID, uuid5

from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from coatingcat.ground.api import Problem
from coatingcat.ground.clock import now
from coatingcat.members.machines.callers import Caller
from coatingcat.members.models import KeptAnswer
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, keeping

HEADER = "Idempotency-Key"
PATTERN = r"^[A-Za-z0-9_\-:.]{16,128}$"
_RETRY_SECONDS = "1"
_KEPT_HEADERS = ("ETag", "Location", "Content-Type", "Content-Language")


def once(request: HttpRequest, caller: Caller, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `act`, or the one it gave before.

    Raises Problem: 400 without a key, 409 while the first is still running, 422 for the same key with another request.
    """
    token, call = _token(request), _call(request)
    with transaction.atomic():
        _hold(caller, token)
        kept = KeptAnswer.objects.select_related("key").filter(key=caller.key, token_digest=token).first()
        if kept is not None and kept.at > now() - keeping.REPLAY.for_:
            return _again(kept, call, caller)
        if kept is not None:
            kept.delete()
        response = act()
        if response.status_code < 300:
            _keep(caller, token, call, response)
        else:
            transaction.set_rollback(True)
    return response


def submission_of(request: HttpRequest) -> UUID:
    """The number of one submission, for actions that know one themselves: made of the key and the header."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return uuid5(caller.key.pk, request.headers.get(HEADER, ""))


def _token(request: HttpRequest) -> bytes:
    text = request.headers.get(HEADER, "")
    if not re.fullmatch(PATTERN[1:-1], text):
        told = gettext(
            "Send a header Idempotency-Key with every change: 16 to 128 letters, digits and -_:., new for each change, "
            "the same when you try it again."
        )
        raise Problem(400, "idempotency-key-missing", told)
    return hashlib.sha256(text.encode()).digest()


def _call(request: HttpRequest) -> bytes:
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    return hashlib.sha256("\0".join(parts).encode() + b"\0" + request.body).digest()


def _hold(caller: Caller, token: bytes) -> None:
    """Until the end of this transaction nobody else runs under this key. Two keys may meet in 64 bits: they wait."""
    number = int.from_bytes(hashlib.sha256(caller.key.pk.bytes + token).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            told = gettext("The first request under this Idempotency-Key is still running.")
            raise Problem(409, "still-running", told, headers={"Retry-After": _RETRY_SECONDS})


def _again(kept: KeptAnswer, call: bytes, caller: Caller) -> HttpResponse:
    if bytes(kept.call_digest) != call:
        told = gettext("This Idempotency-Key was used for another request. Take a new one for each change.")
        raise Problem(422, "idempotency-key-reused", told)
    with purpose(Purpose.MEMBERSHIP, actor=caller.actor):
        held = json.loads(kept.answer.open())
    response = HttpResponse(held["body"], status=kept.status)
    for name, value in held["headers"].items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _keep(caller: Caller, token: bytes, call: bytes, response: HttpResponse) -> None:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    text = json.dumps({"headers": headers, "body": response.content.decode()}, ensure_ascii=False)
    kept = KeptAnswer(key=caller.key, token_digest=token, call_digest=call, status=response.status_code)
    kept.answer = Clear(text)
    try:
        kept.save(force_insert=True)
    except IntegrityError as error:  # cannot be while it is held; if it were, the write must not stand twice
        raise Problem(409, "still-running", gettext("Try again."), headers={"Retry-After": "1"}) from error
