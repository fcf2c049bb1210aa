"""Forms of what a member signs in with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.members.forms.entry import CodeField, PasswordField
from coatingcat.privacy.entry import ClearCharField


class PasswordChangeForm(forms.Form):
    current = PasswordField(label=_("Present password"))
    password = PasswordField(new=True, help_text=_("At least 10 characters. A sentence is good."))


class ConfirmationForm(forms.Form):
    password = PasswordField()


class AuthenticatorForm(forms.Form):
    code = CodeField(label=_("Code that the app shows now"))


class PasskeyForm(forms.Form):
    """What the browser made; `answer` is JSON that only py_webauthn reads."""

    name = ClearCharField(
        declared="members.Passkey.name",
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("For instance “Work laptop”."),
    )
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class PasskeyAnswerForm(forms.Form):
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


def first_error(form: forms.Form) -> Any:
    """The first thing that is wrong with a form, for pages that say it in a message."""
    return next(iter(form.errors.values()))[0]
