"""What the style guide shows: invented values of no maker and no person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    demand = forms.DecimalField(
        label=_("Estimated yearly demand"), help_text=_("A rough figure is enough."), min_value=1
    )
    background = forms.CharField(label=_("Project background"), required=False, widget=forms.Textarea)
    pack = forms.ChoiceField(
        label=_("Pack"), choices=[("25", "25 kg"), ("200", "200 kg"), ("1000", "1 000 kg")], widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("kg", "kg"), ("t", "t")])
    card = forms.FileField(label=_("Business card"), required=False, help_text=_("JPEG, PNG or PDF, up to 5 MB."))
    terms = forms.BooleanField(label=_("I have read the terms"))


def examples(*, bound: bool) -> dict[str, Any]:
    """Context of the page; with `bound` its form comes back with errors, as after a wrong entry."""
    return {
        "form": ExampleForm({"demand": "-5"}) if bound else ExampleForm(),
        "page": 4,
        "pages": 12,
        "bins": [(i * 500.0, (i + 1) * 500.0, n) for i, n in enumerate((3, 9, 21, 34, 28, 17, 12, 0, 5, 2, 1))],
        "codes": [f"GHS0{number}" for number in range(1, 10)],
        "icons": [
            "search",
            "language",
            "cart",
            "person",
            "check",
            "close",
            "next",
            "back",
            "plus",
            "document",
            "download",
            "external",
            "lock",
            "shield",
            "eye",
            "key",
            "bin",
            "edit",
            "mail",
            "phone",
            "truck",
            "flask",
            "layers",
            "warning",
            "info",
            "filter",
            "compare",
            "clock",
            "menu",
        ],
    }
