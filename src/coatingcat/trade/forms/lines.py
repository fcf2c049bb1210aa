"""Fields for each of some lines of an order.

They are named by the key of the line: `quantity_17`. A quantity may be left empty, which is none.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from coatingcat.trade.models import OrderLine
from coatingcat.trade.words import (
    MAX_QUANTITY,
)

DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class Packs(forms.IntegerField):
    """So many packs of a line, or none."""

    def __init__(self, *, most: int = MAX_QUANTITY, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})
        super().__init__(min_value=0, max_value=most, required=False, widget=widget, **kwargs)


class OfLines(forms.Form):
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


def of_line(name: Any, line: OrderLine) -> str:
    """A label that says of which line it is: two fields of a form never have the same."""
    return gettext("%(what)s: %(line)s") % {"what": name, "line": f"{line.name}, {line.pack}"}
