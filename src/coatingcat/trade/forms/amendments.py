"""What may come in when an order is changed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.actions.amending import ANSWERS, Change
from coatingcat.trade.forms.choices import in_words
from coatingcat.trade.forms.lines import DECIMAL, OfLines, Packs, of_line
from coatingcat.trade.models import OrderLine
from coatingcat.trade.words import (
    AmendmentWhy,
)


class AmendmentForm(OfLines):
    """A change of an order. Prices are named by who executes it alone."""

    cancels = forms.BooleanField(label=_("Cancel the whole order"), required=False)
    promised_on = forms.DateField(
        label=_("New day of arrival"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.ChoiceField(label=_("Reason"), choices=in_words(AmendmentWhy, _("Choose one")))
    note = ClearTextField(
        declared="trade.Amendment.note",
        label=_("Anything else"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, may_price: bool, may_cancel: bool, **kwargs: Any) -> None:
        self.may_price = may_price
        super().__init__(*args, **kwargs)
        if not may_cancel:
            del self.fields["cancels"]

    def line_fields(self, line: OrderLine) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "quantity": Packs(label=of_line(pgettext("how many", "Packs"), line), initial=line.quantity),
        }
        if self.may_price and line.unit_price is not None:
            fields["price"] = forms.DecimalField(
                label=of_line(gettext("Price of a pack"), line),
                initial=line.unit_price.normalize(),
                max_digits=14,
                decimal_places=4,
                min_value=Decimal("0.0001"),
                required=False,
                widget=forms.TextInput(attrs=DECIMAL),
            )
        return fields

    def changes(self) -> dict[int, Change]:
        found = {}
        for line in self.of_lines:
            quantity = self.of(line, "quantity")
            found[line.pk] = Change(line.quantity if quantity is None else quantity, self.of(line, "price"))
        return found


class AmendmentAnswerForm(forms.Form):
    """What is done with a change that waits."""

    answer = forms.ChoiceField(choices=[(name, name) for name in ANSWERS])
