"""What may come in from the pages of orders, in what shape."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coatingcat.ground.ids import as_public_code
from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.forms.paging import Paged
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
    Why.UNAVAILABLE: _("It cannot be supplied"),
    Why.DESTINATION: _("It cannot be delivered there"),
    Why.LICENCE: _("A licence for these goods is missing"),
    Why.CREDIT: _("The terms of payment were not agreed"),
    Why.AGREED: _("By agreement of both sides"),
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


class OrderFilter(Paged):
    """Which orders to list. What cannot be meant is passed over rather than refused."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state.value, name) for state, name in STATE_NAMES.items())],
    )
    code = forms.CharField(label=_("Order number"), required=False, max_length=40)
    product = forms.CharField(label=_("Product, maker or SKU"), required=False, max_length=80)
    seller = forms.CharField(label=_("Sold by"), required=False, max_length=80)
    since = forms.DateField(
        label=pgettext_lazy("a day", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def chosen(self) -> dict[str, Any]:
        """State, code and page as the queries take them."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        state, code = cleaned.get("state"), cleaned.get("code") or ""
        return {
            "state": State(state) if state else None,
            "code": as_public_code(code),
            "product": (cleaned.get("product") or "").replace("\0", ""),
            "seller": (cleaned.get("seller") or "").replace("\0", ""),
            "since": _day(cleaned.get("since")),
            "until": _day(cleaned.get("until")),
            "page": self.number,
        }


def _day(day: date | None) -> date | None:
    """A day on which there could have been orders; no other asks for anything."""
    return day if day is not None and 2000 <= day.year <= 2100 else None
