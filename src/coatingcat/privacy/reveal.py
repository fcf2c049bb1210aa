"""Pages on which staff see a person's data: masked until they say why (III.3c).

    @staff_required(Role.FULFILMENT)
    @reveals(Purpose.ORDER_FULFILMENT, about="code")
    def order(request, code): …            # GET: masked; POST with a reason: opened, and written down with it

In its template `{% load duties %}{% reveal %}` shows the question, or after it what was written down, and
`{{ order.consignee.name|or_mask }}` shows the value inside the purpose and the mask outside. `about` names the
argument of the view that holds the code of the order, case or incident; nothing is ever typed.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from coatingcat.ground.clock import now
from coatingcat.privacy import duties
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose, Question, Reason

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class ReasonForm(forms.Form):
    """Why the values are to be opened."""

    reason = forms.ChoiceField(
        label=_("Why do you need to see this?"),
        help_text=_("The person can read your reason."),
        error_messages={"required": _("Choose why you need to see this.")},
    )

    def __init__(self, wanted: Purpose, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(r.name, r.text.in_language(get_language())) for r in reasons_for(wanted)]
        self.fields["reason"].choices = [("", "—"), *reasons]  # type: ignore[attr-defined]

    def chosen(self) -> Reason:
        return Reason[self.cleaned_data["reason"]]


def reasons_for(wanted: Purpose) -> list[Reason]:
    """The reasons there can be for opening values for this purpose."""
    return [reason for reason in Reason if wanted in reason.purposes]


@dataclass(slots=True)
class Reveal:
    """What the page shows of it, as `request.reveal`."""

    form: ReasonForm
    lacking: Question | None
    """The duty that stands in the way, known before anything is asked."""
    is_open: bool = False

    @property
    def text(self) -> str:
        """The reason given, in the reader's language."""
        return self.form.chosen().text.in_language(get_language())


def reveals(
    wanted: Purpose, *, about: str, actor_of: Callable[[HttpRequest], Actor] = Actor.of_request
) -> Callable[[View[P]], View[P]]:
    """Decorate a view of the staff whose personal values open only after a reason was chosen.

    `actor_of` says who looks: staff, unless it is the people of a recipient. An answer to a wrong or missing reason is
    the same page, masked, with the error: 422.
    """

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        @require_http_methods(["GET", "HEAD", "POST"])
        def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            form = ReasonForm(wanted, request.POST if request.method == "POST" else None)
            reveal = Reveal(form, _lacking(actor_of(request)))
            request.reveal = reveal  # type: ignore[attr-defined]
            if not form.is_bound:
                return view(request, *args, **kwargs)
            if not form.is_valid():
                response = view(request, *args, **kwargs)
                response.status_code = 422
                return response
            reveal.is_open = True
            code = str(kwargs.get(about, ""))
            with purpose(wanted, actor=actor_of(request), reason=form.chosen(), about=code):
                return view(request, *args, **kwargs)

        inside.revealed_purpose = wanted  # type: ignore[attr-defined]
        return inside

    return decorate


def _lacking(actor: Actor) -> Question | None:
    if actor.recipient:  # bound by the contract of their company; the undertaking is the staff's
        return None
    standing = duties.standing_of(actor.subject_id)
    if standing.signed_at is None:
        return Question.UNDERTAKING
    return Question.TRAINING if standing.is_training_overdue(now()) else None
