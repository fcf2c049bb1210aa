"""What an officer enters of an authority's demand."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.actions.recipients import is_age_key
from coatingcat.privacy.declarations import find
from coatingcat.privacy.entry import ClearFileField, refuse_hostile_text
from coatingcat.privacy.forms.recipients import countries, text
from coatingcat.privacy.queries.authorities import demandable, subjects_named
from coatingcat.privacy.rules.transfers import is_abroad

MOST_PERSONS = 50


def fields_to_choose() -> list[tuple[str, str]]:
    """Fields an authority can be given, by kind and label."""
    language = get_language()
    return [(label, f"{find(label).kind.text.in_language(language)} ({label})") for label in demandable()]


class DemandForm(forms.Form):
    """The demand, its instrument, and its scope."""

    authority = text(_("Authority"), length=120)
    country = forms.ChoiceField(label=_("Country of the authority"), choices=countries)
    article = text(_("Provision it rests on"), length=120, help_text=_("Law and article."))
    reference = text(_("Number of the legal instrument"), length=80)
    instrument = ClearFileField(
        declared="privacy.Instrument.file",
        label=_("The legal instrument"),
        help_text=_("PDF or picture. It is kept encrypted. Without it nothing can be handed over."),
    )
    approval = text(
        _("Approval for a foreign authority"),
        length=80,
        required=False,
        help_text=_("Number of the approval by the Chinese authority in charge (PIPL 41, DSL 36)."),
    )
    age_key = text(
        _("Public key of the authority"), length=80, help_text=_("Starts with “age1”. The extract is encrypted to it.")
    )
    labels = forms.MultipleChoiceField(
        label=_("What is demanded"),
        choices=fields_to_choose,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than the instrument names."),
    )
    persons = forms.CharField(
        label=_("Whom it is about"),
        max_length=8_000,
        validators=[refuse_hostile_text],
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("One to a line: e-mail address, mobile number or order number, exactly."),
    )
    silent_until = forms.DateField(
        label=_("The persons may not be told until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    silent_article = text(_("The law that forbids it"), length=120, required=False)

    def clean_age_key(self) -> str:
        typed: str = self.cleaned_data["age_key"]
        if not is_age_key(typed):
            raise ValidationError(_("This is no public key of age. It starts with “age1” and has 62 characters."))
        return typed

    def clean_persons(self) -> set[UUID]:
        lines = [line.strip() for line in self.cleaned_data["persons"].splitlines() if line.strip()]
        if len(lines) > MOST_PERSONS:
            raise ValidationError(_("Enter at most %(most)s persons."), params={"most": MOST_PERSONS})
        found: set[UUID] = set()
        for number, line in enumerate(lines, 1):
            named = subjects_named(line)
            if not named:
                raise ValidationError(_("Line %(line)s: nobody is held under this."), params={"line": number})
            found |= named
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("country") and is_abroad(cleaned["country"]) and not cleaned.get("approval"):
            self.add_error(
                "approval", _("Nothing goes to a foreign authority without the approval of the Chinese one.")
            )
        if cleaned.get("silent_until") and not cleaned.get("silent_article"):
            self.add_error("silent_article", _("Which law forbids to tell them?"))
        return cleaned
