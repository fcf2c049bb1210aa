"""What may come in from the pages of the checkout, in what shape."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import ClearCharField, ClearChoiceField, ClearEmailField, ClearPhoneField, ClearTextField
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.words import DEMAND_UNITS

_LONGEST_NUMBER = 15
_MOST_PER_YEAR = Decimal(1_000_000_000)


class ConsigneeForm(forms.Form):
    """Who gets the goods (I.2a)."""

    is_buyer = forms.BooleanField(
        label=_("I am the consignee"),
        help_text=_("Otherwise we write to the consignee and say what we hold and why."),
        required=False,
    )
    name = ClearCharField(
        declared="trade.Consignee.name",
        label=_("Name of the consignee"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "shipping name"}),
    )
    phone = ClearPhoneField(
        declared="trade.Consignee.phone",
        label=_("Contact number"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "shipping tel"}),
    )
    email = ClearEmailField(
        declared="trade.Consignee.email",
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "shipping email"}),
    )
    address = ClearTextField(
        declared="trade.Consignee.address",
        label=_("Delivery address"),
        help_text=_("Province, city, district, street, building"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "shipping street-address"}),
    )


class DemandField(ClearCharField):
    """A number of units a year, such as 1200 or 0.5; kept as typed, without spaces and thousands separators."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        clear = super().clean(value)
        return Clear(_plain_number(clear.value)) if clear else None


def _plain_number(typed: str) -> str:
    wrong = ValidationError(_("Enter a number such as 1200 or 0.5."), code="number")
    text = typed.strip().replace("．", ".")
    if len(text) > _LONGEST_NUMBER or not text.replace(".", "", 1).isdecimal():
        raise wrong
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise wrong from None
    if not 0 < number <= _MOST_PER_YEAR:
        raise ValidationError(_("Enter a number above zero, at most a thousand million."), code="number")
    return f"{number.normalize():f}"


class ProjectForm(forms.Form):
    """What the goods are for and how much of them a year (I.2a)."""

    background = ClearTextField(
        declared="trade.Order.background",
        label=_("Project background"),
        help_text=_("What is coated, on what, under which conditions. Do not name people."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    yearly_demand = DemandField(
        declared="trade.Order.yearly_demand", label=_("Estimated yearly demand"), max_length=_LONGEST_NUMBER
    )
    demand_unit = ClearChoiceField(
        declared="trade.Order.demand_unit",
        label=_("Unit of the yearly demand"),
        choices=[(unit, unit) for unit in DEMAND_UNITS],
    )


class PlaceForm(forms.Form):
    """The last page: which submission this is and what was shown."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.RegexField(r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
