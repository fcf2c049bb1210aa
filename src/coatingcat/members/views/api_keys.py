"""Keys by which programs of the company act: made, rotated, revoked, each shown once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coatingcat.ground.access import Refused
from coatingcat.members.access import member_required, owner_of
from coatingcat.members.actions import api_keys as keys
from coatingcat.members.forms.api_keys import ApiKeyForm
from coatingcat.members.models import ApiKey, Position
from coatingcat.members.queries.api_keys import key_of_company, keys_of
from coatingcat.members.refusals import NotTheirs
from coatingcat.privacy.access import has_fresh_sign_in, to_confirmation
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose


@member_required
@never_cache
@for_purpose(Purpose.MEMBERSHIP)
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys of the company; a new one is shown on the answer to the form, and never again."""
    position = owner_of(request)
    form = ApiKeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not has_fresh_sign_in(request):
        return to_confirmation(request)
    made = _made(form, position) if form.is_bound and form.is_valid() else None
    return _page(request, position, form, made)


@member_required
@never_cache
@for_purpose(Purpose.MEMBERSHIP)
@require_POST
def api_key_rotation(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """A new key in place of one, which works for another day."""
    position = owner_of(request)
    if not has_fresh_sign_in(request):
        return to_confirmation(request)
    key = _key(position, key_id)
    name = key.name.open() if key.member_id == position.member_id else key.head
    try:
        made = keys.rotate_key(key=key, by=position, name=Clear(name))
    except NotTheirs:
        raise Refused(gettext("This key works no longer: make a new one."), 409) from None
    return _page(request, position, ApiKeyForm(), made)


@member_required
@require_POST
def api_key_revocation(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """A key works no longer, from this moment."""
    position = owner_of(request)
    keys.revoke_key(key=_key(position, key_id), by=position)
    messages.success(request, gettext("The key is revoked: it works no longer."))
    return redirect("members:api_keys")


def _made(form: ApiKeyForm, position: Position) -> tuple[ApiKey, str] | None:
    data = form.cleaned_data
    try:
        return keys.make_key(by=position, name=data["name"], scopes=form.chosen(), days=data["days"])
    except keys.TooManyKeys:
        form.add_error(None, gettext("Your company has as many keys as it can have: revoke one that is not used."))
        return None


def _page(request: HttpRequest, position: Position, form: ApiKeyForm, made: tuple[ApiKey, str] | None) -> HttpResponse:
    status = 422 if form.is_bound and made is None else 200
    context: dict[str, Any] = {
        "company": position.company,
        "keys": keys_of(position.company_id),
        "own": position.member_id,
        "form": ApiKeyForm() if made else form,
        "made": made[0] if made else None,
        "token": made[1] if made else "",
    }
    return render(request, "members/api_keys.html", context, status=status)


def _key(position: Position, key_id: UUID) -> ApiKey:
    key = key_of_company(position.company_id, key_id)
    if key is None:
        raise Http404
    return key
