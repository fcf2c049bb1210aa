"""Frames of our own: home, Personal Centre, the visitor's choices, health, style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from coatingcat.config import config
from coatingcat.front.errors import error_page
from coatingcat.front.middleware import remember
from coatingcat.front.queries import readiness
from coatingcat.front.rules import same_site
from coatingcat.front.style_guide import examples
from coatingcat.front.words import LANGUAGE_COOKIE, THEME_COOKIE, Language, Theme
from coatingcat.ground.access import anyone
from coatingcat.members.access import member_required, staff_required
from coatingcat.members.actions.choices import keep_choices
from coatingcat.privacy.access import signed_in_subject
from coatingcat.privacy.words import STAFF


@anyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "front/home.html")


@member_required
@require_safe
def centre(request: HttpRequest) -> HttpResponse:
    return render(request, "front/overview.html")


@staff_required(*STAFF)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for whoever of the staff is signed in, by their roles."""
    return render(request, "front/desk_overview.html")


@anyone
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the language the visitor chose, and returns to the page it was chosen on."""
    return _remember(request, LANGUAGE_COOKIE, request.POST.get("language", ""), frozenset(Language))


@anyone
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the theme the visitor chose, and returns to the page it was chosen on."""
    return _remember(request, THEME_COOKIE, request.POST.get("theme", ""), frozenset(Theme))


def _remember(request: HttpRequest, cookie: str, value: str, allowed: frozenset[str]) -> HttpResponse:
    """Exempt from the token, as these forms are rendered once for everybody; the browser's own headers guard them."""
    own_origin = f"{request.scheme}://{request.get_host()}"
    foreign = not same_site(
        fetch_site=request.headers.get("Sec-Fetch-Site"), origin=request.headers.get("Origin"), own_origin=own_origin
    )
    if foreign or value not in allowed:
        return error_page(request, 403 if foreign else 400)
    response = HttpResponseRedirect(_way_back(request))
    remember(request, response, cookie, value)
    member_id = signed_in_subject(request)
    if member_id is not None:  # a new browser, or one that keeps no cookies for long, need not be told again
        chosen = "" if value == Theme.AUTO else value
        keep_choices(member_id=member_id, **{"language" if cookie == LANGUAGE_COOKIE else "theme": chosen})
    return response


def _way_back(request: HttpRequest) -> str:
    """The page the form stood on, by the Referer that our own Referrer-Policy lets through; never another host."""
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if safe else "/"


@anyone
@never_cache
@require_GET
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@anyone
@never_cache
@require_GET
def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve pages: 200, or 503 with the check that fails, by name only."""
    checks = readiness()
    good = all(checks.values())
    shown = {name: "ok" if passed else "failed" for name, passed in checks.items()}
    return JsonResponse({"status": "ready" if good else "not ready", "checks": shown}, status=200 if good else 503)


@anyone
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages; absent from production."""
    if not (config().mode != "production" or settings.DEBUG):
        raise Http404
    return render(request, "front/style_guide.html", examples(bound="errors" in request.GET))
