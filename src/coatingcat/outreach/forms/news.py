"""What staff write into news."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.outreach.forms.announcements import text_field
from coatingcat.outreach.models import Campaign

_NAMES = ("title_zh", "title_en", "body_zh", "body_en", "interest", "by_email", "by_sms")


class NewsForm(forms.Form):
    """Both languages; each reader gets their own."""

    title_zh = text_field(_("Title in Chinese"), 100)
    title_en = text_field(_("Title in English"), 100)
    body_zh = text_field(_("Text in Chinese"), 4000, 5)
    body_en = text_field(_("Text in English"), 4000, 5)
    interest = text_field(
        _("Interest"),
        80,
        required=False,
        hint=_(
            "A word that readers named as a field of interest, such as marine. Empty: everybody who agreed to news."
        ),
    )
    by_email = forms.BooleanField(label=_("By e-mail"), required=False, initial=True)
    by_sms = forms.BooleanField(label=_("By text message"), required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("by_email") and not cleaned.get("by_sms"):
            self.add_error("by_email", _("Choose e-mail, text message or both."))
        return cleaned

    @classmethod
    def of(cls, row: Campaign) -> "NewsForm":
        """The form of a draft, as it was written."""
        return cls(initial={name: getattr(row, name) for name in _NAMES})
