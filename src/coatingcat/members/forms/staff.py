"""Forms of who is on the staff."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.ids import as_public_code
from coatingcat.members.models import Member
from coatingcat.privacy.entry import refuse_hostile_text
from coatingcat.privacy.words import STAFF, Role


class RolesForm(forms.Form):
    """Which roles a member has from now on; none ticked takes all away."""

    member = forms.CharField(
        label=_("Number of the member"),
        max_length=20,
        validators=[refuse_hostile_text],
        help_text=_("It stands on the member's own page of data, such as M-7K3M9-QXD4T."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(label=_("Roles from now on"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.name, role.value.in_language(get_language())) for role in STAFF]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]

    def clean_member(self) -> Member:
        found = Member.objects.filter(public_id=as_public_code(self.cleaned_data["member"])).first()
        if found is None:
            raise ValidationError(_("There is no member with this number."), code="member")
        return found

    def chosen(self) -> frozenset[Role]:
        return frozenset(Role[name] for name in self.cleaned_data["roles"])


class ReviewForm(forms.Form):
    """What is decided about somebody's access."""

    reader = forms.UUIDField()
    decision = forms.ChoiceField(choices=[("keep", "keep"), ("remove", "remove")])
