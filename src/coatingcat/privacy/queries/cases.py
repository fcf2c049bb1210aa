"""Reads of cases: what a person asked, what waits at the desk, how long answers take."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet

from coatingcat.ground.clock import now, today
from coatingcat.privacy.gate import Denied, warm
from coatingcat.privacy.models import Case, CaseMessage, CaseStep
from coatingcat.privacy.rules.cases import kinds_for, median
from coatingcat.privacy.sealed import Content
from coatingcat.privacy.words import Question, Role
from coatingcat.privacy.words.cases import UNANSWERED, CaseKind, CaseState, Move, Side

PAGE = 30
MEASURED_DAYS = 365
"""How far back the times that are shown go."""
_OWED = [state.code for state in UNANSWERED]


def cases_of(subject_id: UUID) -> list[Case]:
    """What a person asked, latest first."""
    return list(Case.objects.filter(subject_id=subject_id).order_by("-opened_at"))


def case_of(subject_id: UUID, code: str) -> Case | None:
    return Case.objects.filter(subject_id=subject_id, code=code).first()


def waiting_cases_of(subject_id: UUID) -> int:
    """How many cases wait for the person."""
    return Case.objects.filter(subject_id=subject_id, state=CaseState.WAITING.code).count()


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a case with what was written, opened for whoever reads the page."""

    step: CaseStep
    message: CaseMessage | None
    text: str
    is_gone: bool = False
    """The words have been erased."""

    @property
    def is_staff(self) -> bool:
        return self.step.side == Side.STAFF.code

    @property
    def is_person(self) -> bool:
        return self.step.side == Side.PERSON.code


def message_of(case: Case, message_id: UUID) -> Content | None:
    """The file of one message of a case, opened; None if there is none. Inside a purpose."""
    message = CaseMessage.objects.filter(case=case, pk=message_id).first()
    content: Content | None = message.file.open() if message and message.file is not None else None
    return content


_INTERNAL = [Move.HALF.code, Move.OVERDUE.code, Move.APPROVE.code]


def thread_of(case: Case, *, for_person: bool) -> list[Line]:
    """The steps of a case with their messages, in order. Inside a purpose. Four queries."""
    steps = case.steps.select_related("casemessage").order_by("number")
    if for_person:
        steps = steps.exclude(move__in=_INTERNAL)
    found = list(steps)
    messages = {step.pk: step.casemessage for step in found if hasattr(step, "casemessage")}
    warm(messages.values(), "text")
    lines = []
    for step in found:
        message = messages.get(step.pk)
        text = _text_of(message)
        lines.append(Line(step, message, text or "", is_gone=text is None))
    return lines


def _text_of(message: CaseMessage | None) -> str | None:
    """What was written; None if it has been erased or its time is over: the record of the case outlives its words."""
    try:
        return str(message.text.open()) if message else ""
    except Denied as refusal:
        if refusal.question in {Question.ERASED, Question.RETENTION}:
            return None
        raise


@dataclass(frozen=True, slots=True)
class CasePage:
    rows: list[Case]
    number: int
    pages: int
    count: int


def cases_at_desk(
    roles: Collection[Role], *, state: str = "", kind: str = "", show: str = "", page: int = 1
) -> CasePage:
    """The queue for staff with these roles: what is due first stands first. Two queries.

    `show`: empty for what an answer is owed to, `overdue`, or `all`.
    """
    found = _for_roles(roles)
    if state:
        found = found.filter(state=state)
    elif show == "overdue":
        found = found.filter(state__in=_OWED, due_on__lt=today())
    elif show != "all":
        found = found.filter(state__in=_OWED)
    if kind:
        found = found.filter(kind=kind)
    count = found.count()
    pages = max(1, -(-count // PAGE))
    number = min(max(1, page), pages)
    order = ("-opened_at",) if show == "all" or state in {"answered", "refused", "closed"} else ("due_on", "opened_at")
    return CasePage(list(found.order_by(*order, "pk")[(number - 1) * PAGE : number * PAGE]), number, pages, count)


def _for_roles(roles: Collection[Role]) -> "QuerySet[Case]":
    return Case.objects.filter(kind__in=[kind.code for kind in kinds_for(roles)])


def case_at_desk(roles: Collection[Role], code: str) -> Case | None:
    """A case that these roles may handle; None as well for one that is not theirs."""
    return _for_roles(roles).select_related("subject__claimant", "about", "kinship", "link").filter(code=code).first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an answer is owed to."""

    owed: int
    overdue: int
    at_half: int


def waiting_at_desk(roles: Collection[Role]) -> Waiting:
    """How many cases wait for staff with these roles. One query."""
    late, half = models.Q(due_on__lt=today()), models.Q(half_on__lte=today(), due_on__gte=today())
    counts = (
        _for_roles(roles)
        .filter(state__in=_OWED)
        .aggregate(
            owed=models.Count("pk"), overdue=models.Count("pk", filter=late), at_half=models.Count("pk", filter=half)
        )
    )
    return Waiting(**counts)


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """How long answers took in the last year, from receipt (or reopening) to answer or refusal."""

    count: int
    median: timedelta | None
    worst: timedelta | None
    late: int
    """Answers given after the promised day."""
    bars: tuple[tuple[int, int], ...]
    """Answers by days they took: (days, how many), ascending."""


_ROUNDS = """
SELECT answered.at - begun.at AS took, c.due_on < (answered.at AT TIME ZONE 'Asia/Shanghai')::date
FROM privacy_casestep answered
JOIN privacy_case c ON c.id = answered.case_id
JOIN LATERAL (
    SELECT at FROM privacy_casestep s
    WHERE s.case_id = answered.case_id AND s.number < answered.number AND s.move IN ('open', 'reopen')
    ORDER BY s.number DESC LIMIT 1
) begun ON true
WHERE answered.move IN ('answer', 'refuse') AND answered.at >= %s AND answered.at < %s AND c.kind LIKE %s
"""


def answer_times(
    kind: CaseKind | None = None, *, since: datetime | None = None, until: datetime | None = None
) -> AnswerTimes:
    """Measured from the record of steps, each round of a reopened case by itself (VIII.1; NDSR 20). One query.

    Of all kinds unless one is named, and of the last year unless other bounds are.
    """
    bounds = since or now() - timedelta(days=MEASURED_DAYS), until or now() + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_ROUNDS, [*bounds, kind.code if kind else "%"])
        rows = cursor.fetchall()
    times = [took for took, _ in rows]
    by_days: dict[int, int] = {}
    for took in times:
        by_days[took.days] = by_days.get(took.days, 0) + 1
    return AnswerTimes(
        len(times),
        median(times),
        max(times, default=None),
        sum(1 for _, is_late in rows if is_late),
        tuple(sorted(by_days.items())),
    )
