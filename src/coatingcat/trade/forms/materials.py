"""What may come in from the pages of a company's materials, in what shape."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import refuse_hostile_text
from coatingcat.trade.forms.paging import Paged
from coatingcat.trade.words import MaterialStatus

_MOST_BYTES = 1_000_000


def _statuses() -> list[tuple[str, str]]:
    return [(one.name, one.value.in_language(get_language())) for one in MaterialStatus]


def _all_statuses() -> list[tuple[str, str]]:
    return [("", gettext("All")), *_statuses()]


def refuse_lines(value: str) -> None:
    """What goes into one cell of a list has one line."""
    refuse_hostile_text(value)
    if any(not c.isprintable() for c in value):
        raise ValidationError(_("This contains characters that cannot be stored. Type it again."), code="characters")


def _text(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, validators=[refuse_lines], **kwargs)


class StateForm(forms.Form):
    """How far the company has come with a material."""

    status = forms.ChoiceField(label=_("Status"), choices=_statuses)
    notes = _text(
        _("Notes"),
        1000,
        required=False,
        help_text=_("Everybody in your company reads them. Do not name people."),
    )


class MaterialForm(StateForm):
    """A code of the company's own, and what it stands for."""

    code = _text(_("Internal code"), 40)
    product = _text(
        _("Product of the catalogue"),
        200,
        required=False,
        help_text=_("Its number, the last part of its address, or its exact trade name."),
    )
    grade = _text(_("Or a grade the catalogue does not have"), 200, required=False)
    supplier = _text(_("Supplier of that grade"), 200, required=False)
    field_order = ("code", "product", "grade", "supplier", "status", "notes")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("product")) == bool(cleaned.get("grade")):
            self.add_error("product", ValidationError(_("Name a product or a grade, one of the two."), code="ware"))
        return cleaned


class MaterialFilter(Paged):
    """Which materials to list. What cannot be meant is passed over rather than refused."""

    q = forms.CharField(label=_("Code, trade name, supplier or note"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_all_statuses)

    def chosen(self) -> dict[str, Any]:
        """Text, status and page as the query takes them."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        status = cleaned.get("status")
        text = (cleaned.get("q") or "").replace("\0", "")
        return {
            "text": text,
            "status": MaterialStatus[status] if status else None,
            "page": self.number,
        }


class MaterialFileForm(forms.Form):
    """A list of materials, as a file or pasted, to be looked at first or taken in."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_("UTF-8, up to 1 MB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or paste the rows"),
        required=False,
        max_length=_MOST_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        upload, text = cleaned.get("file"), cleaned.get("text") or ""
        if upload is not None:
            if upload.size > _MOST_BYTES:
                raise ValidationError(_("The file is larger than 1 MB."), code="large")
            try:
                text = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError(
                    _("The file is not in UTF-8. Save it as “CSV UTF-8” and choose it again."), code="encoding"
                ) from None
        if not text.strip():
            raise ValidationError(_("Choose a file or paste some rows."), code="nothing")
        cleaned["text"] = text
        return cleaned
