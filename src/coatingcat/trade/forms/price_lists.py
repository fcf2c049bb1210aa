"""What may come in about prices agreed with companies, in what shape."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import today
from coatingcat.members.models import Company
from coatingcat.trade.forms.carts import QuantityField
from coatingcat.trade.forms.materials import MaterialFileForm, refuse_lines
from coatingcat.trade.models import Offer, Seller
from coatingcat.trade.queries.price_lists import company_numbered
from coatingcat.trade.queries.sellers import offers_at
from coatingcat.trade.rules.ladders import NoLadder, Steps, ladder_in_text
from coatingcat.trade.rules.offer_faults import REASONS
from coatingcat.trade.words import FILE_LIST

_GROUP = RegexValidator(r"^[\w .-]*\Z", _("Letters, digits, spaces, dots and hyphens."))


def _line(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, validators=[refuse_lines], **kwargs)


class CompanyField(forms.CharField):
    """A company by its registration number: who does not know the number finds no company."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=kwargs.pop("label", _("Company, by its registration number")),
            max_length=40,
            validators=[refuse_lines],
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        found = company_numbered(number) if number else None
        if number and found is None:
            raise ValidationError(_("No company with this number has joined here."), code="company")
        return found


class OfferField(forms.CharField):
    """An offer of the counter by its SKU."""

    seller: Seller | None = None

    def clean(self, value: Any) -> Any:
        sku = super().clean(value)
        found: Offer | None = offers_at(self.seller).filter(sku=sku).first() if sku else None
        if sku and found is None:
            raise ValidationError(_("There is no such offer of yours. See “Offers and stock”."), code="offer")
        return found


def _sku() -> OfferField:
    return OfferField(label=_("SKU"), max_length=40, validators=[refuse_lines])


def _minimum() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Order minimum"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Least sum of an order’s goods, without VAT. Empty: this list asks for none."),
    )


class ListForm(forms.Form):
    """A new list. With neither company nor group it is for everybody."""

    name = _line(_("Name of the list"), 80, help_text=_("For you and your colleagues alone. No name of a person."))
    currency = forms.RegexField(
        r"^[A-Z]{3}\Z", label=_("Currency"), max_length=3, initial="CNY", help_text=_("Three letters, such as CNY.")
    )
    company = CompanyField(required=False, help_text=_("Empty: not for a single company."))
    tier = forms.CharField(
        label=_("Or a group"),
        required=False,
        max_length=20,
        validators=[_GROUP],
        help_text=_("As you name it under “Groups of companies”. Empty as well: for everybody."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Empty: open.")
    )
    order_minimum = _minimum()

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.initial.setdefault("valid_from", today())

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name.casefold() == FILE_LIST:
            raise ValidationError(_("This name is that of the offers file. Choose another."), code="reserved")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("company") and cleaned.get("tier"):
            self.add_error("tier", ValidationError(_("For a company or for a group, not both."), code="both"))
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", ValidationError(_("The last day lies before the first."), code="days"))
        return cleaned


class MinimumForm(forms.Form):
    """What a list asks of an order."""

    order_minimum = _minimum()


class LadderForm(forms.Form):
    """What a list says of one offer."""

    offer = _sku()
    ladder = _line(
        _("Price by quantity"),
        400,
        required=False,
        help_text=_("From so many packs a pack costs, such as 1:120.50; 10:118.00. Empty: off the list."),
    )

    def __init__(self, data: Any = None, *, seller: Seller | None, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["offer"].seller = seller
        self._currency = currency

    def clean_offer(self) -> Offer:
        offer: Offer = self.cleaned_data["offer"]
        if offer.currency not in {"", self._currency}:
            raise ValidationError(_("This offer is in another currency than the list."), code="currency")
        return offer

    def clean_ladder(self) -> Steps:
        try:
            return ladder_in_text(self.cleaned_data["ladder"])
        except NoLadder as refusal:
            raise ValidationError(_told(refusal.code, self.cleaned_data["ladder"]), code=refusal.code) from None


def _told(code: str, value: str) -> str:
    return ": ".join(part.in_language(get_language()).replace("{value}", value) for part in REASONS[code])


class GroupForm(forms.Form):
    """Which company is in which group."""

    company = CompanyField()
    tier = forms.CharField(label=_("Group"), max_length=20, validators=[_GROUP])


class PreviewForm(forms.Form):
    """What does this company pay for so many packs?"""

    offer = _sku()
    company = CompanyField(required=False, help_text=_("Empty: what everybody pays."))
    quantity = QuantityField(label=_("Packs"), initial="1")

    def __init__(self, data: Any = None, *, seller: Seller | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["offer"].seller = seller

    @property
    def asked(self) -> tuple[Offer, Company | None, int]:
        return self.cleaned_data["offer"], self.cleaned_data["company"], self.cleaned_data["quantity"]


class PriceFileForm(MaterialFileForm):
    """A file of offers or prices, to be looked at first or taken in."""


class OrderTermsForm(forms.Form):
    """What a company wants on each of its orders."""

    needs_po_number = forms.BooleanField(
        label=_("Every order needs an order number of ours"),
        required=False,
        help_text=_("Whoever orders for your company gives it in the checkout; without one nothing is ordered."),
    )
