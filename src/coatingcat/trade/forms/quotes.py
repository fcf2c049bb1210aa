"""What may come in from the pages of quotes, in what shape."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import today
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.privacy.entry import ClearTextField, refuse_hostile_text
from coatingcat.trade.forms.carts import QuantityField
from coatingcat.trade.forms.choices import in_words
from coatingcat.trade.rules import Ladder, PriceStep
from coatingcat.trade.rules.incoterms import Mode, Reach, Rest
from coatingcat.trade.rules.landed import Estimates
from coatingcat.trade.rules.quotes import NotALadder, ladder_typed
from coatingcat.trade.words import PACK_UNITS, Incoterm, PaymentTerms, QuoteWhy

CURRENCIES = ("CNY", "USD", "EUR", "JPY", "HKD", "SGD")
_MOST_DAYS = 180
_LADDER_FAULTS = {
    "empty": _("Give at least one step, such as: 1 40.00"),
    "many": _("Eight steps at most."),
    "step": _("Line %(line)s: write the packs, a space and the price of one pack, such as: 10 38.50"),
    "number": _("Line %(line)s: packs are a whole number, a price has a point and up to four decimals: 10 38.50"),
    "twice": _("Line %(line)s: the packs must rise from step to step."),
    "rising": _("Line %(line)s: a larger quantity must not cost more a pack than the step before."),
}


def decimal_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


class LadderField(forms.CharField):
    """A ladder of prices, one step a line. The cleaned value is a tuple of (packs, price)."""

    widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=400, validators=[refuse_hostile_text], **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return ladder_typed(text)
        except NotALadder as fault:
            raise ValidationError(_LADDER_FAULTS[fault.code], code=fault.code, params={"line": fault.line}) from None


class QuoteForm(forms.Form):
    """A quote for the lines of an inquiry. `lines` are names by position, with what is known of pack and quantity."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    incoterm = forms.ChoiceField(label=_("Incoterms 2020 rule"), choices=[(t.value, t.value) for t in Incoterm])
    place = forms.CharField(
        label=_("Named place"),
        help_text=_("A port, terminal or city, no street: the buyer gives that with the order."),
        max_length=60,
        validators=[refuse_hostile_text],
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    freight = forms.DecimalField(
        label=_("Freight charged apart"),
        help_text=_("For the carriage you see to. Leave it empty if the prices include it."),
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=Decimal(0),
        widget=decimal_input(),
    )
    lead_days = forms.IntegerField(label=_("Lead time"), min_value=0, max_value=400, widget=decimal_input())
    payment = forms.ChoiceField(label=_("Payment"), choices=in_words(PaymentTerms))
    valid_until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = ClearTextField(
        declared="trade.Quote.note",
        label=_("Note to the buyer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, lines: Mapping[int, Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.positions = tuple(lines)
        self.initial.setdefault("submission", new_id())
        self.initial.setdefault("valid_until", today() + timedelta(days=14))
        for position, known in lines.items():
            self._add_line(position, known)

    def _add_line(self, position: int, known: Mapping[str, Any]) -> None:
        name = {"name": known["name"]}
        self.fields[f"size-{position}"] = forms.DecimalField(
            label=gettext("Pack of %(name)s") % name,
            initial=known.get("size"),
            max_digits=12,
            decimal_places=3,
            min_value=Decimal("0.001"),
            widget=decimal_input(),
        )
        self.fields[f"unit-{position}"] = forms.ChoiceField(
            label=gettext("Unit of the pack of %(name)s") % name,
            initial=known.get("unit"),
            choices=[(unit, unit) for unit in PACK_UNITS],
        )
        self.fields[f"packs-{position}"] = QuantityField(
            label=gettext("Packs of %(name)s asked for") % name, initial=known.get("packs")
        )
        self.fields[f"ladder-{position}"] = LadderField(
            label=gettext("Prices of %(name)s") % name,
            help_text=_("One step a line: packs, a space, price of one pack without VAT. Such as: 10 38.50"),
            initial=known.get("ladder"),
        )

    def clean_valid_until(self) -> Any:
        day = self.cleaned_data["valid_until"]
        if not today() <= day <= today() + timedelta(days=_MOST_DAYS):
            raise ValidationError(_("Choose a day from today on, within half a year."), code="day")
        return day

    def line_fields(self) -> list[list[Any]]:
        """The fields of each line, for the page."""
        return [[self[f"{name}-{n}"] for name in ("size", "unit", "packs", "ladder")] for n in self.positions]

    def ladder(self, position: int) -> Ladder:
        currency = self.cleaned_data["currency"]
        return tuple(
            PriceStep(packs, Money(price, currency)) for packs, price in self.cleaned_data[f"ladder-{position}"]
        )


class DeclineForm(forms.Form):
    """Why a quote is declined."""

    why = forms.ChoiceField(label=_("Reason"), choices=in_words(QuoteWhy, "—"))
    remark = ClearTextField(
        declared="trade.QuoteAnswer.note",
        label=_("Anything else"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CounterForm(forms.Form):
    """What the buyer would rather have. A line without a price is left as it is."""

    wanted_by = forms.DateField(
        label=_("Wanted by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = ClearTextField(
        declared="trade.QuoteAnswer.note",
        label=_("Note to the supplier"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, lines: Mapping[int, tuple[str, int]], **kwargs: Any) -> None:
        """`lines`: name and packs by id of the line."""
        super().__init__(data, **kwargs)
        self.line_ids = tuple(lines)
        for line_id, (name, packs) in lines.items():
            self.fields[f"price-{line_id}"] = forms.DecimalField(
                label=gettext("Your price for one pack of %(name)s") % {"name": name},
                required=False,
                max_digits=14,
                decimal_places=4,
                min_value=Decimal("0.0001"),
                widget=decimal_input(),
            )
            self.fields[f"packs-{line_id}"] = QuantityField(
                label=gettext("Packs of %(name)s") % {"name": name}, initial=str(packs)
            )

    def clean_wanted_by(self) -> Any:
        day = self.cleaned_data.get("wanted_by")
        if day is not None and day < today():
            raise ValidationError(_("Choose a day from today on."), code="day")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked = [cleaned.get(f"price-{n}") for n in self.line_ids]
        if not self.errors and not any(asked) and not cleaned.get("wanted_by") and not cleaned.get("note"):
            raise ValidationError(_("Say what you would rather have: a price, a day, or a few words."), code="empty")
        return cleaned


class OrderQuoteForm(forms.Form):
    """How many packs of each line are ordered. `lines`: name and packs by position."""

    def __init__(self, data: Any = None, *, lines: Mapping[int, tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.positions = tuple(lines)
        for position, (name, packs) in lines.items():
            self.fields[f"packs-{position}"] = QuantityField(
                label=gettext("Packs of %(name)s") % {"name": name}, initial=str(packs)
            )

    def packs(self) -> list[int]:
        """In the order of the lines."""
        return [self.cleaned_data[f"packs-{position}"] for position in self.positions]


def _figure(label: Any, help_text: Any = "", **bounds: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        widget=decimal_input(),
        **{"min_value": Decimal(0), "max_digits": 12, "decimal_places": 4, **bounds},
    )


class EstimatesForm(forms.Form):
    """What the buyer expects to pay besides, and the film that is to be coated; by GET, kept nowhere."""

    freight = _figure(_("Freight that is yours"), _("In the currency of the quotes, for the whole quantity."))
    insurance = _figure(_("Insurance rate"), max_value=Decimal(100))
    duty = _figure(_("Duty rate"), max_value=Decimal(1000))
    tax = _figure(_("Import tax rate"), max_value=Decimal(1000))
    domestic = forms.BooleanField(label=_("No border lies between"), required=False)
    film = _figure(_("Dry film thickness"), max_value=Decimal(100_000))
    solids = _figure(_("Solids by volume"), max_value=Decimal(100))
    density = _figure(
        _("Density"), _("Used where the catalogue has none."), min_value=Decimal("0.0001"), max_value=Decimal(25)
    )

    def estimates(self) -> Estimates:
        """What was given and can be meant; the rest stays unknown."""
        known = self._known()
        return Estimates(
            known.get("freight"),
            known.get("insurance"),
            known.get("duty"),
            known.get("tax"),
            is_domestic=bool(known.get("domestic")),
        )

    def film_figures(self) -> dict[str, Any]:
        known = self._known()
        return {
            "film_um": known.get("film") or None,
            "solids": known.get("solids") or None,
            "density": known.get("density"),
        }

    def _known(self) -> dict[str, Any]:
        self.is_valid()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        return found


class HelperForm(forms.Form):
    """Three questions, one Incoterms rule."""

    mode = forms.ChoiceField(label=_("How do the goods travel?"), choices=in_words(Mode), widget=forms.RadioSelect)
    reach = forms.ChoiceField(
        label=_("How far is the seller to bring them?"), choices=in_words(Reach), widget=forms.RadioSelect
    )
    rest = forms.ChoiceField(
        label=_("Who sees to loading, insurance and customs on that way?"),
        choices=in_words(Rest),
        widget=forms.RadioSelect,
    )

    def answers(self) -> tuple[Mode, Reach, Rest]:
        cleaned = self.cleaned_data
        return Mode[cleaned["mode"]], Reach[cleaned["reach"]], Rest[cleaned["rest"]]
