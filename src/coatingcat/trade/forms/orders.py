"""What may come in from the pages of orders, in what shape."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.ids import as_public_code
from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.forms.carts import QuantityField
from coatingcat.trade.words import BUYERS_WHYS, State, Why

STATE_NAMES = {
    State.REQUESTED: _("Waiting for approval in your company"),
    State.PLACED: _("Placed, waiting for confirmation"),
    State.CONFIRMED: _("Confirmed"),
    State.DELIVERING: _("Partly on its way"),
    State.DELIVERED: _("Delivered"),
    State.COMPLETED: _("Completed"),
    State.CANCELLED: _("Cancelled"),
}
WHY_NAMES = {
    Why.NOT_NEEDED: _("No longer needed"),
    Why.MISTAKE: _("Ordered by mistake, or the wrong thing"),
    Why.LEAD_TIME: _("It takes too long"),
    Why.PRICE: _("The price"),
    Why.OTHER: _("Another reason"),
    Why.NOT_APPROVED: _("Not approved in your company"),
    Why.NOT_ANSWERED: _("Nobody in your company approved it in time"),
}


class CancelForm(forms.Form):
    """Why an order is taken back."""

    why = forms.ChoiceField(label=_("Reason"), choices=[(why.value, WHY_NAMES[why]) for why in BUYERS_WHYS])
    note = ClearTextField(
        declared="trade.Cancellation.note",
        label=_("Anything else"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HandoverForm(forms.Form):
    """A parcel for a carrier. `carriers` are key and name of those with a contract in force."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    carrier = forms.ChoiceField(label=_("Carrier"))
    packs = QuantityField(label=_("Packs in the parcel"))
    weight_kg = forms.DecimalField(
        label=_("Gross weight"),
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, carriers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["carrier"]
        field.choices = carriers


class OrderFilter(forms.Form):
    """Which orders to list. What cannot be meant is passed over rather than refused."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state.value, name) for state, name in STATE_NAMES.items())],
    )
    code = forms.CharField(label=_("Order number"), required=False, max_length=40)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def chosen(self) -> dict[str, Any]:
        """State, code and page as the queries take them."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        state, code = cleaned.get("state"), cleaned.get("code") or ""
        return {
            "state": State(state) if state else None,
            "code": as_public_code(code),
            "page": cleaned.get("page") or 1,
        }

    def neighbours(self, number: int, *, has_more: bool) -> dict[str, str]:
        """Addresses of the pages before and after; every other parameter stays. Empty where there is none."""
        data: Any = self.data
        query, addresses = data.copy(), {}
        for name, page, exists in (("newer", number - 1, number > 1), ("older", number + 1, has_more)):
            query["page"] = str(page)
            addresses[name] = f"?{query.urlencode()}" if exists else ""
        return addresses
