"""What staff say who ask to see a minor's data."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.privacy.entry import refuse_hostile_text
from coatingcat.privacy.queries.minors import is_minor
from coatingcat.privacy.words import ROLE_PURPOSES, Purpose, Role
from coatingcat.privacy.words.minors import Reason


class AccessForm(forms.Form):
    """Whose data, for what, and why: nothing of it is free text."""

    ward = forms.CharField(
        label=_("Number of the person"),
        max_length=36,
        validators=[refuse_hostile_text],
        help_text=_("The refusal that sent you here has filled it in."),
        error_messages={"required": _("Come here by the link of the refusal: it knows the number.")},
    )
    purpose = forms.ChoiceField(label=_("Purpose"))
    reason = forms.ChoiceField(
        label=_("Reason"), widget=forms.RadioSelect, error_messages={"required": _("Choose a reason.")}
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, fields = get_language(), self.fields
        open_to = {p for role in roles for p in ROLE_PURPOSES[role] if p.open_to_minors}
        purposes = [(p.name, p.text.in_language(language)) for p in Purpose if p in open_to]
        fields["purpose"].choices = purposes  # type: ignore[attr-defined]
        fields["reason"].choices = [(r.name, r.value.in_language(language)) for r in Reason]  # type: ignore[attr-defined]
        fields["ward"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_ward(self) -> UUID:
        try:
            ward = UUID(self.cleaned_data["ward"])
        except ValueError:
            raise forms.ValidationError(_("This is no number of a person.")) from None
        if not is_minor(ward):
            raise forms.ValidationError(_("Nobody under 18 has this number; no approval is needed."))
        return ward
