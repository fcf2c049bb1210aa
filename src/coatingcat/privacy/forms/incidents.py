"""Forms of the register of incidents. Everything is chosen, but the times and the account."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import now
from coatingcat.privacy.actions.incidents import Question
from coatingcat.privacy.declarations import personal_entries, recipients
from coatingcat.privacy.forms.duties import said
from coatingcat.privacy.words import STAFF
from coatingcat.privacy.words.incidents import Containment, IncidentKind, Scope, Step

_EARLIEST = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


class MomentField(forms.DateTimeField):
    """A moment in the site's own time zone, not before this program and not in the future."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value: Any) -> datetime:
        at: datetime = super().clean(value)
        if not _EARLIEST <= at <= now():
            raise forms.ValidationError(_("Enter a moment that is past."), code="moment")
        return at


class IncidentForm(forms.Form):
    """What was noticed."""

    kind = forms.ChoiceField(label=_("What happened"))
    is_drill = forms.BooleanField(
        label=_("This is a drill"), required=False, help_text=_("Nobody but the staff is told, and nothing is frozen.")
    )
    aware_at = MomentField(label=_("Known since"), help_text=_("All clocks count from here."))
    scope = forms.ChoiceField(label=_("Who may be affected"), widget=forms.RadioSelect)
    since = MomentField(label=_("From"))
    until = MomentField(label=_("To"))
    label = forms.ChoiceField(label=_("Field concerned"), required=False)
    role = forms.ChoiceField(label=_("Role concerned"), required=False)
    recipient = forms.ChoiceField(label=_("Recipient concerned"), required=False)
    actor = forms.UUIDField(
        label=_("Account concerned"),
        required=False,
        help_text=_("The number under which the access log knows it, as the access review shows."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        labels = sorted((said(d.kind.text), e.label) for e, d in personal_entries() if e.field is not None)
        self._choose("kind", [(kind.name, said(kind.value)) for kind in IncidentKind])
        self._choose("scope", [(scope.name, said(scope.value)) for scope in Scope])
        self._choose("label", [*every, *((label, f"{text} ({label})") for text, label in labels)])
        self._choose("role", [*every, *((role.name, said(role.value)) for role in STAFF)])
        self._choose("recipient", [*every, *((key, said(r.name)) for key, r in recipients().items())])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "since" in cleaned and "until" in cleaned and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("The end lies before the begin."))
        return cleaned

    def question(self) -> Question:
        """What is asked of the log."""
        chosen = self.cleaned_data
        return Question(
            Scope[chosen["scope"]],
            chosen["since"],
            chosen["until"],
            label=chosen["label"],
            role=chosen["role"],
            actor=chosen["actor"],
            recipient=chosen["recipient"],
        )


class StepForm(forms.Form):
    step = forms.ChoiceField(choices=[(step.name, step.name) for step in Step if step is not Step.CONTAIN])


class ContainmentForm(forms.Form):
    containment = forms.ChoiceField(choices=[(c.name, c.name) for c in Containment])
