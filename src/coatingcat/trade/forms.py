"""What may come in from trade's pages, in what shape."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.ids import as_public_code
from coatingcat.privacy.entry import ClearCharField, ClearChoiceField, ClearEmailField, ClearPhoneField, ClearTextField
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.rules import NotAQuantity, UnfitLine, quantity_of
from coatingcat.trade.words import DEMAND_UNITS, MAX_QUANTITY, State, Unfit, Why

_LONGEST_NUMBER = 15
_MOST_PER_YEAR = Decimal(1_000_000_000)

STATE_NAMES = {
    State.REQUESTED: _("Waiting for approval in your company"),
    State.PLACED: _("Placed, waiting for confirmation"),
    State.CONFIRMED: _("Confirmed"),
    State.DELIVERING: _("Partly on its way"),
    State.DELIVERED: _("Delivered"),
    State.COMPLETED: _("Completed"),
    State.CANCELLED: _("Cancelled"),
}
WHY_NAMES = {
    Why.NOT_NEEDED: _("No longer needed"),
    Why.MISTAKE: _("Ordered by mistake, or the wrong thing"),
    Why.LEAD_TIME: _("It takes too long"),
    Why.PRICE: _("The price"),
    Why.OTHER: _("Another reason"),
}


class QuantityField(forms.CharField):
    """A whole number of packs; full-width digits are digits. The cleaned value is an int."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return quantity_of(text)
        except NotAQuantity:
            raise ValidationError(
                _("Enter a whole number from 1 to %(most)s, in digits only."),
                code="quantity",
                params={"most": f"{MAX_QUANTITY:,}"},
            ) from None


class AddForm(forms.Form):
    """A pack of an offer, or a product that has none, and how many."""

    offer = forms.RegexField(r"^[0-9]{1,18}\Z", required=False, widget=forms.HiddenInput)
    product = forms.RegexField(r"^[\w.-]{1,64}\Z", required=False, widget=forms.HiddenInput)
    quantity = QuantityField(label=_("Quantity"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("offer")) == bool(cleaned.get("product")):
            raise ValidationError(_("Choose a pack first."), code="ware")
        return cleaned


def cart_form(lines: dict[int, tuple[str, int]], data: Any = None) -> forms.Form:
    """A form with a quantity for each line of a cart: `lines` says name and quantity by line id."""
    form = forms.Form(data)
    for line_id, (name, quantity) in lines.items():
        form.fields[line_field(line_id)] = QuantityField(
            label=gettext("Quantity of %(name)s") % {"name": name}, initial=str(quantity)
        )
    return form


def line_field(line_id: int) -> str:
    return f"quantity-{line_id}"


def why_unfit(line: UnfitLine) -> str:
    """What is wrong with a line, and what would be right."""
    if line.why is Unfit.GONE:
        return gettext("%(name)s is no longer offered. Remove it to go on.") % {"name": line.name}
    choices = gettext(" or ").join(f"{quantity:,}" for quantity in line.nearest)
    values = {"name": line.name, "quantity": f"{line.quantity:,}", "choices": choices}
    if line.why is Unfit.TOO_FEW:
        return gettext("%(name)s: %(quantity)s is less than the smallest order. Enter %(choices)s.") % values
    if line.why is Unfit.TOO_MANY:
        return gettext("%(name)s: %(quantity)s is more than one order takes. Enter %(choices)s or less.") % values
    return gettext("%(name)s is sold in full lots, not %(quantity)s. Enter %(choices)s.") % values


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


class CancelForm(forms.Form):
    """Why an order is taken back."""

    why = forms.ChoiceField(label=_("Reason"), choices=[(why.value, name) for why, name in WHY_NAMES.items()])
    note = ClearTextField(
        declared="trade.Cancellation.note",
        label=_("Anything else"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HandoverForm(forms.Form):
    """A parcel for a carrier. `carriers` are key and name of those with a contract in force."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    carrier = forms.ChoiceField(label=_("Carrier"))
    packs = QuantityField(label=_("Packs in the parcel"))
    weight_kg = forms.DecimalField(
        label=_("Gross weight"),
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, carriers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["carrier"]
        field.choices = carriers


class OrderFilter(forms.Form):
    """Which orders to list. What cannot be meant is passed over rather than refused."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state.value, name) for state, name in STATE_NAMES.items())],
    )
    code = forms.CharField(label=_("Order number"), required=False, max_length=40)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def chosen(self) -> dict[str, Any]:
        """State, code and page as the queries take them."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        state, code = cleaned.get("state"), cleaned.get("code") or ""
        return {
            "state": State(state) if state else None,
            "code": as_public_code(code),
            "page": cleaned.get("page") or 1,
        }

    def neighbours(self, number: int, *, has_more: bool) -> dict[str, str]:
        """Addresses of the pages before and after; every other parameter stays. Empty where there is none."""
        data: Any = self.data
        query, addresses = data.copy(), {}
        for name, page, exists in (("newer", number - 1, number > 1), ("older", number + 1, has_more)):
            query["page"] = str(page)
            addresses[name] = f"?{query.urlencode()}" if exists else ""
        return addresses
