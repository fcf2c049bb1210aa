"""What may come in from the pages of invoices and payments, in what shape."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as NotValid

from coatingcat.ground.clock import today
from coatingcat.ground.money import Money
from coatingcat.trade.forms.paging import Paged
from coatingcat.trade.queries.billing import Billed
from coatingcat.trade.words import CreditWhy, Moved, Settled

_NUMERIC = {"inputmode": "decimal", "autocomplete": "off"}
_DAYS_AHEAD = 7


class InvoiceFilter(Paged):
    """Which invoices to list. What cannot be meant is passed over rather than refused."""

    state = forms.ChoiceField(label=_("State"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, data: Any, *, language: str) -> None:
        super().__init__(data)
        names = [(s.name.lower(), s.value.in_language(language)) for s in Settled if s is not Settled.NOTHING_DUE]
        field: Any = self.fields["state"]
        field.choices = [("", _("All")), *names]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        state = cleaned.get("state")
        return {
            "state": Settled[state.upper()] if state else None,
            "overdue": bool(cleaned.get("overdue")),
            "page": self.number,
        }


class AmountForm(forms.Form):
    """An amount of the order's currency, of a day."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=18,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        widget=forms.TextInput(_NUMERIC),
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any = None, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.currency = currency

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if Money(amount, self.currency) != Money(amount, self.currency).quantized():
            raise ValidationError(_("That is a part of a coin."))
        return amount

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today() + timedelta(days=_DAYS_AHEAD):
            raise ValidationError(_("That day is too far ahead."))
        return on

    @property
    def money(self) -> Money:
        return Money(self.cleaned_data["amount"], self.currency)


class RefundForm(AmountForm):
    """How much is paid back by the provider, today."""

    on = None  # type: ignore[assignment]


class MovementForm(AmountForm):
    """Money that came in or went back, as the bank's statement says."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[(Moved.RECEIPT.value, _("Money came in")), (Moved.REFUND.value, _("Money was paid back"))],
    )
    bank_reference = forms.CharField(
        label=_("The bank's number of the transfer"), max_length=35, required=False, empty_value=""
    )


class BillForm(forms.Form):
    """How many packs of each line to bill; all that are left unless it is changed."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, lines: Iterable[Billed], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.keys = {}
        for one in lines:
            if one.left:
                name = f"packs_{one.line.pk}"
                self.keys[name] = one.line.pk
                self.fields[name] = forms.IntegerField(
                    label=f"{one.line.name}, {one.line.pack}",
                    min_value=0,
                    max_value=one.left,
                    initial=one.left,
                    required=False,
                    widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
                )

    def packs(self) -> dict[int, int]:
        return {key: self.cleaned_data[name] or 0 for name, key in self.keys.items()}


class CreditForm(forms.Form):
    """What is taken off a line that was billed: packs that came back, a part of the price, or both."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label=_("Reason"))
    line = forms.ChoiceField(label=_("Line"))
    packs = forms.IntegerField(
        label=_("Packs that came back"), min_value=0, required=False, widget=forms.TextInput({"inputmode": "numeric"})
    )
    reduction = forms.DecimalField(
        label=_("Off the price, without VAT"),
        min_value=0,
        max_digits=18,
        decimal_places=4,
        required=False,
        widget=forms.TextInput(_NUMERIC),
    )

    def __init__(self, data: Any = None, *, lines: Iterable[Billed], language: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: Any = self.fields
        fields["line"].choices = [(str(one.line.pk), f"{one.line.name}, {one.line.pack}") for one in lines if one.packs]
        fields["why"].choices = [(why.name, why.value.in_language(language)) for why in CreditWhy]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("packs") and not cleaned.get("reduction"):
            raise ValidationError(_("Say how many packs came back, or how much is taken off the price."))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """As `issue_credit_note` takes it."""
        cleaned = self.cleaned_data
        key = int(cleaned["line"])
        return {
            "submission": cleaned["submission"],
            "why": CreditWhy[cleaned["why"]],
            "packs": {key: cleaned["packs"]} if cleaned["packs"] else {},
            "reductions": {key: cleaned["reduction"]} if cleaned["reduction"] else {},
        }


class TaxInvoiceForm(forms.Form):
    """The number that the tax administration's system gave."""

    at = ""
    """Number of the invoice it is for: a page has one such form for each."""

    number = forms.RegexField(
        label=_("Fapiao number"),
        regex=r"^[0-9]{8,20}$",
        error_messages={"invalid": _("8 to 20 digits, as they stand on the fapiao.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class BillingForm(forms.Form):
    """What stands on a seller's invoices."""

    tax_id = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    address = forms.CharField(label=_("Address on invoices"), max_length=200, required=False)
    country = forms.RegexField(
        label=_("Country"), regex="^[A-Z]{2}$", error_messages={"invalid": _("Two capital letters, such as CN.")}
    )
    vat_percent = forms.DecimalField(
        label=_("VAT at home, in percent"),
        help_text=_(
            "Empty: the standard rate of your country. An order bears the rate it is placed at; so does its invoice."
        ),
        required=False,
        min_value=0,
        max_value=Decimal("99.99"),
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(_NUMERIC),
    )
    terms_days = forms.IntegerField(
        label=_("Days to pay"), min_value=0, max_value=365, widget=forms.TextInput({"inputmode": "numeric"})
    )


class AccountForm(forms.Form):
    """A bank account, with the check digits of its number looked at."""

    currency = forms.RegexField(
        label=_("Currency"), regex="^[A-Z]{3}$", error_messages={"invalid": _("Three capital letters, such as CNY.")}
    )
    holder = forms.CharField(label=_("Account holder"), max_length=120)
    bank = forms.CharField(label=_("Bank"), max_length=120)
    number = forms.CharField(label=_("IBAN or account number"), max_length=42)
    bank_code = forms.CharField(label=_("BIC or CNAPS number"), max_length=14, required=False)

    def clean_number(self) -> str:
        number = "".join(self.cleaned_data["number"].upper().split())
        try:
            if number[:2].isalpha():
                return str(iban.validate(number))
        except NotValid:
            raise ValidationError(_("The check digits of this IBAN do not agree: look for a typing error.")) from None
        if not (number.isascii() and number.isdigit() and 6 <= len(number) <= 30):
            raise ValidationError(_("An account number has 6 to 30 digits."))
        return number

    def clean_bank_code(self) -> str:
        code = "".join(self.cleaned_data["bank_code"].upper().split())
        if not code or (code.isascii() and code.isdigit() and len(code) == 12):
            return code
        try:
            return str(bic.validate(code))
        except NotValid:
            raise ValidationError(_("Neither a BIC nor the 12 digits of CNAPS.")) from None


class StatementForm(forms.Form):
    """A bank statement to look through."""

    file = forms.FileField(label=_("Statement as CSV"))
