"""What staff write into an announcement."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import ZONE, today
from coatingcat.outreach.models import Announcement
from coatingcat.outreach.words import Audience, Topic
from coatingcat.privacy.entry import refuse_hostile_text

_LONGEST_DAYS = 366


def _choices(words: "type[Topic] | type[Audience]") -> Any:
    return lambda: [(word.name, word.text.in_language(get_language())) for word in words]


def text_field(label: Any, length: int, rows: int = 0, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """A text about no person, of one line or more."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=length,
        widget=widget,
        required=required,
        help_text=hint,
        validators=[refuse_hostile_text],
    )


class AnnouncementForm(forms.Form):
    """Both languages, always: whoever reads the other one is told as much."""

    topic = forms.ChoiceField(label=_("About"), choices=_choices(Topic))
    audience = forms.ChoiceField(label=_("For whom"), choices=_choices(Audience))
    title_zh = text_field(_("Title in Chinese"), 160)
    title_en = text_field(_("Title in English"), 160)
    body_zh = text_field(_("Text in Chinese"), 6000, 5)
    body_en = text_field(_("Text in English"), 6000, 5)
    until = forms.DateField(
        label=_("On every page until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day of the banner; the announcement stays in the archive."),
    )

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if not today() <= day <= today() + timedelta(days=_LONGEST_DAYS):
            raise forms.ValidationError(_("Choose a day from today on, within a year."), code="until")
        return day

    @classmethod
    def of(cls, row: Announcement) -> "AnnouncementForm":
        """The form of a draft, as it was written."""
        names = ("topic", "audience", "title_zh", "title_en", "body_zh", "body_en")
        until = (row.ends_at - timedelta(seconds=1)).astimezone(ZONE).date() if row.ends_at else None
        return cls(initial={name: getattr(row, name) for name in names} | {"until": until})

    def values(self) -> dict[str, Any]:
        """What the row takes."""
        found = dict(self.cleaned_data)
        found["ends_at"] = datetime.combine(found.pop("until") + timedelta(days=1), time(), ZONE)
        return found
