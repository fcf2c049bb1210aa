"""What may come in from the pages of the checkout, in what shape."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import ClearCharField, ClearChoiceField, ClearEmailField, ClearPhoneField, ClearTextField
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.words import DEMAND_UNITS, MAX_PO

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


class ConsigneePage(ConsigneeForm):
    """The consignee as the checkout asks for it; the address may be kept for the next order."""

    keep = forms.BooleanField(label=_("Keep this address in my book"), required=False)


class AddressForm(ConsigneeForm):
    """An address of the ship-to book. `may_share`: whether it may stand in the company's."""

    label = ClearCharField(declared="trade.ShipTo.label", label=_("Name of the address"), max_length=60)
    is_shared = forms.BooleanField(
        label=_("For everybody in my company"), help_text=_("Its buyers can have goods sent there."), required=False
    )
    field_order = ("label", "is_buyer", "name", "phone", "email", "address", "is_shared")

    def __init__(self, *args: Any, may_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]


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


class PapersForm(ProjectForm):
    """The project, and what stands on the papers: the buyer's own number, and to whom the invoice goes.

    `companies`: id and name of those it may go to, the buyer's own first; none for a private person.
    """

    po_number = forms.RegexField(
        r"^[\w ./#-]*\Z",
        label=_("Your order number"),
        help_text=_("It stands on every paper of the order."),
        max_length=MAX_PO,
        required=False,
        strip=True,
        error_messages={"invalid": _("Use letters, digits, spaces and . / # - only.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bill_to = forms.ChoiceField(label=_("Invoice to"), required=False)
    invoice_title = ClearCharField(
        declared="trade.Order.invoice_title", label=_("Title of the invoice"), max_length=120, required=False
    )
    invoice_tax_id = ClearCharField(
        declared="trade.Order.invoice_tax_id", label=_("Tax number"), max_length=30, required=False
    )

    def __init__(
        self, data: Any = None, *, companies: Sequence[tuple[str, str]], needs_po: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        bill_to: Any = self.fields["bill_to"]
        bill_to.choices = [*companies, ("", _("Somebody else, named below"))]
        bill_to.initial = companies[0][0] if companies else ""
        self.fields["po_number"].required = needs_po
        if not companies:
            del self.fields["bill_to"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["bill_to"] = cleaned.get("bill_to") or None
        if cleaned["bill_to"]:
            cleaned["invoice_title"] = cleaned["invoice_tax_id"] = None
        elif cleaned.get("invoice_tax_id") and not cleaned.get("invoice_title"):
            self.add_error("invoice_title", ValidationError(_("A tax number needs a title as well."), code="title"))
        return cleaned


class PlaceForm(forms.Form):
    """The last page: which submission this is and what was shown."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.RegexField(r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
