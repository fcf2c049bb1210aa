"""What may come in from the pages on which an order is executed: shipping, changing, returning.

Fields of a line are named by its key: `quantity_17`. A quantity may be left empty, which is none.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.files import FileRefused, accept_file
from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.actions.amending import Change
from coatingcat.trade.actions.deliveries import Packed, Sending
from coatingcat.trade.actions.handover import Handed
from coatingcat.trade.forms.conversation import order_file_field
from coatingcat.trade.models import OrderLine
from coatingcat.trade.words import (
    MAX_QUANTITY,
    SELLERS_WHYS,
    AmendmentWhy,
    ReturnRefusal,
    ReturnSort,
    ReturnWhy,
    Transport,
)

_DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


def _named(words: Iterable[Any], *, first: str = "") -> list[tuple[str, str]]:
    language = get_language()
    return [*([("", first)] if first else []), *((w.name, w.value.in_language(language)) for w in words)]


class _Packs(forms.IntegerField):
    """So many packs of a line, or none."""

    def __init__(self, *, most: int = MAX_QUANTITY, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})
        super().__init__(min_value=0, max_value=most, required=False, widget=widget, **kwargs)


class _CertificateField(forms.FileField):
    """A certificate of analysis: a picture or PDF, cleaned of metadata and active content."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return accept_file(upload.name, upload.read())
        except FileRefused as refusal:
            raise ValidationError(str(refusal), code="file") from None


