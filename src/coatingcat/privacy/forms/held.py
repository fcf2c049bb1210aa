"""The address that may be held on somebody without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import ClearEmailField


class HeldForm(forms.Form):
    """It is compared and never kept."""

    email = ClearEmailField(
        declared="",
        label=_("Your e-mail address"),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address such as name@company.cn."),
        },
    )
    email.widget.attrs |= {"autocomplete": "email"}
