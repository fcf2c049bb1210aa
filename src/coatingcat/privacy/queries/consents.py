"""Which consents stand, what may be asked, and in which words."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext, pgettext

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import Recipient, personal_entries, recipients
from coatingcat.privacy.models import Consent
from coatingcat.privacy.queries.minors import is_minor
from coatingcat.privacy.rules.consents import may_ask, stands
from coatingcat.privacy.words import About, Act, Kind, Purpose


class FirstUse(Enum):
    """How a function that rests on a consent stands with somebody who comes to use it (I.6)."""

    ON = "the consent stands"
    ASK = "it may be asked for"
    QUIET = "there was a no not long ago; the site does not ask by itself"
    BROWSER = "the browser asks us not to (GPC)"


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One question that rests on consent, and what was said to it last."""

    purpose: Purpose
    recipient: Recipient | None
    latest: Consent | None
    """The latest answer; a question that was only put is no answer."""
    asked: Consent | None
    """The question, if it was put after the latest answer."""
    kinds: tuple[Kind, ...]

    @property
    def stands(self) -> bool:
        return self.latest is not None and _stands(self.latest)

    @property
    def state(self) -> Act | None:
        """What holds now; None: never asked and never answered, which counts as no."""
        if self.latest is not None and not self.stands and self.latest.said is Act.GIVEN:
            return Act.EXPIRED
        return self.latest.said if self.latest else Act.REQUESTED if self.asked else None


@dataclass(frozen=True, slots=True)
class Group:
    about: About
    rows: tuple[ConsentRow, ...]


def consents_of(subject_id: UUID) -> dict[Purpose, Consent]:
    """The latest answer of the subject on each purpose itself; consents for single recipients are not among them."""
    return {row.what: row for row in _latest_answers(subject_id) if row.recipient is None}


def standing_consents(subject_id: UUID) -> frozenset[Purpose]:
    """The purposes the subject has said yes to, and the yes has not come to its end."""
    return frozenset(p for p, c in consents_of(subject_id).items() if _stands(c))


def consent_groups(subject_id: UUID) -> list[Group]:
    """Every question that may be answered, asked or not, by what it is about, less what is closed to a minor; three queries."""
    said = {(row.what, row.recipient): row for row in _latest_answers(subject_id)}
    put = {(row.what, row.recipient): row for row in _latest(subject_id, Q(act=Act.REQUESTED.value))}
    closed = {p for p in Purpose if not p.open_to_minors} if is_minor(subject_id) else set()
    pairs = (
        dict.fromkeys((p, None) for p in Purpose if p.needs_consent and p not in closed)
        | dict.fromkeys(said)
        | dict.fromkeys(put)
    )
    rows = [_row(purpose, key, said.get((purpose, key)), put.get((purpose, key))) for purpose, key in pairs]
    grouped = ((about, tuple(row for row in rows if _about(row) is about)) for about in About)
    return [Group(about, found) for about, found in grouped if found]


def consent_history(subject_id: UUID, limit: int = 50) -> list[Consent]:
    """What was asked and said, latest first."""
    return list(Consent.objects.filter(subject_id=subject_id).order_by("-at", "-id")[:limit])


def consent_record(subject_id: UUID, consent_id: UUID) -> Consent | None:
    """A record of the subject's own; None for anybody else's."""
    return Consent.objects.filter(subject_id=subject_id, pk=consent_id).first()


def first_use(*, subject_id: UUID, wanted: Purpose, recipient: str | None = None, by_gpc: bool = False) -> FirstUse:
    """Whether a function that rests on a consent is on, may ask, or keeps quiet, as it does with minors where the purpose is closed to them. One query or two; none if the browser refuses.

    `by_gpc`: whether the browser says `Sec-GPC: 1` (`privacy.gpc`).
    """
    if by_gpc and wanted.refused_by_gpc:
        return FirstUse.BROWSER
    latest = latest_answer(subject_id, wanted, recipient)
    if latest is not None and _stands(latest):
        return FirstUse.ON
    if not wanted.open_to_minors and is_minor(subject_id):
        return FirstUse.QUIET
    if latest is None:
        return FirstUse.ASK
    said = Act.EXPIRED if latest.said is Act.GIVEN else latest.said
    return FirstUse.ASK if may_ask(said, said_at=latest.at, at=now()) else FirstUse.QUIET


def latest_answer(subject_id: UUID, wanted: Purpose, recipient: str | None = None) -> Consent | None:
    """The latest word of the subject on a purpose, or on a purpose for one recipient; one query."""
    found = Consent.objects.filter(subject_id=subject_id, purpose=wanted.name, recipient=recipient)
    return found.exclude(act=Act.REQUESTED.value).order_by("-at", "-id").first()


@functools.cache
def kinds_of(wanted: Purpose) -> tuple[Kind, ...]:
    """The kinds of data a purpose uses, from the declarations of the program; the bare internal number apart."""
    found = {declared.kind for _, declared in personal_entries() if wanted in declared.purposes}
    return tuple(kind for kind in Kind if kind in found and kind is not Kind.PERSON_ID)


def question_words(wanted: Purpose, recipient: str | None = None) -> str:
    """The question as it is shown, in the reader's language; the record keeps these words."""
    language = get_language()
    comma = pgettext("between kinds of data", ", ")
    kinds = comma.join(kind.text.in_language(language) for kind in kinds_of(wanted))
    facts = {"kinds": kinds, "purpose": _within(wanted.text.in_language(language))}
    if recipient is not None:
        name = recipients()[recipient].name.in_language(language)
        return gettext("May we give %(recipient)s your data (%(kinds)s) for this: %(purpose)s?") % {
            **facts,
            "recipient": name,
        }
    return gettext("May we use your data (%(kinds)s) for this: %(purpose)s?") % facts


def _within(text: str) -> str:
    """A text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def answered_words(wanted: Purpose, *, yes: bool, recipient: str | None = None) -> str:
    """Question and answer as they stood on the page."""
    answer = (
        pgettext("answer to a question of consent", "Yes") if yes else pgettext("answer to a question of consent", "No")
    )
    return f"{question_words(wanted, recipient)} {answer}"


def _row(purpose: Purpose, recipient: str | None, said: Consent | None, put: Consent | None) -> ConsentRow:
    known = recipients().get(recipient) if recipient else None
    asked = put if put and (said is None or put.at > said.at) else None
    return ConsentRow(purpose, known, said, asked, kinds_of(purpose))


def _about(row: ConsentRow) -> About:
    return About.SHARING if row.recipient else row.purpose.about


def _latest_answers(subject_id: UUID) -> Iterator[Consent]:
    return iter(_latest(subject_id, ~Q(act=Act.REQUESTED.value)))


def _latest(subject_id: UUID, wanted: Q) -> "QuerySet[Consent]":
    """The latest row of each purpose and recipient. What is no purpose any more is left out."""
    found = Consent.objects.filter(wanted, subject_id=subject_id, purpose__in=Purpose.__members__)
    return found.order_by("purpose", "recipient", "-at", "-id").distinct("purpose", "recipient")


def _stands(row: Consent) -> bool:
    return stands(row.said, expires_at=row.expires_at, at=now())
