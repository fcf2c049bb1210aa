"""What may come in from the pages on which something is asked for: products, project, whom, and that it is sent."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import today
from coatingcat.privacy.entry import ClearCharField, ClearChoiceField, ClearTextField
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.forms.checkout import ConsigneeForm, DemandField
from coatingcat.trade.forms.choices import in_words
from coatingcat.trade.words import DEMAND_UNITS, SAMPLE_UNITS, FormulaShare, InquiryKind, Priority

_LONGEST_WAIT = timedelta(days=2 * 365)
_UNITS = tuple(dict.fromkeys((*SAMPLE_UNITS, "t", "m³")))


class ProductsForm(forms.Form):
    """The first page: what is wanted, of which products, how much, by when."""

    kind = forms.ChoiceField(label=_("What do you ask for?"), choices=in_words(InquiryKind), widget=forms.RadioSelect)
    priority = forms.ChoiceField(label=_("Priority"), choices=in_words(Priority), required=False)
    deadline = forms.DateField(
        label=_("Wanted by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, products: Sequence[Product], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.products = products
        for product in products:
            named = {"name": product.name}
            self.fields[f"quantity-{product.pk}"] = forms.DecimalField(
                label=gettext("Quantity of %(name)s") % named,
                max_digits=12,
                decimal_places=3,
                min_value=Decimal("0.001"),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"unit-{product.pk}"] = forms.ChoiceField(
                label=gettext("Unit of %(name)s") % named, choices=[(unit, unit) for unit in _UNITS]
            )
            self.fields[f"note-{product.pk}"] = ClearCharField(
                declared="trade.InquiryLine.note",
                label=gettext("Anything else about %(name)s") % named,
                max_length=500,
                required=False,
            )

    def clean_deadline(self) -> Any:
        day = self.cleaned_data["deadline"]
        if day is not None and not today() <= day <= today() + _LONGEST_WAIT:
            raise ValidationError(_("Choose a day from today on, within two years."), code="deadline")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.products:
            raise ValidationError(_("Choose at least one product."), code="products")
        return cleaned

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the page: each product with its three fields."""
        names = ("quantity", "unit", "note")
        return [{"product": p, **{name: self[f"{name}-{p.pk}"] for name in names}} for p in self.products]

    def answers(self) -> dict[str, Any]:
        """What is kept of this page."""
        found, day = self.cleaned_data, self.cleaned_data["deadline"]
        lines = [
            {
                "product": product.pk,
                "quantity": str(found[f"quantity-{product.pk}"]),
                "unit": found[f"unit-{product.pk}"],
                "note": _plain(found[f"note-{product.pk}"]),
            }
            for product in self.products
        ]
        return {
            "kind": found["kind"],
            "priority": found["priority"] or Priority.STANDARD.name,
            "deadline": day.isoformat() if day else "",
            "lines": lines,
        }


def product_initial(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The first page as it was filled in before."""
    initial = {name: answers.get(name) for name in ("kind", "priority", "deadline")}
    for line in answers.get("lines", ()):
        for name in ("quantity", "unit", "note"):
            initial[f"{name}-{line['product']}"] = line[name]
    return initial


def _plain(value: Clear[str] | None) -> str:
    return value.value if value is not None else ""


class InquiryProjectForm(forms.Form):
    """The second page: what it is for. Everything here is optional; the supplier sees what is filled in."""

    application = ClearCharField(
        declared="trade.Inquiry.application",
        label=_("Application and substrate"),
        help_text=_("Such as: topcoat on steel, C5 atmosphere."),
        max_length=500,
        required=False,
    )
    background = ClearTextField(
        declared="trade.Inquiry.background",
        label=_("Project background"),
        help_text=_("Do not name people."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    targets = ClearTextField(
        declared="trade.Inquiry.targets",
        label=_("Target properties"),
        help_text=_("Such as: viscosity below 8 Pa·s, cure in 20 minutes at 80 °C."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    yearly_demand = DemandField(
        declared="trade.Inquiry.yearly_demand", label=_("Estimated yearly demand"), max_length=15, required=False
    )
    demand_unit = ClearChoiceField(
        declared="trade.Inquiry.demand_unit",
        label=_("Unit of the yearly demand"),
        choices=[("", "—"), *((unit, unit) for unit in DEMAND_UNITS)],
        required=False,
    )
    formula_share = forms.ChoiceField(
        label=_("What may the supplier see of your formula?"),
        choices=in_words(FormulaShare),
        widget=forms.RadioSelect,
        initial=FormulaShare.NOTHING.name,
    )
    formula_role = ClearCharField(
        declared="trade.Inquiry.formula_role",
        label=_("Role of the material and its share"),
        help_text=_("Such as: hardener, 15 to 20 % by weight."),
        max_length=200,
        required=False,
    )
    formula_line = ClearCharField(
        declared="trade.Inquiry.formula_line",
        label=_("Line of the formula"),
        help_text=_("Kept and shown only if you chose the whole line above."),
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("yearly_demand") and not cleaned.get("demand_unit") and not self.errors:
            self.add_error("demand_unit", gettext("Choose the unit of the yearly demand."))
        share = cleaned.get("formula_share")
        if share == FormulaShare.ROLE.name and not cleaned.get("formula_role"):
            self.add_error("formula_role", gettext("Say the role, or choose to tell nothing."))
        if share == FormulaShare.LINE.name and not cleaned.get("formula_line"):
            self.add_error("formula_line", gettext("Write the line, or choose to tell less."))
        return cleaned

    def answers(self) -> dict[str, str]:
        """What is kept of this page; of the formula no more than is to be told."""
        found = {name: _plain(value) for name, value in self.cleaned_data.items() if name != "formula_share"}
        share = self.cleaned_data["formula_share"]
        if share == FormulaShare.NOTHING.name:
            found["formula_role"] = ""
        if share != FormulaShare.LINE.name:
            found["formula_line"] = ""
        if not found["yearly_demand"]:
            found["demand_unit"] = ""
        return {**found, "formula_share": share}


class _Sellers(forms.Form):
    """Whom to ask. `askable`: key and name of each."""

    sellers = forms.MultipleChoiceField(
        label=_("Whom do you ask?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, data: Any = None, *, askable: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["sellers"].choices = askable  # type: ignore[attr-defined]


class SellersForm(_Sellers):
    """The third page for what is not delivered."""


class SampleRecipientForm(_Sellers, ConsigneeForm):
    """The third page for a sample: whom to ask, and who gets it (I.2a)."""

    field_order: Any = ("sellers", "is_buyer", "name", "phone", "email", "address")

    def consignee(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "sellers"}


class SendForm(forms.Form):
    """The last page: which submission this is."""

    request = forms.UUIDField(widget=forms.HiddenInput)
