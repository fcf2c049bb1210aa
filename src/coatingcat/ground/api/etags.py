"""Versions of what changes: an ETag with each answer, If-Match with each change (RFC 9110 §13)."""

import hashlib

from django.http import HttpRequest
from django.utils.translation import gettext

from coatingcat.ground.api.problems import Problem


def etag_of(*parts: object) -> str:
    """A strong ETag over what a caller saw."""
    return '"' + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32] + '"'


def demand_match(request: HttpRequest, etag: str) -> None:
    """Raises Problem: 428 if the caller does not say which version it changes, 412 if that one is not the present."""
    sent = request.headers.get("If-Match", "")
    if not sent:
        raise Problem(
            428, "version-missing", gettext("Say which version you change: send its ETag in the header If-Match.")
        )
    if sent.strip() != "*" and etag not in {one.strip() for one in sent.split(",")}:
        raise Problem(
            412, "version-changed", gettext("It was changed since you read it. Read it again and decide anew.")
        )
