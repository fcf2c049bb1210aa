"""What may come in from the pages of limits and approvals, in what shape."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.words import Decision

_MOST = Decimal("99999999999.99")
APPROVERS = (CompanyRole.APPROVER, CompanyRole.OWNER)


class AmountField(forms.DecimalField):
    """An amount of money with two decimals at most."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=13,
            decimal_places=2,
            min_value=Decimal(0),
            max_value=_MOST,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "medium"}),
            **kwargs,
        )


class CurrencyField(forms.RegexField):
    """Three capital letters; typed small they are meant large."""

    def __init__(self) -> None:
        super().__init__(
            r"^[A-Z]{3}\Z",
            label=_("Currency"),
            max_length=3,
            initial="CNY",
            error_messages={"invalid": _("Enter three letters, such as CNY or EUR.")},
            widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        )

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return text.upper() if text.isascii() else text


class LimitForm(forms.Form):
    """How much a role or a person may order alone."""

    who = forms.ChoiceField(label=_("Whom it is for"))
    per_order = AmountField(label=_("At most an order"), required=False)
    per_month = AmountField(
        label=_("At most a month"), required=False, help_text=_("Calendar month in Shanghai; each person counts alone.")
    )
    currency = CurrencyField()

    def __init__(self, data: Any = None, *, people: Sequence[Position]) -> None:
        super().__init__(data)
        self._people = {str(one.pk): one for one in people}
        _choose(self.fields["who"], CompanyRole, people)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("per_order") is None and cleaned.get("per_month") is None:
            raise ValidationError(_("Enter an amount for an order, for a month, or for both."), code="amount")
        return cleaned

    @property
    def whose(self) -> Position | CompanyRole:
        """The person or the role that was chosen."""
        chosen = self.cleaned_data["who"]
        return self._people[chosen] if chosen in self._people else CompanyRole[chosen]


class StepForm(forms.Form):
    """From which amount on who approves."""

    from_amount = AmountField(label=_("From this amount on"))
    currency = CurrencyField()
    who = forms.ChoiceField(label=_("Who approves"))

    def __init__(self, data: Any = None, *, people: Sequence[Position]) -> None:
        super().__init__(data)
        able = [one for one in people if one.as_role in APPROVERS]
        self._people = {str(one.pk): one for one in able}
        _choose(self.fields["who"], APPROVERS, able)

    @property
    def role(self) -> CompanyRole:
        chosen = self.cleaned_data["who"]
        return self._people[chosen].as_role if chosen in self._people else CompanyRole[chosen]

    @property
    def approver(self) -> Position | None:
        """The very person that was chosen; None: anybody with the role."""
        return self._people.get(self.cleaned_data["who"])


def _choose(field: Any, roles: Any, people: Sequence[Position]) -> None:
    language = get_language()
    everybody = [(role.name, gettext("Everybody: %s") % role.value.in_language(language)) for role in roles]
    field.choices = [*everybody, *((str(one.pk), one.member.public_name) for one in people)]


class DecisionForm(forms.Form):
    """Yes or no to an order, and why not."""

    decision = forms.ChoiceField(choices=[(one.name, one.name) for one in Decision])
    note = ClearTextField(
        declared="trade.OrderApproval.note",
        label=_("What you want to say to who ordered"),
        help_text=_("Needed if you refuse."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == Decision.REFUSED.name and not cleaned.get("note") and not self.errors:
            self.add_error("note", ValidationError(_("Say why you refuse; who ordered reads it."), code="reason"))
        return cleaned
