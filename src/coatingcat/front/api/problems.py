"""Whatever stops an operation, as problem details (RFC 9457), in the language the caller asks for."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from coatingcat.front.errors import reference_of
from coatingcat.front.words import PROBLEMS
from coatingcat.ground.access import Refused
from coatingcat.ground.api import Fault, Problem, ProblemDetails
from coatingcat.ground.api.problems import MEDIA_TYPE
from coatingcat.ground.crashes import note_crash
from coatingcat.ground.faults import fault
from coatingcat.privacy.actions import note_denial
from coatingcat.privacy.gate import Denied

log = logging.getLogger("coatingcat.front")

_CODES = {
    400: "malformed",
    403: "not-allowed",
    404: "not-found",
    405: "method",
    409: "conflict",
    410: "gone",
    413: "too-large",
    422: "validation",
    429: "too-many-requests",
    500: "failure",
    503: "overloaded",
}
_RETRY_SECONDS = "10"


def problem_response(
    request: HttpRequest,
    status: int,
    *,
    code: str = "",
    detail: str = "",
    errors: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer to what was not done."""
    code = code or _CODES.get(status, "conflict")
    title = PROBLEMS[code].in_language(get_language())
    body = ProblemDetails(
        type=f"/api/#{code}",
        title=title,
        status=status,
        detail=detail or title,
        code=code,
        instance=reference_of(request),
        errors=list(errors),
    )
    match = request.resolver_match
    log.warning("%s reference %s at %s", status, body.instance, match.view_name if match else "no view")
    response = HttpResponse(body.model_dump_json(), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def listen(api: NinjaAPI) -> None:
    """Register what becomes of each exception."""
    api.add_exception_handler(Problem, _of_problem)
    api.add_exception_handler(Refused, _of_refusal)
    api.add_exception_handler(Denied, _of_denial)
    api.add_exception_handler(ValidationError, _of_validation)
    api.add_exception_handler(Http404, lambda request, _error: problem_response(request, 404))
    api.add_exception_handler(HttpError, _of_http)
    api.add_exception_handler(RequestDataTooBig, lambda request, _error: problem_response(request, 413))
    api.add_exception_handler(Exception, _of_failure)


def _of_problem(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status == 403:
        note_denial(request, error)
    return problem_response(
        request, error.status, code=error.code, detail=error.detail, errors=error.errors, headers=error.headers
    )


def _of_refusal(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status == 403:
        note_denial(request, error)
    wait = {} if error.retry_after_seconds is None else {"Retry-After": str(error.retry_after_seconds)}
    return problem_response(request, error.status, detail=error.reason, headers=wait)


def _of_denial(request: HttpRequest, error: Any) -> HttpResponse:
    note_denial(request, error)
    return problem_response(request, 403, detail=error.reason)


def _of_http(request: HttpRequest, error: Any) -> HttpResponse:
    """What the framework itself refuses: in truth only a body that is no JSON."""
    status = error.status_code if error.status_code in _CODES else 400
    return problem_response(request, status, detail=gettext("The body is no JSON in UTF-8 that could be stored."))


def _of_failure(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("reference %s: %s", reference_of(request), fault(error))
    match = request.resolver_match
    note_crash(error, at_work=match.view_name if match else "no view")
    if isinstance(error, OperationalError | InterfaceError):
        return problem_response(request, 503, headers={"Retry-After": _RETRY_SECONDS})
    return problem_response(request, 500)


def _of_validation(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [_fault(one) for one in error.errors[:50]]
    return problem_response(
        request, 422, detail=gettext("Some of what was sent does not fit: see `errors`."), errors=faults
    )


def _fault(error: Mapping[str, Any]) -> Fault:
    source, *path = error["loc"]
    path = path[1:] if source == "body" and len(path) > 1 else path
    reason, remedy = _said(error["type"], error.get("ctx") or {})
    return Fault(field=".".join(map(str, path))[:200] or "body", reason=reason, remedy=remedy)


def _said(sort: str, bounds: Mapping[str, Any]) -> tuple[str, str]:
    """Reason and remedy of pydantic's sorts of errors."""
    limit = next((bounds[name] for name in ("ge", "gt", "le", "lt", "max_length", "min_length") if name in bounds), "")
    values = {"limit": limit, "expected": bounds.get("expected", "")}
    match sort:
        case "missing":
            return gettext("It is missing."), gettext("Send it.")
        case "extra_forbidden":
            return gettext("There is no such field."), gettext("Leave it out, or correct its name.")
        case "string_too_long" | "too_long" | "less_than_equal" | "less_than":
            return gettext("It is too long or too large."), gettext("At most %(limit)s.") % values
        case "string_too_short" | "too_short" | "greater_than_equal" | "greater_than":
            return gettext("It is too short or too small."), gettext("At least %(limit)s.") % values
        case "string_pattern_mismatch":
            return gettext("It is not of the form it must have."), gettext("See the pattern in the reference.")
        case "enum" | "literal_error":
            return gettext("It is none of what it may be."), gettext("One of %(expected)s.") % values
        case _:
            return gettext("It is of another type."), gettext("See its type in the reference.")
