"""My duties: the undertaking, the training."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from coatingcat.config import config
from coatingcat.ground import limits
from coatingcat.ground.access import Refused
from coatingcat.ground.clock import now
from coatingcat.privacy.access import roles_of, staff_required, subject_of
from coatingcat.privacy.actions.staff import pass_training, sign_undertaking
from coatingcat.privacy.forms.duties import QuizForm, SigningForm
from coatingcat.privacy.models import Training, Undertaking
from coatingcat.privacy.queries.staff import standing_of
from coatingcat.privacy.words import ROLE_PURPOSES, STAFF
from coatingcat.privacy.words.duties import QUIZ, UNDERTAKING, UNDERTAKING_VERSION

_FORM = ["GET", "HEAD", "POST"]
_TRIES, _PER_SECONDS = 5, 900


@staff_required(*STAFF)
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What I signed, what I learnt, what my roles allow."""
    who, standing = subject_of(request), standing_of(subject_of(request))
    context = {
        "standing": standing,
        "version": UNDERTAKING_VERSION,
        "is_due": standing.is_training_due(now()),
        "is_overdue": standing.is_training_overdue(now()),
        "undertakings": Undertaking.objects.filter(subject_id=who).order_by("-at")[:20],
        "trainings": Training.objects.filter(subject_id=who).order_by("-at")[:20],
        "roles": [
            {"role": role, "purposes": sorted(ROLE_PURPOSES[role], key=lambda p: p.name)}
            for role in STAFF
            if role in roles_of(request)
        ],
        "hour": config().bulk_people_per_hour,
        "day": config().bulk_people_per_day,
    }
    return render(request, "privacy/duties.html", context)


@staff_required(*STAFF)
@sensitive_post_parameters()
@require_http_methods(_FORM)
def undertaking(request: HttpRequest) -> HttpResponse:
    """Read and sign the undertaking in force."""
    form = SigningForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if _is_password(request, form.cleaned_data["password"]):
            sign_undertaking(subject_id=subject_of(request), language=get_language() or "zh-hans")
            messages.success(request, gettext("Signed. Thank you."))
            return redirect("privacy:duties")
        form.add_error("password", gettext("This is not your password."))
    signed_at = standing_of(subject_of(request)).signed_at
    context = {"form": form, "sentences": UNDERTAKING, "version": UNDERTAKING_VERSION, "signed_at": signed_at}
    return render(request, "privacy/undertaking.html", context, status=422 if form.is_bound else 200)


def _is_password(request: HttpRequest, typed: str) -> bool:
    who = subject_of(request).bytes
    if not limits.take("privacy.undertaking", who, rate=_TRIES, per_seconds=_PER_SECONDS):
        wait = limits.wait_seconds("privacy.undertaking", who, rate=_TRIES, per_seconds=_PER_SECONDS)
        raise Refused(gettext("Too many attempts. Please wait a little."), 429, retry_after_seconds=wait)
    return bool(request.user.check_password(typed))


@staff_required(*STAFF)
@require_http_methods(_FORM)
def training(request: HttpRequest) -> HttpResponse:
    """The yearly training: what to know on one page, then a few questions; wrong answers are explained."""
    form = QuizForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        pass_training(subject_id=subject_of(request))
        messages.success(request, gettext("All right. Your training is recorded."))
        return redirect("privacy:duties")
    context = {"form": form, "fields": [form[question.key] for question in QUIZ]}
    return render(request, "privacy/training.html", context, status=422 if form.is_bound else 200)
