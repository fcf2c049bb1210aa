"""Forms of companies and their certification."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.members.rules import valid_registration_number
from coatingcat.members.words import CompanyRole, Paper, Refusal
from coatingcat.privacy.entry import ClearCharField, ClearEmailField, ClearFileField, refuse_hostile_text


def _roles() -> list[tuple[str, str]]:
    return [(role.name, role.value.in_language(get_language())) for role in CompanyRole]


def _reasons() -> list[tuple[str, str]]:
    language = get_language()
    return [("", gettext("Choose one")), *((why.name, why.value.in_language(language)) for why in Refusal)]


class CompanyForm(forms.Form):
    """Name and number of a company, as its licence says."""

    name = forms.CharField(
        label=_("Name as on the business licence"), max_length=120, validators=[refuse_hostile_text],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    country = forms.RegexField(
        r"^[A-Z]{2}$", label=_("Country"), max_length=2, initial="CN",
        help_text=_("Two letters, such as CN or DE."), error_messages={"invalid": _("Enter two capital letters, such as CN.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "country"}),
    )  # fmt: skip
    registration_number = forms.CharField(
        label=_("Registration number"), max_length=40, validators=[refuse_hostile_text],
        help_text=_("In China the unified social credit code: 18 characters, the last of which checks the others."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        country, typed = data.get("country"), data.get("registration_number")
        if country and typed:
            number = valid_registration_number(country, typed)
            if number is None:
                told = _(
                    "This is not a unified social credit code: compare it with the licence, character by character."
                )
                other = _("This cannot be a registration number: letters and digits, 4 to 40 of them.")
                self.add_error(
                    "registration_number", ValidationError(told if country == "CN" else other, code="number")
                )
            else:
                data["registration_number"] = number
        return data


class InvitationForm(forms.Form):
    """Whom to ask, and for what."""

    address = ClearEmailField(declared="members.Invitation.address", label=_("E-mail address of a colleague"))
    role = forms.ChoiceField(label=_("Role"), choices=_roles, initial=CompanyRole.BUYER.name)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=_roles)


class CertificationForm(forms.Form):
    """The papers of an application."""

    licence = ClearFileField(
        declared="members.CompanyPaper.file", label=Paper.LICENCE.value.en,
        help_text=_("A photo or scan (JPEG, PNG, WebP) or a PDF, up to 5 MB."),
    )  # fmt: skip
    authority = ClearFileField(declared="members.CompanyPaper.file", label=Paper.AUTHORITY.value.en, required=False)
    hazardous = ClearFileField(
        declared="members.CompanyPaper.file", label=Paper.HAZARDOUS.value.en, required=False,
        help_text=_("Only if your company buys hazardous chemicals."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, paper in PAPERS.items():
            self.fields[name].label = paper.value.in_language(get_language())
            self.fields[name].widget = forms.FileInput(
                attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}
            )

    def papers(self) -> dict[Paper, Any]:
        """What was handed in, by sort."""
        return {paper: self.cleaned_data[name] for name, paper in PAPERS.items() if self.cleaned_data.get(name)}


PAPERS = {"licence": Paper.LICENCE, "authority": Paper.AUTHORITY, "hazardous": Paper.HAZARDOUS}


class AgreementForm(forms.Form):
    """What a certifier reads off the licence."""

    licence_ends = forms.DateField(
        label=_("Last day of the licence"), required=False, help_text=_("Empty if it has none."),
        widget=forms.DateInput(attrs={"type": "date", "class": "medium"}),
    )  # fmt: skip


class RefusalForm(forms.Form):
    """Why not, in words the applicant reads."""

    why = forms.ChoiceField(label=_("Reason"), choices=_reasons)
    note = ClearCharField(
        declared="members.CertificationStep.note",
        label=_("What the applicant should do"),
        max_length=500,
        required=False,
    )


class JoinForm(forms.Form):
    """In which role somebody who asked comes in."""

    role = forms.ChoiceField(label=_("Role"), choices=_roles, initial=CompanyRole.VIEWER.name)


class RecheckForm(forms.Form):
    """Until when new papers are to be handed in."""

    until = forms.DateField(
        label=_("Until"), help_text=_("The certification ends on this day unless it is renewed."),
        widget=forms.DateInput(attrs={"type": "date", "class": "medium"}),
    )  # fmt: skip
    note = ClearCharField(
        declared="members.CertificationStep.note", label=_("Which papers, and why"), max_length=500, required=False
    )
