"""What may come in from the pages of the cart, in what shape."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from coatingcat.trade.refusals import LicenceMissing
from coatingcat.trade.rules import NotAQuantity, UnfitLine, quantity_of
from coatingcat.trade.words import MAX_QUANTITY, Unfit


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


def why_no_licence(refusal: LicenceMissing) -> str:
    """Which goods need a licence, and what to do about it."""
    names = pgettext("between names", ", ").join(refusal.names)
    if refusal.is_company:
        remedy = gettext("Your company's licence has not been seen: hand it in on the page of your company.")
    else:
        remedy = gettext("You act for no company: bring your company and hand in its licence.")
    why = gettext("%(names)s: hazardous chemicals, in China only for companies licensed for them (Decree 591).")
    return f"{why % {'names': names}} {remedy} {gettext('Nothing was ordered.')}"


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
