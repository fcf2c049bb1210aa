"""The form of a server that is told of what happens."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.outbound import may_be_sent_to
from coatingcat.outreach.words import WEBHOOK_TYPES
from coatingcat.privacy.entry import refuse_hostile_text


def _public(url: str) -> None:
    if not may_be_sent_to(url):
        raise ValidationError(_("Enter an address that begins with https:// and has no password in it."), code="url")


class WebhookForm(forms.Form):
    """Where, and of what."""

    url = forms.CharField(
        label=_("Address of your server"),
        max_length=300,
        validators=[refuse_hostile_text, _public],
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    types = forms.MultipleChoiceField(
        label=_("Told of"),
        choices=[(one, one) for one in WEBHOOK_TYPES],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "8"}),
        help_text=_("Nothing chosen: of everything."),
    )
