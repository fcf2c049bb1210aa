"""What may come in from the quick order and from saved carts, in what shape."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import ClearCharField
from coatingcat.trade.rules.quick_lines import MOST, lines_of

_MOST_BYTES = 200_000


class QuickForm(forms.Form):
    """Lines that were pasted, or a file of them."""

    lines = forms.CharField(
        label=_("Lines"),
        help_text=_("One line for each: SKU, your own code or product name, then the quantity"),
        required=False,
        max_length=_MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or a file"), help_text=_("CSV, in UTF-8 or as Excel saves it"), required=False, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        text = _read(cleaned["file"]) if cleaned.get("file") else cleaned.get("lines", "")
        cleaned["wanted"] = wanted = lines_of(text)
        if not wanted:
            self.add_error("lines", ValidationError(_("Paste at least one line, or choose a file."), code="empty"))
        elif len(wanted) > MOST:
            self.add_error(
                "lines",
                ValidationError(
                    _("These are %(count)s lines; a cart takes %(most)s. Nothing was taken."),
                    code="many",
                    params={"count": len(wanted), "most": MOST},
                ),
            )
        return cleaned


def _read(file: Any) -> str:
    """A file as text. Raises ValidationError for what is too long, or no text."""
    if file.size > _MOST_BYTES:
        raise ValidationError(_("The file is longer than 200 kB."), code="long")
    content = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return str(text)
    raise ValidationError(_("The file is no text. Save it as CSV."), code="binary")


class SaveCartForm(forms.Form):
    """Under which name a cart is put aside, and whether for all of the company."""

    name = ClearCharField(declared="trade.SavedCart.name", label=_("Name of the saved cart"), max_length=60)
    is_shared = forms.BooleanField(
        label=_("Share with my company"),
        help_text=_("Its people see the lines and who added them; those who may buy add to it."),
        required=False,
    )
