"""What may come in when an order is taken on, refused or shipped."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.files import FileRefused, accept_file
from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.actions.deliveries import Packed, Sending
from coatingcat.trade.actions.handover import Handed
from coatingcat.trade.forms.choices import in_words
from coatingcat.trade.forms.lines import DECIMAL, OfLines, Packs, of_line
from coatingcat.trade.models import OrderLine
from coatingcat.trade.words import (
    SELLERS_WHYS,
    Transport,
)


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


class ShippingForm(OfLines):
    """A delivery: how it travels and what is in it. `carriers` are key and name of those with a contract in force."""

    transport = forms.ChoiceField(label=_("How it travels"))
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    parcel_packs = Packs(label=_("Packs in the parcel"))
    weight_kg = forms.DecimalField(
        label=_("Gross weight"),
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        widget=forms.TextInput(attrs=DECIMAL),
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
        fields["transport"].choices = in_words(offered)
        fields["carrier"].choices = [("", "—"), *carriers]

    def line_fields(self, line: OrderLine) -> dict[str, forms.Field]:
        return {
            "quantity": Packs(most=line.open or line.returned, label=of_line(pgettext("how many", "Packs"), line)),
            "batch": forms.RegexField(
                r"^[\w./ -]{1,40}\Z", label=of_line(gettext("Batch number"), line), required=False
            ),
            "best_before": forms.DateField(
                label=of_line(gettext("Best before"), line),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            ),
            "certificate": _CertificateField(label=of_line(gettext("Certificate of analysis"), line), required=False),
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
