"""What may come in from the desks, in what shape."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.catalog.models import Category
from coatingcat.catalog.models import Company as Maker
from coatingcat.ground.ids import as_public_code
from coatingcat.privacy.entry import ClearTextField
from coatingcat.trade.forms.paging import Paged
from coatingcat.trade.models import Agency
from coatingcat.trade.queries.queues import Wanted
from coatingcat.trade.rules.queues import Urgency
from coatingcat.trade.words import BulkVerb, Thing, Work

UNASSIGNED = "nobody"


def named(words: Any) -> list[tuple[str, str]]:
    """Choices of an enum whose values are texts, in the reader's language."""
    language = get_language()
    return [(word.name, word.value.in_language(language)) for word in words]


class QueueFilter(Paged):
    """Which part of the queue to show. What cannot be meant is passed over rather than refused."""

    work = forms.ChoiceField(label=_("What is to be done"), required=False)
    urgency = forms.ChoiceField(label=_("Due"), required=False)
    agent = forms.ChoiceField(label=_("Followed up by"), required=False)
    code = forms.CharField(label=_("Number"), required=False, max_length=40)
    aside = forms.BooleanField(label=_("Put aside"), required=False)

    def __init__(self, data: Any, *, agencies: list[Agency]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["work"].choices = [("", _("All")), *named(Work)]
        fields["urgency"].choices = [("", _("All")), *named(Urgency)]
        agents = [(str(one.agent_id), one.agent.company.name) for one in agencies]
        fields["agent"].choices = [("", _("All")), (UNASSIGNED, _("Nobody")), *agents]

    def wanted(self) -> Wanted:
        self.is_valid()
        chosen: dict[str, Any] = getattr(self, "cleaned_data", {})
        work, due, agent = chosen.get("work"), chosen.get("urgency"), chosen.get("agent")
        return Wanted(
            work=Work[work] if work else None,
            urgency=Urgency[due] if due else None,
            agent=UUID(agent) if agent and agent != UNASSIGNED else None,
            unassigned=agent == UNASSIGNED,
            aside=bool(chosen.get("aside")),
            code=as_public_code(chosen.get("code") or ""),
            page=self.number,
        )


class BulkForm(forms.Form):
    """What to do to which things."""

    verb = forms.ChoiceField(label=_("Do"))
    agent = forms.ChoiceField(label=_("Agent"), required=False)
    thing = forms.MultipleChoiceField(
        label=_("Things"), error_messages={"required": _("Choose at least one thing of the list.")}
    )

    def __init__(self, data: Any = None, *, agencies: list[Agency], shown: list[str]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["verb"].choices = named(BulkVerb)
        fields["agent"].choices = [("", "—"), *((str(a.agent_id), a.agent.company.name) for a in agencies)]
        things = data.getlist("thing") if data is not None else []
        # Whether they are there at all is asked of the counter's own scope: here only their shape.
        fields["thing"].choices = [(name, name) for name in {*shown, *things[:200]} if ":" in name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verb") == BulkVerb.ASSIGN.name and not cleaned.get("agent"):
            self.add_error("agent", _("Choose who is to follow up."))
        return cleaned


class ViewForm(forms.Form):
    """A name for the view shown."""

    name = ClearTextField(
        declared="trade.SavedView.name", label=_("Keep this view as"), max_length=60, widget=forms.TextInput
    )
    query = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)


class RuleForm(forms.Form):
    """A rule of assignment: who gets it, and what it asks."""

    agent = forms.ChoiceField(label=_("Agent"))
    thing = forms.ChoiceField(label=_("What comes in"), required=False)
    country = forms.CharField(
        label=_("Country of the buyer's company"),
        required=False,
        min_length=2,
        max_length=2,
        help_text=_("Two letters, such as CN or DE."),
    )
    maker = forms.ModelChoiceField(Maker.objects.none(), label=_("Maker"), required=False, empty_label=_("Any"))
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Category"), required=False, empty_label=_("Any")
    )
    least = forms.DecimalField(
        label=_("Value from"), required=False, min_value=0, max_digits=14, decimal_places=2, help_text=_("Without VAT.")
    )
    currency = forms.CharField(label=_("Currency"), required=False, min_length=3, max_length=3)

    def __init__(self, data: Any = None, *, agencies: list[Agency]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["agent"].choices = [(str(one.agent_id), one.agent.company.name) for one in agencies]
        fields["thing"].choices = [("", _("Any")), *named(Thing)]
        fields["maker"].queryset = Maker.objects.order_by("name")
        fields["category"].queryset = Category.objects.all()
        is_chinese = (get_language() or "").startswith("zh")
        fields["category"].label_from_instance = lambda one: (one.name_zh if is_chinese else "") or one.name_en

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if country and not (country.isascii() and country.isalpha()):
            raise forms.ValidationError(_("Two letters, such as CN or DE."))
        return country

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).upper()
        if currency and not (currency.isascii() and currency.isalpha()):
            raise forms.ValidationError(_("Three letters, such as CNY or EUR."))
        return currency

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("least") is not None and not cleaned.get("currency"):
            self.add_error("currency", _("Say in which currency."))
        return cleaned
