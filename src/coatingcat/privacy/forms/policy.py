"""What may come in about versions of the policy."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import today
from coatingcat.privacy.actions.policy import earliest_effect
from coatingcat.privacy.entry import ClearTextField
from coatingcat.privacy.words.versions import COMMENT_FOR

_LONGEST = timedelta(days=366)


class CommentForm(forms.Form):
    """What somebody says to a version."""

    text = ClearTextField(
        declared="privacy.PolicyComment.text",
        label=_("Your comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Read by the privacy officer only. Name the clause you mean."),
    )


class StepForm(forms.Form):
    """The day that the next step of a version needs."""

    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, earliest: date, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest = earliest
        self.fields["day"].label = label
        self.fields["day"].initial = earliest
        self.fields["day"].widget.attrs["min"] = earliest.isoformat()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.earliest <= day <= today() + _LONGEST:
            raise forms.ValidationError(
                _("Choose a day from %(day)s on, within a year."), params={"day": self.earliest}, code="day"
            )
        return day


def comment_step(data: Any = None) -> StepForm:
    """Until when comments are asked for: to the end of that day."""
    return StepForm(data, earliest=today() + COMMENT_FOR, label=_("Last day for comments"))


def show_step(data: Any = None) -> StepForm:
    """From when the version holds."""
    return StepForm(data, earliest=earliest_effect(), label=_("Takes effect on"))
