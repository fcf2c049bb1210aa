"""What may come in from the page on which a sample is sent."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SampleParcelForm(forms.Form):
    """How a sample goes out. `carriers` are key and name of those with a contract in force."""

    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    tracking = forms.RegexField(
        r"^[\w ./-]{1,60}\Z",
        label=_("Tracking number"),
        required=False,
        max_length=60,
        error_messages={"invalid": _("Enter letters, digits and ./- only.")},
    )
    packs = forms.IntegerField(
        label=_("Packs in the parcel"),
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    weight_kg = forms.DecimalField(
        label=_("Gross weight"),
        max_digits=9,
        decimal_places=3,
        min_value=Decimal("0.001"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, carriers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["carrier"].choices = [("", gettext("Our own transport")), *carriers]  # type: ignore[attr-defined]
