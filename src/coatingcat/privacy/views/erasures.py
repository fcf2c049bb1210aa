"""To cancel the account, and the receipt that is left of it (V.3)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coatingcat.config import config
from coatingcat.privacy.access import (
    anyone,
    confirmation_address,
    has_fresh_sign_in,
    member_required,
    subject_of,
    to_confirmation,
)
from coatingcat.privacy.actions.erasures import plan_of, planned_days, request_erasure, withdraw_erasure
from coatingcat.privacy.models import Erasure
from coatingcat.privacy.queries.erasures import erasure_by_code, standing_erasure
from coatingcat.privacy.receipts import code_of
from coatingcat.privacy.words import ErasureWay


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest) -> HttpResponse:
    """What goes, what stays and why, until when it can be withdrawn; then one button. A fresh sign-in is all it asks."""
    subject_id = subject_of(request)
    if request.method == "POST":
        if not has_fresh_sign_in(request):
            return to_confirmation(request)
        request_erasure(subject_id=subject_id, by=subject_id, way=ErasureWay.SELF_SERVICE)
        return redirect("privacy:cancellation")
    erasure = standing_erasure(subject_id)
    context = {
        "erasure": erasure,
        "code": code_of(erasure.pk) if erasure else "",
        "plan": plan_of(subject_id),
        "days": planned_days(),
        "grace_days": config().grace_days,
        "export_url": _export_address(),
        "confirmation_url": "" if has_fresh_sign_in(request) else confirmation_address(request),
    }
    return render(request, "privacy/cancellation.html", context)


@member_required
@never_cache
@require_POST
def cancellation_withdrawal(request: HttpRequest) -> HttpResponse:
    """Keep the account after all, while that is possible."""
    if withdraw_erasure(subject_id=subject_of(request)):
        messages.success(request, gettext("Your request is withdrawn. Your account goes on as before."))
    else:
        messages.error(request, gettext("There is no request any more that could be withdrawn."))
    return redirect("privacy:cancellation")


@anyone
@never_cache
@require_safe
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """How far an erasure is, and its receipt in the end, for whoever has the code."""
    erasure = _found(receipt)
    signed = getattr(erasure, "receipt", None)
    steps = list(erasure.steps.all())
    context = {
        "erasure": erasure,
        "code": receipt,
        "receipt": signed,
        "signature": bytes(signed.signature).hex() if signed else "",
        "cleared": sum(1 for step in steps if step.done_at),
        "places": len(steps),
    }
    return render(request, "privacy/receipt.html", context)


@anyone
@never_cache
@require_safe
def receipt_file(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt with its signature, for `coatingcat receipts verify`."""
    signed = getattr(_found(receipt), "receipt", None)
    if signed is None:
        raise Http404(gettext("There is no receipt yet: the erasure is not done."))
    body = {"receipt": signed.body, "signature": bytes(signed.signature).hex()}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="receipt-{receipt[:5]}.json"'
    return response


def _found(code: str) -> Erasure:
    erasure = erasure_by_code(code)
    if erasure is None:
        raise Http404(gettext("No receipt has this code. Check that the link is complete."))
    return erasure


def _export_address() -> str:
    """Where a copy of the data is taken."""
    try:
        return reverse("privacy:exports")
    except NoReverseMatch:
        return reverse("members:data")
