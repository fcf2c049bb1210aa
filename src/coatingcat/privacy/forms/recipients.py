"""What an officer enters about a recipient: never fields or purposes, those are declared."""

from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.outbound import may_be_sent_to
from coatingcat.privacy.actions.recipients import is_age_key
from coatingcat.privacy.entry import refuse_hostile_text
from coatingcat.privacy.rules.transfers import is_abroad
from coatingcat.privacy.words import Path

_DATE = {"type": "date"}
_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def text(label: Any, *, length: int, **kwargs: Any) -> forms.CharField:
    """A line of text that is not about a person."""
    return forms.CharField(label=label, max_length=length, validators=[refuse_hostile_text], **kwargs)


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language, this one first."""
    language = "zh_Hans" if (get_language() or "zh").startswith("zh") else "en"
    names = {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY]
    ordered = sorted(codes, key=lambda code: names[code])
    return [("CN", names["CN"]), *((code, names[code]) for code in ordered if code != "CN")]


def paths() -> list[tuple[str, str]]:
    return [("", str(_("Data stays in the mainland"))), *((p.name, p.value.in_language(get_language())) for p in Path)]


class TermsForm(forms.Form):
    """Contract, place, key and address of one recipient."""

    contact = text(
        _("Contact"), length=200, required=False, help_text=_("Where persons reach the recipient (PIPL 17, 23).")
    )
    country = forms.ChoiceField(label=_("Where it keeps what it gets"), choices=countries)
    contract = text(_("Reference of the contract"), length=80, required=False)
    starts_on = forms.DateField(label=_("In force from"), required=False, widget=forms.DateInput(attrs=_DATE))
    ends_on = forms.DateField(label=_("In force until"), required=False, widget=forms.DateInput(attrs=_DATE))
    path = forms.ChoiceField(label=_("Way abroad (PIPL 38)"), choices=paths, required=False)
    filing = text(_("Number of the filing or assessment"), length=80, required=False)
    age_key = text(
        _("Public key"),
        length=80,
        required=False,
        help_text=_("Starts with “age1”. Everything for this recipient is encrypted to it."),
    )
    webhook = forms.CharField(
        label=_("Address of its server"),
        max_length=200,
        required=False,
        validators=[refuse_hostile_text],
        help_text=_("Packages are sent there over HTTPS. Empty: an officer fetches them as files."),
    )

    def clean_age_key(self) -> str:
        typed: str = self.cleaned_data["age_key"]
        if typed and not is_age_key(typed):
            raise ValidationError(_("This is no public key of age. It starts with “age1” and has 62 characters."))
        return typed

    def clean_webhook(self) -> str:
        typed: str = self.cleaned_data["webhook"]
        try:
            is_fit = not typed or may_be_sent_to(typed)
        except ValueError:
            is_fit = False
        if not is_fit:
            raise ValidationError(_("Enter an address that starts with https://."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if cleaned.get("contract") and not starts and "starts_on" not in self.errors:
            self.add_error("starts_on", _("From which day is the contract in force?"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The contract would end before it starts."))
        path = Path[cleaned["path"]] if cleaned.get("path") else None
        if path not in {None, Path.EXEMPT} and not cleaned.get("filing") and "filing" not in self.errors:
            self.add_error("filing", _("Under which number is it filed or assessed?"))
        if path and cleaned.get("country") and not is_abroad(cleaned["country"]):
            self.add_error("path", _("Data that stays in the mainland needs no way abroad."))
        return cleaned | {"path": path}


class AdditionForm(TermsForm):
    """Another recipient of a sort that is declared."""

    key = forms.RegexField(
        r"^[a-z][a-z0-9-]{1,39}\Z",
        label=_("Short name"),
        help_text=_("Small letters, digits and hyphens; it stands in the ledger."),
        error_messages={"invalid": _("Enter small letters, digits and hyphens, such as north-carrier.")},
    )
    name = text(_("Name of the company"), length=120)
    field_order = ("key", "name")
