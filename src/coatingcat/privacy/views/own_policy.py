"""What a member says to a new version of the policy, and comments on one to come (VII.1, VII.2)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.ground.access import Refused
from coatingcat.privacy.access import member_required, subject_of
from coatingcat.privacy.actions.policy import MoveRefused, answer_version, comment_on_version
from coatingcat.privacy.forms.policy import CommentForm
from coatingcat.privacy.gate import for_purpose, warm
from coatingcat.privacy.policy import current_version, shipped
from coatingcat.privacy.policy.showing import changes_body
from coatingcat.privacy.queries.policy import (
    accepted_version,
    answers_of,
    comments_by,
    material_since,
    open_for_comments,
)
from coatingcat.privacy.words import Answer, Purpose

ANSWERS = {"yes": Answer.ACCEPTED, "no": Answer.NOT_NOW}


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_policy(request: HttpRequest) -> HttpResponse:
    """Which version applies to the member's data; and, if one of weight came after it, what it changed: yes or not now."""
    subject_id, current = subject_of(request), current_version()
    accepted = accepted_version(subject_id)
    is_asked = bool(material_since(accepted))
    if request.method == "POST":
        if not is_asked:
            raise Http404
        _answer(request, current)
        return redirect("privacy:own_policy")
    answers = answers_of(subject_id)
    context: dict[str, Any] = {
        "accepted": accepted,
        "current": current,
        "is_asked": is_asked,
        "answers": answers,
        "latest": next((one for one in answers if one.version == current), None),
    }
    if is_asked and any(version.name == accepted for version in shipped()):
        context["body"] = changes_body(accepted, current, get_language() or "")
    context["question"] = _words("yes", current)
    return render(request, "privacy/own_policy.html", context)


def _answer(request: HttpRequest, current: str) -> None:
    """Raises Refused for what is no answer, and for one to a version that is no longer the one in force."""
    answer = request.POST.get("answer", "")
    if answer not in ANSWERS:
        raise Refused(gettext("Choose yes or not now."), 422)
    if request.POST.get("version") != current:
        raise Refused(gettext("Another version came into force meanwhile. Look at it before you answer."), 409)
    answer_version(
        subject_id=subject_of(request), answer=ANSWERS[answer], words=_words(answer, current), version=current
    )
    if answer == "yes":
        messages.success(request, gettext("Thank you. The new version applies to your data from now on."))
    else:
        messages.success(request, gettext("Noted. Nothing that is new is done with your data; all else goes on."))


def _words(answer: str, version: str) -> str:
    """The sentence of the button, which the record keeps."""
    if answer == "yes":
        return gettext("Yes, what version %(version)s brought may be done with my data.") % {"version": version}
    return gettext("Not now: go on as before version %(version)s.") % {"version": version}


@member_required
@require_safe
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """Where the letter about a version leads; a page of its own for each version, so that each is told."""
    if not any(version.name == number for version in shipped()):
        raise Http404
    return redirect("privacy:own_policy")


@member_required
@never_cache
@for_purpose(Purpose.OWN_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest) -> HttpResponse:
    """A comment on the version that is open for comments, and those the member made before."""
    subject_id, number = subject_of(request), open_for_comments()
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not number:
        raise Http404
    if form.is_bound and form.is_valid():
        try:
            comment_on_version(version=number, subject_id=subject_id, text=form.cleaned_data["text"])
        except MoveRefused:
            raise Refused(gettext("The time for comments is over."), 409) from None
        messages.success(request, gettext("Thank you. Your comment is kept and will be read."))
        return redirect("privacy:policy_comments")
    rows = comments_by(subject_id)
    warm(rows, "text")
    shown = [{"comment": row, "text": row.text.open()} for row in rows]
    context = {"form": form, "number": number, "rows": shown}
    return render(request, "privacy/policy_comments.html", context, status=422 if form.is_bound else 200)
