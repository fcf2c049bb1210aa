"""The operator completes what is declared about a recipient, within what is declared."""

from datetime import date
from uuid import UUID

import pyrage
from django.db import transaction

from coatingcat.privacy.declarations import recipients
from coatingcat.privacy.models import RecipientTerms
from coatingcat.privacy.words import Path


class TermsRefused(ValueError):
    """What was entered contradicts itself or what is declared; `part` names it."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part)


@transaction.atomic
def enter_terms(
    *,
    key: str,
    by: UUID | None,
    country: str,
    declared: str = "",
    name: str = "",
    contact: str = "",
    contract: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    path: Path | None = None,
    filing: str = "",
    age_key: str = "",
    webhook: str = "",
) -> RecipientTerms:
    """Write down what is agreed with a recipient; earlier rows stay. Fields and purposes cannot be entered at all.

    A key nobody declared needs `declared`: a sort of recipient of which the declarations allow several.
    Raises TermsRefused(part).
    """
    bound = key if key in recipients() else declared
    if bound not in recipients() or (bound != key and not recipients()[bound].has_others):
        raise TermsRefused("declared")
    if bound != key and not name:
        raise TermsRefused("name")
    if starts_on and ends_on and ends_on < starts_on:
        raise TermsRefused("ends_on")
    if path in {Path.CONTRACT, Path.CERTIFICATION, Path.ASSESSMENT} and not filing:
        raise TermsRefused("filing")
    if age_key and not is_age_key(age_key):
        raise TermsRefused("age_key")
    return RecipientTerms.objects.create(
        key=key,
        declared=bound,
        by=by,
        country=country.upper(),
        name=name,
        contact=contact,
        contract=contract,
        starts_on=starts_on,
        ends_on=ends_on,
        path=path.name if path else "",
        filing=filing,
        age_key=age_key,
        webhook=webhook,
    )


def is_age_key(text: str) -> bool:
    """Whether somebody could decrypt with the other half of this key (`age1…`)."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True
