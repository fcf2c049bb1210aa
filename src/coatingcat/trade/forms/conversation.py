"""What may come in from the conversation about an order, its returns and claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import ClearFileField, ClearTextField
from coatingcat.trade.forms.inquiries import InquiryMessageForm

_TAKEN = "image/jpeg,image/png,image/webp,application/pdf"


def order_file_field(label: Any) -> ClearFileField:
    """A picture or PDF that belongs to an order."""
    return ClearFileField(
        declared="trade.OrderMessage.file",
        label=label,
        required=False,
        help_text=_("A picture or PDF, up to 5 MB. Hidden data such as the place is removed."),
        widget=forms.FileInput(attrs={"accept": _TAKEN}),
    )


class OrderMessageForm(InquiryMessageForm):
    """What one side writes about an order, with at most one file; both are kept as long as the order is."""

    text = ClearTextField(
        declared="trade.OrderMessage.text",
        label=_("Your message"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = order_file_field(_("File"))
