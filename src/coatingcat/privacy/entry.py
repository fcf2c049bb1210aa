"""Form fields whose cleaned value is `Clear`: from here to the disk a personal value never prints itself.

Each may name the declaration it collects for (`declared="members.Membership.name"`), from which the page shows
reason, keeping time and whether it is optional (I.1a, PIPL 17).
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.files import FileRefused, accept_file
from coatingcat.privacy.declarations import Personal, find
from coatingcat.privacy.sealed import Clear, Content

_EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1.3 less the angle brackets
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def refuse_hostile_text(value: str) -> None:
    """Refuse what no person types: control characters, lone surrogates, direction overrides."""
    if any(unicodedata.category(c) in {"Cs", "Co", "Cn"} for c in value):
        raise ValidationError(_("This contains characters that cannot be stored. Type it again."), code="characters")
    if any(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in value) or _BIDI_CONTROLS.search(value):
        raise ValidationError(_("This contains invisible control characters. Type it again."), code="characters")


class _Declared:
    """A form field that knows which declaration it collects for."""

    declared: str

    def _collects_for(self, declared: str) -> None:
        self.declared = declared

    @property
    def declaration(self) -> Personal:
        return find(self.declared)


class ClearCharField(_Declared, forms.CharField):
    """Text; `strip`ped and in NFC."""

    def __init__(self, *, declared: str, max_length: int, validators: Sequence[Callable[..., Any]] = (), **kwargs: Any):
        self._collects_for(declared)
        super().__init__(max_length=max_length, validators=[refuse_hostile_text, *validators], **kwargs)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return unicodedata.normalize("NFC", text) if text else text

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return Clear(text) if text else None


class ClearTextField(ClearCharField):
    """Text of several lines."""

    widget = forms.Textarea


class ClearChoiceField(_Declared, forms.ChoiceField):
    """One of a list."""

    def __init__(self, *, declared: str, **kwargs: Any) -> None:
        self._collects_for(declared)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return Clear(text) if text else None


class ClearEmailField(_Declared, forms.EmailField):
    """An e-mail address, lower-cased as it is stored."""

    def __init__(self, *, declared: str, **kwargs: Any) -> None:
        self._collects_for(declared)
        kwargs.setdefault("max_length", _EMAIL_LENGTH)
        super().__init__(validators=[refuse_hostile_text], **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).lower()
        # A quoted local part may hold another @, and lower case may be longer: valid to Django, not to a sealed field.
        if text and (text.count("@") != 1 or len(text) > _EMAIL_LENGTH):
            raise ValidationError(EmailValidator.message, code="invalid")
        return Clear(text) if text else None


class ClearPhoneField(_Declared, forms.CharField):
    """A telephone number, kept in E.164; a number without country code is read as a Chinese one.

    `mobile` demands a number that can receive a message.
    """

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})

    def __init__(self, *, declared: str, mobile: bool = False, **kwargs: Any) -> None:
        self._collects_for(declared)
        self.mobile = mobile
        super().__init__(max_length=40, validators=[refuse_hostile_text], **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return Clear(self._e164(text)) if text else None

    def _e164(self, text: str) -> str:
        try:
            number = phonenumbers.parse(text, "CN")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise ValidationError(_("Enter a telephone number such as 138 0013 8000 or +49 30 901820."), code="phone")
        kinds = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
        if self.mobile and phonenumbers.number_type(number) not in kinds:
            raise ValidationError(_("Enter a mobile number; this one cannot receive messages."), code="mobile")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class ClearFileField(_Declared, forms.FileField):
    """A picture or PDF, cleaned of metadata and active content before anything is kept (I.1a)."""

    def __init__(self, *, declared: str, **kwargs: Any) -> None:
        self._collects_for(declared)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            accepted = accept_file(upload.name, upload.read())
        except FileRefused as refusal:
            raise ValidationError(str(refusal), code="file") from None
        return Clear(Content(accepted.name, accepted.content_type, accepted.data))
