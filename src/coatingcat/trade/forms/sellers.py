"""What may come in about sellers and agents, in what shape."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from coatingcat.catalog.models import Company as Maker
from coatingcat.members.models import Company
from coatingcat.privacy.entry import refuse_hostile_text
from coatingcat.trade.forms.desks import named
from coatingcat.trade.queries.sellers import certified_without
from coatingcat.trade.words import MAX_QUANTITY, AgentSort

_KEY = RegexValidator(r"^[a-z][a-z0-9-]{2,38}[a-z0-9]$", _("Small letters, digits and hyphens, four at least."))


def _line(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, validators=[refuse_hostile_text], **kwargs)


def _key() -> forms.CharField:
    return forms.CharField(
        label=_("Key among the recipients of data"),
        max_length=40,
        validators=[_KEY],
        help_text=_("It stands on the public list, such as “acme-trading”. It cannot be changed."),
    )


class SellerForm(forms.Form):
    """A certified company that begins to sell."""

    prefix = "seller"
    company = forms.ModelChoiceField(Company.objects.none(), label=_("Certified company"), empty_label="—")
    maker = forms.ModelChoiceField(Maker.objects.none(), label=_("Maker whose products it sells"), empty_label="—")
    evidence = _line(
        _("Letter of authorisation"),
        120,
        help_text=_("Number and date of the paper you have seen. No name of a person."),
    )
    recipient = _key()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["company"].queryset = certified_without("seller")
        fields["maker"].queryset = Maker.objects.order_by("name")


class AgentForm(forms.Form):
    """A certified company that begins to follow up for others."""

    prefix = "agent"
    company = forms.ModelChoiceField(Company.objects.none(), label=_("Certified company"), empty_label="—")
    sort = forms.ChoiceField(label=_("What it is"))
    recipient = _key()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["company"].queryset = certified_without("agent")
        fields["sort"].choices = named(AgentSort)


class MakerForm(forms.Form):
    """Another maker whose products a seller sells."""

    maker = forms.ModelChoiceField(Maker.objects.none(), label=_("Maker whose products it sells"), empty_label="—")
    evidence = _line(
        _("Letter of authorisation"),
        120,
        help_text=_("Number and date of the paper you have seen. No name of a person."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["maker"].queryset = Maker.objects.order_by("name")


class ProfileForm(forms.Form):
    """What a seller tells buyers of itself."""

    ships_from = _line(_("Ships from"), 80, required=False, help_text=_("City and country of the warehouse."))
    lead_days = forms.IntegerField(
        label=_("Working days until goods leave"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("Where an offer does not say its own."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    hours_zh = _line(_("Office hours, in Chinese"), 120, required=False)
    hours_en = _line(_("Office hours, in English"), 120, required=False)


class StockForm(forms.Form):
    """Packs of one offer, as counted."""

    onhand = forms.IntegerField(label=_("Packs in the warehouse"), min_value=0, max_value=MAX_QUANTITY)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
