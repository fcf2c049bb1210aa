"""What may come in when packs are returned or claimed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.forms.choices import in_words
from coatingcat.trade.forms.conversation import order_file_field
from coatingcat.trade.forms.lines import OfLines, Packs, of_line
from coatingcat.trade.models import OrderLine
from coatingcat.trade.words import (
    ReturnRefusal,
    ReturnSort,
    ReturnWhy,
)


class ReturnForm(OfLines):
    """What is wrong with which packs."""

    sort = forms.ChoiceField(label=_("What do you ask for?"), choices=in_words(ReturnSort, _("Choose one")))
    why = forms.ChoiceField(label=_("What is wrong?"), choices=in_words(ReturnWhy, _("Choose one")))
    note = ClearTextField(
        declared="trade.Return.note",
        label=_("Describe it"),
        max_length=1000,
        help_text=_("Batch numbers and what you measured help the supplier to answer at once."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photo = order_file_field(_("Photo"))

    def line_fields(self, line: OrderLine) -> dict[str, forms.Field]:
        label = of_line(pgettext("how many", "Packs"), line)
        told = gettext("%(packs)s packs arrived and are in no return yet.") % {"packs": line.returnable}
        return {"quantity": Packs(most=line.returnable, label=label, help_text=told)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.packs():
            raise ValidationError(_("Say of at least one line how many packs it is about."), code="nothing")
        return cleaned


class ReturnAnswerForm(forms.Form):
    """Whether a return or claim is agreed to."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[("agree", _("Agree")), ("refuse", _("Refuse"))], widget=forms.RadioSelect
    )
    why = forms.ChoiceField(label=_("Reason, if you refuse"), required=False, choices=in_words(ReturnRefusal, "—"))
    note = ClearTextField(
        declared="trade.OrderStep.note",
        label=_("Explanation for the buyer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "refuse" and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", _("Say why: the buyer reads it."))
        return cleaned


class ReceiptForm(forms.Form):
    """Returned goods came back."""

    restock = forms.BooleanField(label=_("Put them back on the shelf"), required=False)
