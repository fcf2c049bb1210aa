"""Forms of a member's own details, each field tied to its declaration."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import lazystr
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.members.actions.details import OPTIONAL_FIELDS, consent_of
from coatingcat.members.words import Channel, CompanyType, Industry
from coatingcat.privacy.declarations import find
from coatingcat.privacy.entry import (
    ClearCharField,
    ClearChoiceField,
    ClearEmailField,
    ClearFileField,
    ClearPhoneField,
    ClearTextField,
    refuse_hostile_text,
)
from coatingcat.privacy.words import Text

UPLOAD_LIMIT_BYTES = 5 * 1024 * 1024


def _choices(words: "type[Industry] | type[CompanyType]") -> Any:
    def choices() -> list[tuple[str, str]]:
        language = get_language()
        return [("", gettext("Choose one")), *((w.name, w.value.in_language(language)) for w in words)]

    return choices


def _email(**kwargs: Any) -> ClearEmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return ClearEmailField(declared="members.Member.email", label=_("E-mail address"), widget=widget, **kwargs)


def _mobile(**kwargs: Any) -> ClearPhoneField:
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
    return ClearPhoneField(
        declared="members.Member.mobile", label=_("Mobile number"), mobile=True, widget=widget, **kwargs
    )


def obligatory_fields() -> dict[str, forms.Field]:
    """The eight of I.1a in the order of the form, by their column's name."""
    return {
        "name": ClearCharField(
            declared="members.Membership.name",
            label=_("Name"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        ),
        "email": _email(),
        "mobile": _mobile(),
        "city": ClearCharField(
            declared="members.Membership.city",
            label=_("City"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        ),
        "profession": ClearCharField(
            declared="members.Membership.profession",
            label=_("Profession"),
            max_length=80,
            help_text=_("For instance formulation chemist, buyer, applicator."),
            widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        ),
        "industry": ClearChoiceField(
            declared="members.Membership.industry", label=_("Industry of your company"), choices=_choices(Industry)
        ),
        "company_type": ClearChoiceField(
            declared="members.Membership.company_type", label=_("Type of company"), choices=_choices(CompanyType)
        ),
        "business_card": ClearFileField(
            declared="members.Membership.business_card",
            label=_("Business card"),
            help_text=_("A photo (JPEG, PNG, WebP) or PDF, up to 5 MB. Hidden data such as the place is removed."),
            widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        ),
    }


def optional_fields() -> dict[str, forms.Field]:
    """The optional ones of I.1b."""

    def text(name: str, label: Any, length: int, autocomplete: str, **kwargs: Any) -> ClearCharField:
        widget = forms.TextInput(attrs={"autocomplete": autocomplete})
        declared = f"members.OptionalDetails.{name}"
        return ClearCharField(
            declared=declared, label=label, max_length=length, required=False, widget=widget, **kwargs
        )

    return {
        "company": text("company", _("Company"), 120, "organization"),
        "department": text("department", _("Department"), 80, "off"),
        "contact_address": ClearTextField(
            declared="members.OptionalDetails.contact_address",
            label=_("Contact address"),
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        ),
        "interests": text(
            "interests", _("Fields of interest"), 300, "off", help_text=_("For instance marine, waterborne epoxy.")
        ),
    }


def consent_words(name: str) -> str:
    """What the box of an optional detail says, in the reader's language; the consent's record keeps these words."""
    language, declaration = get_language(), find(f"members.OptionalDetails.{name}")
    return gettext("Yes, keep my “%(kind)s” and use it for this: %(purpose)s.") % {
        "kind": declaration.kind.text.in_language(language),
        "purpose": _lower_first(consent_of(name).text.in_language(language)),
    }


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


class _Reasoned(forms.Form):
    """A form that refuses a missing value by saying why it is needed, in the words of its declaration (I.1a)."""

    def __init__(self, *args: Any, oversized: bool = False, **kwargs: Any) -> None:
        """`oversized`: the request was so large that its file was not read at all."""
        super().__init__(*args, **kwargs)
        self.oversized = oversized

    def _give_reasons(self) -> None:
        for field in self.fields.values():
            reason = getattr(getattr(field, "declaration", None), "reason", None)
            if field.required and isinstance(reason, Text):
                field.error_messages["required"] = _needed(field.label, reason)

    def add_error(self, field: Any, error: Any) -> None:
        is_card = field == "business_card" and self.oversized
        limit = {"limit": UPLOAD_LIMIT_BYTES // 1024 // 1024}
        text = gettext("The file is larger than %(limit)s MB. Send a smaller one.")
        super().add_error(field, ValidationError(text % limit) if is_card else error)


def _needed(label: Any, reason: Text) -> str:
    return gettext("%(label)s is needed. Why: %(reason)s.") % {
        "label": label,
        "reason": reason.in_language(get_language()),
    }


class _Ticked(forms.Form):
    """Optional details, each kept only if the box beside it is ticked, and each box only with a value."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for name in OPTIONAL_FIELDS:
            if name not in self.fields:
                continue
            value, yes = cleaned.get(name), cleaned.get(f"{name}_yes")
            if value and not yes:
                self.add_error(f"{name}_yes", gettext("Tick this box to let us keep it, or leave the field empty."))
            if yes and not value and name not in self.errors:
                self.add_error(name, gettext("Fill this in, or take the tick away."))
        return cleaned

    def ticked(self) -> dict[str, tuple[Any, str]]:
        """What was given and ticked, with the words of its box."""
        return {
            name: (self.cleaned_data[name], consent_words(name))
            for name in OPTIONAL_FIELDS
            if name in self.fields and self.cleaned_data.get(name) and self.cleaned_data.get(f"{name}_yes")
        }

    def _add_optional(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.fields[f"{name}_yes"] = forms.BooleanField(label=consent_words(name), required=False)

    def optional_pairs(self) -> list[tuple[BoundField, BoundField]]:
        """Each optional field with its box, for the page."""
        return [(self[name], self[f"{name}_yes"]) for name in OPTIONAL_FIELDS if name in self.fields]


class MembershipForm(_Ticked, _Reasoned):
    """Step 2: the eight obligatory details, and apart from them the optional ones (I.1a, I.1b).

    A contact that is verified already is shown and cannot be typed over here. Minors are not asked the optional ones.
    """

    def __init__(self, *args: Any, verified: dict[Channel, str], with_optional: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= obligatory_fields()
        self._give_reasons()
        for name, field in optional_fields().items() if with_optional else ():
            self._add_optional(name, field)
        for channel, address in verified.items():
            name = "email" if channel is Channel.EMAIL else "mobile"
            self.fields[name].disabled = True
            self.fields[name].initial = address
            self.fields[name].help_text = _("Verified. You can change it in the Personal Centre.")

    def obligatory(self) -> list[BoundField]:
        """The eight, for the page."""
        return [self[name] for name in obligatory_fields()]

    def details(self) -> dict[str, Any]:
        """The six that stand in Membership."""
        return {n: self.cleaned_data[n] for n in obligatory_fields() if n not in {"email", "mobile"}}


class DetailForm(_Ticked, _Reasoned):
    """One detail to be corrected; with its box if it is optional."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        self.name = name
        super().__init__(*args, **kwargs)
        if name in OPTIONAL_FIELDS:
            self._add_optional(name, optional_fields()[name])
        else:
            self.fields[name] = obligatory_fields()[name]
            self._give_reasons()


class NicknameForm(forms.Form):
    declared = "members.Member.nickname"

    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=40,
        required=False,
        validators=[refuse_hostile_text],
        help_text=_("Shown to everybody. Leave it empty to have none. Do not use your real name."),
    )


class AppearanceForm(forms.Form):
    """Language and look of the site, as the buttons at the foot of every page set them."""

    page_language = forms.ChoiceField(
        label=_("Language of the site"),
        required=False,
        choices=[("", _("As the browser asks")), ("zh-hans", lazystr("简体中文")), ("en", lazystr("English"))],
        widget=forms.RadioSelect,
    )
    page_theme = forms.ChoiceField(
        label=_("Appearance"),
        required=False,
        choices=[("", _("As the system asks")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of messages to you"),
        choices=[("zh-hans", lazystr("简体中文")), ("en", lazystr("English"))],
        widget=forms.RadioSelect,
    )
