"""A seller says what stands on its invoices and where it is paid. What was issued stays as it was."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from coatingcat.ground.clock import now
from coatingcat.trade.models import BankAccount, Billing


def enter_billing(
    *, seller_id: UUID | None, tax_id: str, address: str, country: str, vat_percent: Decimal | None, terms_days: int
) -> Billing:
    """Enter or change how a seller bills; None: the operator."""
    facts = {
        "tax_id": tax_id,
        "address": address,
        "country": country,
        "vat_percent": vat_percent,
        "terms_days": terms_days,
        "changed_at": now(),
    }
    made, _ = Billing.objects.update_or_create(seller_id=seller_id, defaults=facts)  # type: ignore[misc]
    return made


@transaction.atomic
def enter_account(
    *, seller_id: UUID | None, currency: str, holder: str, bank: str, number: str, bank_code: str
) -> BankAccount:
    """Where a seller is paid in a currency from now on; the account before it ends. The same again changes nothing."""
    facts = {"holder": holder, "bank": bank, "number": number, "bank_code": bank_code}
    rows = BankAccount.objects.select_for_update().filter(seller_id=seller_id, currency=currency, ended_at=None)  # type: ignore[misc]
    for standing in rows:
        if all(getattr(standing, name) == value for name, value in facts.items()):
            return standing
        BankAccount.objects.filter(pk=standing.pk).update(ended_at=now())
    return BankAccount.objects.create(seller_id=seller_id, currency=currency, **facts)
