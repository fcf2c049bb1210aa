"""What may come in from the conversation about an inquiry or an order, its returns and claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.ids import new_id
from coatingcat.privacy.entry import ClearFileField, ClearTextField

_TAKEN = "image/jpeg,image/png,image/webp,application/pdf"


def _text_field(declared: str) -> ClearTextField:
    return ClearTextField(
        declared=declared, label=_("Your message"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _file_field(declared: str, label: Any) -> ClearFileField:
    return ClearFileField(
        declared=declared,
        label=label,
        required=False,
        help_text=_("A picture or PDF, up to 5 MB. Hidden data such as the place is removed."),
        widget=forms.FileInput(attrs={"accept": _TAKEN}),
    )


def order_file_field(label: Any) -> ClearFileField:
    """A picture or PDF that belongs to an order."""
    return _file_field("trade.OrderMessage.file", label)


class InquiryMessageForm(forms.Form):
    """What one side writes to the other, with at most one file."""

    submission = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Open this page again."), "invalid": _("Open this page again.")},
    )
    text = _text_field("trade.InquiryMessage.text")
    file = _file_field("trade.InquiryMessage.file", _("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": new_id(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class OrderMessageForm(InquiryMessageForm):
    """What one side writes about an order, with at most one file; both are kept as long as the order is."""

    text = _text_field("trade.OrderMessage.text")
    file = order_file_field(_("File"))
