"""The form of a key for programs."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.members.scopes import Scope
from coatingcat.privacy.entry import ClearCharField

DAYS = (30, 90, 180, 365)


def _scopes() -> list[tuple[str, str]]:
    language = get_language()
    return [(scope.value, f"{scope.text.in_language(language)} ({scope.value})") for scope in Scope]


def _days() -> list[tuple[int, str]]:
    return [(days, gettext("%(days)s days") % {"days": days}) for days in DAYS]


class ApiKeyForm(forms.Form):
    """What the key is for, what it may do, and how long."""

    name = ClearCharField(
        declared="members.ApiKey.name",
        label=_("Which program uses it"),
        max_length=60,
        help_text=_("Such as ERP or warehouse."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=_scopes,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As little as the program needs: another key can always be made."),
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        choices=_days,
        initial=180,
    )

    def chosen(self) -> frozenset[Scope]:
        return frozenset(Scope(name) for name in self.cleaned_data["scopes"])
