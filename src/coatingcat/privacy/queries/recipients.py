"""Who gets data: what is declared, completed by what the operator entered."""

import contextlib
from dataclasses import dataclass
from datetime import date

from coatingcat.ground.clock import today
from coatingcat.privacy.declarations import Recipient, given_to, recipients
from coatingcat.privacy.models.sharing import RecipientTerms
from coatingcat.privacy.words import Form, Path, Text


@dataclass(frozen=True, slots=True)
class Known:
    """A recipient as it stands today. Fields and purposes are `declared`; the rest may be the operator's."""

    key: str
    declared: Recipient
    terms: RecipientTerms | None

    @property
    def name(self) -> Text:
        entered = self.terms.name if self.terms else ""
        return Text(entered, entered) if entered else self.declared.name

    @property
    def contact(self) -> str:
        return (self.terms.contact if self.terms else "") or self.declared.contact

    @property
    def country(self) -> str:
        return self.terms.country if self.terms else self.declared.country

    @property
    def contract(self) -> str:
        return self.terms.contract if self.terms else ""

    @property
    def path(self) -> Path | None:
        return Path[self.terms.path] if self.terms and self.terms.path else None

    @property
    def age_key(self) -> str:
        return self.terms.age_key if self.terms else ""

    @property
    def webhook(self) -> str:
        return self.terms.webhook if self.terms else ""

    @property
    def fields(self) -> dict[str, Form]:
        """Label and form of what it may get."""
        return given_to(self.declared.key)

    def is_bound(self, day: date | None = None) -> bool:
        """Whether a contract with it is in force on a day; today if none is said."""
        day, terms = day or today(), self.terms
        if terms is None or not terms.contract or terms.starts_on is None:
            return False
        return terms.starts_on <= day and (terms.ends_on is None or day <= terms.ends_on)


def known_recipients() -> list[Known]:
    """Everybody declared or entered, by key; one query."""
    latest = RecipientTerms.objects.order_by("key", "-at", "-id").distinct("key")
    entered = {terms.key: terms for terms in latest if terms.declared in recipients()}
    found = {key: Known(key, declared, entered.get(key)) for key, declared in recipients().items()}
    for key, terms in entered.items():
        found.setdefault(key, Known(key, recipients()[terms.declared], terms))
    return [found[key] for key in sorted(found)]


def recipient_of(key: str) -> Known | None:
    """One recipient; None if nobody declared it or entered it."""
    terms = RecipientTerms.objects.filter(key=key).order_by("-at", "-id").first()
    with contextlib.suppress(KeyError):
        return Known(key, recipients()[terms.declared if terms else key], terms)
    return None


def recipients_like(declared: str) -> list[Known]:
    """Every recipient of a declared sort with a contract in force: the carriers, for instance."""
    return [known for known in known_recipients() if known.declared.key == declared and known.is_bound()]
