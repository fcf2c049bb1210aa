"""Forms of somebody who is not signed in: registration, sign-in, codes, reset."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coatingcat.members.words import Channel
from coatingcat.privacy.entry import ClearEmailField, ClearPhoneField, refuse_hostile_text
from coatingcat.privacy.sealed import Clear

_ADDRESS_LENGTH = 254


@dataclass(frozen=True, slots=True)
class Contact:
    """An address and the channel that reaches it; it never prints itself."""

    channel: Channel
    address: Clear[str]


class ContactField(forms.CharField):
    """An e-mail address or a mobile number, told apart by the `@`; its cleaned value is a Contact."""

    def __init__(self, *, declared: str = "", **kwargs: Any) -> None:
        """`declared`: where what is typed will be kept; empty if it is only compared."""
        self.declared = declared
        kwargs.setdefault("label", _("E-mail address or mobile number"))
        kwargs.setdefault("error_messages", {"required": _("Enter your e-mail address or mobile number.")})
        super().__init__(max_length=_ADDRESS_LENGTH, validators=[refuse_hostile_text], **kwargs)
        self.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if "@" not in text:
            return Contact(Channel.SMS, _mobile.clean(text))
        try:
            return Contact(Channel.EMAIL, _email.clean(text))
        except ValidationError:
            raise ValidationError(_("Enter an e-mail address such as name@company.cn."), code="email") from None


_email = ClearEmailField(declared="members.Member.email")
_mobile = ClearPhoneField(declared="members.Member.mobile", mobile=True)


class PasswordField(forms.CharField):
    """A password as it is typed: nothing is stripped, and it is never sent back to the page."""

    widget = forms.PasswordInput

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("New password") if new else _("Password"))
        kwargs.setdefault("error_messages", {"required": _("Enter a password.")})
        super().__init__(max_length=256, strip=False, validators=[refuse_hostile_text], **kwargs)
        self.new = new
        self.widget.attrs["autocomplete"] = "new-password" if new else "current-password"

    def clean(self, value: Any) -> Any:
        password = super().clean(value)
        if self.new:
            validate_password(password)
        return password


class CodeField(forms.CharField):
    """A one-time code; spaces and full-width digits are forgiven further down."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code"))
        kwargs.setdefault("error_messages", {"required": _("Enter the code.")})
        super().__init__(max_length=40, validators=[refuse_hostile_text], **kwargs)
        self.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class RegistrationForm(forms.Form):
    """Step 1: one address, a password, and the word of being an adult (VI.1)."""

    ADULT, TEEN, CHILD = "adult", "teen", "child"

    contact = ContactField(
        declared="members.Registration.address", help_text=_("We send a code to it. You add the other one later.")
    )
    password = PasswordField(new=True, label=_("Password"), help_text=_("At least 10 characters. A sentence is good."))
    age = forms.ChoiceField(
        label=_("Your age"),
        choices=[(ADULT, _("I am 18 or over")), (TEEN, _("I am 14 to 17")), (CHILD, _("I am under 14"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how old you are.")},
    )

    @property
    def is_minor(self) -> bool:
        """Whether the person says to be under 18; asked before anything else is looked at."""
        return self.data.get("age") in {self.TEEN, self.CHILD}


class WardRegistrationForm(RegistrationForm):
    """Step 1 of a minor whose guardian has agreed: the age is known."""

    age = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out


class PasswordSignInForm(forms.Form):
    contact = ContactField()
    password = PasswordField()


class CodeRequestForm(forms.Form):
    contact = ContactField(declared="members.Code.address")


class CodeForm(forms.Form):
    code = CodeField()


class SecondStepForm(forms.Form):
    code = CodeField(
        label=_("Code of your authenticator app"), help_text=_("Or one of your recovery codes, if you lost the app.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("inputmode")


class ResetForm(forms.Form):
    code = CodeField()
    password = PasswordField(new=True, help_text=_("At least 10 characters. A sentence is good."))
