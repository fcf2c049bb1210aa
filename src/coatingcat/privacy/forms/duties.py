"""Forms of the duties of staff, of stops and of switches."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.words import Switch, Text
from coatingcat.privacy.words.duties import QUIZ, LiftReason

_PASSWORD_LENGTH = 1_000


def said(text: Text) -> str:
    """The side of a text that the reader reads."""
    return text.in_language(get_language())


class SigningForm(forms.Form):
    """The undertaking is signed with the password: the one thing that no open browser can do by itself."""

    agreed = forms.BooleanField(
        label=_("I have read the undertaking and undertake it"),
        error_messages={"required": _("Tick the box to undertake it.")},
    )
    password = forms.CharField(
        label=_("Your password, as your signature"),
        max_length=_PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password to sign.")},
    )


class QuizForm(forms.Form):
    """The questions of the training."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUIZ:
            self.fields[question.key] = forms.ChoiceField(
                label=said(question.text),
                choices=[(str(place), said(answer)) for place, answer in enumerate(question.answers)],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for question in QUIZ:
            if question.key in cleaned and cleaned[question.key] != str(question.right):
                self.add_error(question.key, _("Not quite. %(why)s") % {"why": said(question.why)})
        return cleaned


class DecisionForm(forms.Form):
    """What an officer decides about a stop; the reason says whether it is lifted."""

    why = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [(r.name, said(r.value)) for r in LiftReason]  # type: ignore[attr-defined]

    def chosen(self) -> LiftReason:
        return LiftReason[self.cleaned_data["why"]]


class SwitchForm(forms.Form):
    """Which switch, and which way."""

    switch = forms.ChoiceField(choices=[(s.name, s.name) for s in Switch])
    freeze = forms.ChoiceField(choices=[("1", "1"), ("0", "0")])
