"""What the server keeps for a browser it does not know: shown, given as a file, deleted (PIPL 45, 47)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coatingcat.ground.clock import now
from coatingcat.privacy.access import anyone
from coatingcat.privacy.declarations import cookies
from coatingcat.privacy.finding import forget_for, kept_for


@anyone
@never_cache
@require_safe
def my_cookies(request: HttpRequest) -> HttpResponse:
    """This browser's cookies, and what the server keeps under them."""
    sent = [cookie for name, cookie in cookies().items() if name in request.COOKIES]
    return render(request, "privacy/my_cookies.html", {"kept": kept_for(request.COOKIES), "sent": sent})


@anyone
@never_cache
@require_safe
def my_cookies_copy(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    kept = [
        {"cookie": k.cookie, "what": k.what.en, "lines": [{"what": a, "value": b} for a, b in k.lines]}
        for k in kept_for(request.COOKIES)
    ]
    sent = [name for name in cookies() if name in request.COOKIES]
    answer = JsonResponse(
        {"made_at": now().isoformat(), "cookies": sent, "kept": kept}, json_dumps_params={"ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="coatingcat-cookies.json"'
    return answer


@anyone
@never_cache
@require_POST
def my_cookies_deletion(request: HttpRequest) -> HttpResponse:
    """Delete what is kept, and the cookies it was kept under."""
    names = forget_for(request.COOKIES)
    response = redirect("privacy:my_cookies")
    for name in names:
        response.delete_cookie(name, samesite="Lax")
    messages.success(request, gettext("Deleted. Nothing is kept under this browser's cookies any more."))
    return response
