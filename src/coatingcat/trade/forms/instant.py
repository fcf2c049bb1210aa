"""What may come in for a price at once, from a buyer and from a seller who sets the rules."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.catalog.models import Segment
from coatingcat.ground.ids import new_id
from coatingcat.privacy.entry import refuse_hostile_text
from coatingcat.trade.forms.carts import QuantityField
from coatingcat.trade.forms.choices import in_words
from coatingcat.trade.forms.quotes import decimal_input
from coatingcat.trade.words import Incoterm, PaymentTerms, Timing

Options = Sequence[tuple[str, str]]


def segment_options() -> list[tuple[str, str]]:
    """The applications of the catalogue, in the reader's language."""
    return [(one.code, one.name(get_language() or "en")) for one in Segment.objects.order_by("code")]


class InstantForm(forms.Form):
    """A pack, how many, and the three questions."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    offer = forms.ChoiceField(label=_("Pack"))
    packs = QuantityField(label=_("Packs"))
    segment = forms.ChoiceField(label=_("What is it for?"))
    yearly_kg = forms.DecimalField(
        label=_("How much a year?"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=decimal_input(),
    )
    timing = forms.ChoiceField(label=_("When do you mean to order?"))

    def __init__(self, data: Any = None, *, offers: Options, segments: Options, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["offer"].choices = offers
        fields["segment"].choices = [("", "—"), *segments]
        fields["timing"].choices = in_words(Timing, "—")
        self.initial.setdefault("submission", new_id())


def _codes(typed: str) -> list[str]:
    return list(dict.fromkeys(typed.replace(",", " ").replace("，", " ").split()))


class PolicyForm(forms.Form):
    """When and on which terms a price is given at once. What is left empty asks for nothing."""

    name = forms.CharField(
        label=_("Name of the rule"),
        help_text=_("For you and your colleagues alone."),
        max_length=80,
        validators=[refuse_hostile_text],
    )
    is_on = forms.BooleanField(label=_("Switched on"), required=False)
    products = forms.CharField(
        label=_("Products"),
        help_text=_("Codes, with spaces between them. Empty: all you sell."),
        required=False,
        max_length=2000,
        validators=[refuse_hostile_text],
    )
    makers = forms.MultipleChoiceField(label=_("Makers"), required=False)
    segments = forms.MultipleChoiceField(label=_("Applications"), required=False)
    countries = forms.CharField(
        label=_("Countries"),
        help_text=_("Two-letter codes, such as CN DE. Empty: every country."),
        required=False,
        max_length=400,
        validators=[refuse_hostile_text],
    )
    timings = forms.MultipleChoiceField(label=_("Timing"), required=False, widget=forms.CheckboxSelectMultiple)
    least_kg = forms.DecimalField(
        label=_("Yearly volume from"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal(0),
        initial=0,
        widget=decimal_input(),
    )
    certified_only = forms.BooleanField(label=_("Certified companies only"), required=False, initial=True)
    min_packs = QuantityField(label=_("Smallest quantity"), initial="1")
    discount = forms.DecimalField(
        label=_("Discount on the list price"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=Decimal("99.99"),
        initial=0,
        widget=decimal_input(),
    )
    incoterm = forms.ChoiceField(label=_("Incoterms 2020 rule"), choices=[(t.value, t.value) for t in Incoterm])
    place = forms.CharField(label=_("Named place"), max_length=60, validators=[refuse_hostile_text])
    payment = forms.ChoiceField(label=_("Payment"))
    lead_days = forms.IntegerField(label=_("Lead time"), min_value=0, max_value=400, widget=decimal_input())
    valid_days = forms.IntegerField(
        label=_("The price stands for"), min_value=1, max_value=180, initial=14, widget=decimal_input()
    )

    def __init__(self, data: Any = None, *, makers: Options, segments: Options, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["makers"].choices, fields["segments"].choices = makers, segments
        fields["timings"].choices = in_words(Timing)
        fields["payment"].choices = in_words(PaymentTerms)

    def clean_products(self) -> list[str]:
        return _codes(self.cleaned_data["products"])

    def clean_countries(self) -> list[str]:
        codes = [code.upper() for code in _codes(self.cleaned_data["countries"])]
        if not all(len(code) == 2 and code.isascii() and code.isalpha() for code in codes):
            raise ValidationError(_("Write codes of two letters, such as CN DE."), code="country")
        return codes
