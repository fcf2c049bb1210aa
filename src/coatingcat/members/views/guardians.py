"""A minor names a guardian; the guardian reads, agrees or refuses, and sees what is held (VI; PIPL 31; MR 31 to 34)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coatingcat.config import config
from coatingcat.ground.access import Refused
from coatingcat.members.access import anyone, member_of, member_required
from coatingcat.members.actions.registration import confirm_majority
from coatingcat.members.forms.entry import Contact
from coatingcat.members.forms.guardians import GuardianConsentForm, GuardianContactForm
from coatingcat.members.queries.guardians import (
    Stage,
    closed_to_minors,
    collected_of_minors,
    has_come_of_age,
    purposes_for_minors,
    stage_of,
)
from coatingcat.members.queries.own_data import data_of
from coatingcat.members.views.entering import ASKED
from coatingcat.members.views.registration import too_many, wait_for_code
from coatingcat.privacy.actions.erasures.requests import receipt_path
from coatingcat.privacy.actions.guardians import (
    ask_guardian,
    delete_ward,
    give_guardian_consent,
    refuse_guardian_consent,
)
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.links import link_key, row_of_link
from coatingcat.privacy.models import GuardianRequest, Guardianship
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.queries.minors import standing_guardianship
from coatingcat.privacy.words import Purpose, Role
from coatingcat.privacy.words.minors import RULES_VERSION
from coatingcat.privacy.words.minors import Guardianship as Relation

_FORM = ["GET", "HEAD", "POST"]


@anyone
@never_cache
@require_http_methods(_FORM)
def guardian(request: HttpRequest) -> HttpResponse:
    """For whoever is under 18: the guardian is asked first, and this page says how far that has come."""
    asked = request.session.get(ASKED)
    stage = stage_of(UUID(asked))[0] if asked else ""
    if request.method == "POST" and "again" in request.POST and asked:
        refuse_guardian_consent(request_id=UUID(asked))
        del request.session[ASKED]
        return redirect("members:guardian")
    if stage in {Stage.WAITING, Stage.AGREED}:
        return render(request, "members/guardian_stage.html", {"stage": stage})
    if stage:
        del request.session[ASKED]
    form = GuardianContactForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "gone": stage == Stage.GONE, "is_child": request.GET.get("age") == "child"}
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "members/guardian_contact.html", context, status=status)
    contact: Contact = form.cleaned_data["contact"]
    wait = wait_for_code(request, contact)
    if wait:
        return too_many(request, "members/guardian_contact.html", form, wait)
    begun = ask_guardian(channel=contact.channel.value, address=contact.address, language=get_language() or "zh-hans")
    request.session[ASKED] = str(begun.id)
    return redirect("members:guardian")


@anyone
@never_cache
@require_http_methods(_FORM)
def continuation(request: HttpRequest, key: str) -> HttpResponse:
    """In another browser: the way on for a minor whose guardian has agreed, by a link that the guardian hands over."""
    found = row_of_link("ward", key)
    stage = stage_of(found)[0] if found else Stage.GONE
    if stage != Stage.AGREED:
        raise Refused(gettext("This link leads nowhere any more."), 404)
    if request.method != "POST":
        return render(request, "members/guardian_continuation.html")
    request.session[ASKED] = str(found)
    return redirect("members:registration")


@anyone
@never_cache
@require_http_methods(_FORM)
def ward(request: HttpRequest, key: str) -> HttpResponse:
    """The guardian's page: first the question, later everything held about the ward. The link is the way in."""
    row_id = row_of_link("guardian", key)
    if row_id is not None and GuardianRequest.objects.filter(pk=row_id).exists():
        return _answer(request, row_id)
    found = standing_guardianship(row_id) if row_id else None
    if found is None:
        raise Refused(gettext("This link leads nowhere any more. What was kept for it has been deleted."), 404)
    if request.method == "POST":
        raise Refused(gettext("You have answered already."), 409)
    return _data_page(request, found)


def _answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    if request.method == "POST" and request.POST.get("answer") == "no":
        refuse_guardian_consent(request_id=request_id)
        return render(request, "members/guardian_refused.html")
    form = GuardianConsentForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(
            request, "members/guardian_consent.html", _read_together(form), status=422 if form.is_bound else 200
        )
    given = give_guardian_consent(
        request_id=request_id,
        relation=Relation[form.cleaned_data["relation"]],
        born=(form.cleaned_data["year"], form.cleaned_data["month"]),
        words=form.words,
        policy_version=current_version(),
    )
    if given is None:
        raise Refused(gettext("You have answered already."), 409)
    messages.success(request, gettext("Thank you. Your consent is written down, and your child can go on."))
    return redirect("members:ward", key=link_key("guardian", given.id))


def _read_together(form: GuardianConsentForm) -> dict[str, Any]:
    return {
        "form": form,
        "collected": collected_of_minors(),
        "purposes": purposes_for_minors(),
        "closed": closed_to_minors(),
        "version": RULES_VERSION,
        "contact": config().contact,
    }


def _data_page(request: HttpRequest, found: Guardianship) -> HttpResponse:
    """Every value held about the ward, opened as the guardian: written down, and shown to the ward."""
    actor = Actor(
        found.guardian_id,
        frozenset({Role.GUARDIAN}),
        getattr(request, "reference", ""),
        wards=frozenset({found.ward_id}),
    )
    context: dict[str, Any] = {
        "guardianship": found,
        "key": link_key("guardian", found.id),
        "may_go_on": found.ward.sort == found.ward.Sort.APPLICANT,
        "go_on": f"{config().public_url}/registration/guardian/{link_key('ward', found.id)}/",
    }
    with purpose(Purpose.OWN_DATA, actor=actor):
        context["data"] = data_of(found.ward_id)
        return render(request, "members/ward.html", context)


@anyone
@never_cache
@require_http_methods(_FORM)
def ward_deletion(request: HttpRequest, key: str) -> HttpResponse:
    """The guardian has everything about the ward deleted: one page that says what happens, one press (MR 34)."""
    row_id = row_of_link("guardian", key)
    found = standing_guardianship(row_id) if row_id else None
    if found is None:
        raise Refused(gettext("This link leads nowhere any more. What was kept for it has been deleted."), 404)
    if request.method != "POST":
        return render(request, "members/ward_deletion.html", {"key": key})
    erasure = delete_ward(guardianship_id=found.id)
    if erasure is None:
        raise Refused(gettext("This link leads nowhere any more. What was kept for it has been deleted."), 404)
    return render(request, "members/ward_deleted.html", {"due": erasure.due, "receipt": receipt_path(erasure)})


@member_required
@never_cache
@require_http_methods(_FORM)
def majority(request: HttpRequest) -> HttpResponse:
    """Whoever has come of age confirms it once; until then nothing new is offered."""
    member = member_of(request)
    if not has_come_of_age(member):
        return redirect("front:centre")
    if request.method != "POST":
        return render(request, "members/majority.html")
    confirm_majority(member=member)
    messages.success(request, gettext("Thank you. Your account is that of an adult now."))
    return redirect("front:centre")