class _OfLines(forms.Form):
    """A form with fields for each of some lines of an order."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Sequence[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_lines = lines
        for line in lines:
            self.fields |= {f"{name}_{line.pk}": field for name, field in self.line_fields(line).items()}

    def line_fields(self, line: OrderLine) -> dict[str, forms.Field]:
        raise NotImplementedError

    def rows(self) -> list[tuple[OrderLine, list[Any]]]:
        """Each line with its fields, for the template."""
        return [(line, [self[f"{name}_{line.pk}"] for name in self.line_fields(line)]) for line in self.of_lines]

    def of(self, line: OrderLine, name: str) -> Any:
        return self.cleaned_data.get(f"{name}_{line.pk}")

    def packs(self) -> dict[int, int]:
        """Packs by the key of the line, without those of which none were named."""
        return {line.pk: self.of(line, "quantity") for line in self.of_lines if self.of(line, "quantity")}


def _of(name: Any, line: OrderLine) -> str:
    """A label that says of which line it is: two fields of a form never have the same."""
    return gettext("%(what)s: %(line)s") % {"what": name, "line": f"{line.name}, {line.pack}"}


class ConfirmForm(forms.Form):
    """By when the last of it arrives, if that can be said."""

    promised_on = forms.DateField(
        label=_("Arrives by"),
        required=False,
        help_text=_("The buyer sees this day; leave it empty if it cannot be said yet."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RefuseOrderForm(forms.Form):
    """Why an order is not taken on."""

    why = forms.ChoiceField(label=_("Reason"))
    note = ClearTextField(
        declared="trade.Cancellation.note",
        label=_("Anything else"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, names: dict[Any, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Choose one")),
            *((why.value, names[why]) for why in SELLERS_WHYS),
        ]


class ShippingForm(_OfLines):
    """A delivery: how it travels and what is in it. `carriers` are key and name of those with a contract in force."""

    transport = forms.ChoiceField(label=_("How it travels"))
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    parcel_packs = _Packs(label=_("Packs in the parcel"))
    weight_kg = forms.DecimalField(
        label=_("Gross weight"),
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        widget=forms.TextInput(attrs=_DECIMAL),
    )
    tracking = forms.RegexField(
        r"^[A-Za-z0-9-]{4,40}\Z",
        label=_("Tracking number"),
        required=False,
        error_messages={"invalid": _("Letters, digits and hyphens, 4 to 40 of them.")},
    )
    expected_on = forms.DateField(
        label=_("Expected to arrive on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, carriers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        offered = [way for way in Transport if carriers or way is not Transport.CARRIER]
        fields["transport"].choices = _named(offered)
        fields["carrier"].choices = [("", "—"), *carriers]

    def line_fields(self, line: OrderLine) -> dict[str, forms.Field]:
        return {
            "quantity": _Packs(most=line.open or line.returned, label=_of(pgettext("how many", "Packs"), line)),
            "batch": forms.RegexField(r"^[\w./ -]{1,40}\Z", label=_of(gettext("Batch number"), line), required=False),
            "best_before": forms.DateField(
                label=_of(gettext("Best before"), line),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            ),
            "certificate": _CertificateField(label=_of(gettext("Certificate of analysis"), line), required=False),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("transport") == Transport.CARRIER.name:
            for name in ("carrier", "parcel_packs", "weight_kg"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A carrier needs to be told this."))
        if not self.errors and not any(self.of(line, "quantity") for line in self.of_lines):
            raise ValidationError(_("Say of at least one line how many packs leave."), code="nothing")
        return cleaned

    def packed(self) -> list[Packed]:
        return [
            Packed(
                line.pk,
                self.of(line, "quantity"),
                self.of(line, "batch") or "",
                self.of(line, "best_before"),
                self.of(line, "certificate"),
            )
            for line in self.of_lines
            if self.of(line, "quantity")
        ]

    def sending(self) -> Sending:
        cleaned = self.cleaned_data
        transport = Transport[cleaned["transport"]]
        handed = None
        if transport is Transport.CARRIER:
            handed = Handed(cleaned["carrier"], cleaned["parcel_packs"], cleaned["weight_kg"])
        return Sending(transport, handed, cleaned.get("tracking") or "", cleaned.get("expected_on"))


class AmendmentForm(_OfLines):
    """A change of an order. Prices are named by who executes it alone."""

    cancels = forms.BooleanField(label=_("Cancel the whole order"), required=False)
    promised_on = forms.DateField(
        label=_("New day of arrival"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.ChoiceField(label=_("Reason"))
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
        self.fields["why"].choices = _named(AmendmentWhy, first=gettext("Choose one"))  # type: ignore[attr-defined]
        if not may_cancel:
            del self.fields["cancels"]

    def line_fields(self, line: OrderLine) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "quantity": _Packs(label=_of(pgettext("how many", "Packs"), line), initial=line.quantity),
        }
        if self.may_price and line.unit_price is not None:
            fields["price"] = forms.DecimalField(
                label=_of(gettext("Price of a pack"), line),
                initial=line.unit_price.normalize(),
                max_digits=14,
                decimal_places=4,
                min_value=Decimal("0.0001"),
                required=False,
                widget=forms.TextInput(attrs=_DECIMAL),
            )
        return fields

    def changes(self) -> dict[int, Change]:
        found = {}
        for line in self.of_lines:
            quantity = self.of(line, "quantity")
            found[line.pk] = Change(line.quantity if quantity is None else quantity, self.of(line, "price"))
        return found


class ReturnForm(_OfLines):
    """What is wrong with which packs."""

    sort = forms.ChoiceField(label=_("What do you ask for?"))
    why = forms.ChoiceField(label=_("What is wrong?"))
    note = ClearTextField(
        declared="trade.Return.note",
        label=_("Describe it"),
        max_length=1000,
        help_text=_("Batch numbers and what you measured help the supplier to answer at once."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photo = order_file_field(_("Photo"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["sort"].choices = _named(ReturnSort, first=gettext("Choose one"))
        fields["why"].choices = _named(ReturnWhy, first=gettext("Choose one"))

    def line_fields(self, line: OrderLine) -> dict[str, forms.Field]:
        label = _of(pgettext("how many", "Packs"), line)
        told = gettext("%(packs)s packs arrived and are in no return yet.") % {"packs": line.returnable}
        return {"quantity": _Packs(most=line.returnable, label=label, help_text=told)}

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
    why = forms.ChoiceField(label=_("Reason, if you refuse"), required=False)
    note = ClearTextField(
        declared="trade.OrderStep.note",
        label=_("Explanation for the buyer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = _named(ReturnRefusal, first="—")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "refuse" and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", _("Say why: the buyer reads it."))
        return cleaned


class AmendmentAnswerForm(forms.Form):
    """What is done with a change that waits."""

    answer = forms.ChoiceField(choices=[(name, name) for name in ("accept", "refuse", "withdraw")])


class ReceiptForm(forms.Form):
    """Returned goods came back."""

    restock = forms.BooleanField(label=_("Put them back on the shelf"), required=False)
