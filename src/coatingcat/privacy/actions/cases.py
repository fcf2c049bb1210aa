"""What happens to a case: each verb is one move, one step in its record, and a letter to whoever has to know."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from coatingcat.ground.access import Refused
from coatingcat.ground.clock import ZONE, add_working_days, now, today
from coatingcat.ground.ids import new_id
from coatingcat.ground.jobs import later
from coatingcat.privacy.models import Case, CaseMessage, CaseStep
from coatingcat.privacy.rules.cases import (
    ANSWER_WORKING_DAYS,
    CLOSED_AFTER,
    HALF_WORKING_DAYS,
    after,
    move_of_message,
)
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words.cases import UNANSWERED, CaseKind, CaseState, Ground, Move, Side


@dataclass(frozen=True, slots=True)
class Written:
    """What is written with a step: a text, and at most one file that came through the intake."""

    text: Clear[str]
    file: Clear[Content] | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when an answer is promised, and when the officer is reminded."""

    half_on: date
    due_on: date
    is_provisional: bool

    @classmethod
    def from_day(cls, received: date) -> "Deadline":
        half, due = add_working_days(received, HALF_WORKING_DAYS), add_working_days(received, ANSWER_WORKING_DAYS)
        return cls(half.date, due.date, due.provisional)


def open_case(
    *,
    subject_id: UUID,
    kind: CaseKind,
    written: Written,
    language: str,
    once: UUID | None = None,
    about_id: UUID | None = None,
) -> Case:
    """Take in what a subject asks. `once` is the key of the form: sent twice, it is one case (VIII.1).

    `about_id`: whose data it is about, where that is shown already; else officers find out.
    """
    key = once or new_id()
    with transaction.atomic():
        known = Case.objects.select_for_update().filter(pk=key).first()
        if known is not None and known.subject_id == subject_id:
            return known
        deadline = Deadline.from_day(today())
        case = Case.objects.create(
            id=new_id() if known else key,
            subject_id=subject_id,
            about_id=about_id,
            kind=kind.code,
            state=CaseState.OPENED.code,
            language=language,
            half_on=deadline.half_on,
            due_on=deadline.due_on,
            is_provisional=deadline.is_provisional,
        )
        _note(case, Move.OPEN, CaseState.OPENED, Side.PERSON, written=written)
        tell_person(case, "case_opened")
    return case


def write_to_case(*, case: Case, written: Written) -> CaseStep:
    """The person writes: an answer to what was asked back, something more, or a case that begins again."""
    with transaction.atomic():
        held = _held(case)
        return _move(held, move_of_message(held.stands), Side.PERSON, written=written)


def close_case(*, case: Case, side: Side = Side.PERSON, by: UUID | None = None) -> CaseStep:
    """Nothing more is wanted."""
    with transaction.atomic():
        return _move(_held(case), Move.CLOSE, side, by=by)


def close_cases_of(subject_id: UUID) -> None:
    """Whoever asked is being erased: nobody is left to answer. What is about others stays, as their own cases do."""
    for case in Case.objects.filter(subject_id=subject_id).exclude(state=CaseState.CLOSED.code):
        with transaction.atomic():
            _move(_held(case), Move.ERASED, Side.PROGRAM)


def take_case(*, case: Case, by: UUID) -> CaseStep:
    """Somebody of the staff works on it from now on, in place of whoever did."""
    with transaction.atomic():
        return _move(_held(case), Move.TAKE, Side.STAFF, by=by)


def ask_back(*, case: Case, by: UUID, written: Written) -> CaseStep:
    """Ask the person for what is missing. The promised day stays."""
    return _by_staff(case, Move.ASK, by, written, "case_waiting")


def answer_case(*, case: Case, by: UUID, written: Written) -> CaseStep:
    """Answer; the time is measured from the opening, or the last reopening, to this moment."""
    return _by_staff(case, Move.ANSWER, by, written, "case_answered")


def refuse_case(*, case: Case, by: UUID, ground: Ground, written: Written) -> CaseStep:
    """Refuse what was asked, with a ground from the closed list and reasons in words (PIPL 50; MR 34)."""
    return _by_staff(case, Move.REFUSE, by, written, "case_refused", ground=ground)


def note_act(*, case: Case, move: Move, by: UUID, scope: str = "") -> CaseStep:
    """That something was done for the person. For actions that do it, in their transaction."""
    return _move(_held(case), move, Side.STAFF, by=by, scope=scope)


def note_step(*, case: Case, move: Move, side: Side) -> CaseStep:
    """That something happened that is no act of staff. For actions that do it, in their transaction."""
    return _move(_held(case), move, side)


def tell_person(case: Case, letter: str) -> None:
    """A letter with the way to the page of the case; it says nothing that only the page should say."""
    number = case.steps.count()
    later("outreach.tell", letter=letter, subject_id=case.subject_id, path=f"me/cases/{case.code}/{number}/")


def tell_officers(case: Case, letter: str) -> None:
    later("members.tell_officers", letter=letter, path=f"desk/cases/{case.code}/{case.steps.count()}/")


def remind_of_cases() -> int:
    """Alarm at half of the time and when it is over: a step in the record, and a letter to the officers. How many."""
    count = 0
    owed = Case.objects.filter(state__in=[s.code for s in UNANSWERED], half_on__lte=today()).order_by("pk")
    for case in owed.iterator():
        move = Move.OVERDUE if case.due_on < today() else Move.HALF
        with transaction.atomic():
            held = _held(case)
            if held.is_unanswered and not _reminded(held, move):
                _note(held, move, held.stands, Side.PROGRAM)
                tell_officers(held, "case_due")
                count += 1
    return count


def _reminded(case: Case, move: Move) -> bool:
    """Whether that alarm was raised since the time began to run last."""
    begun = case.steps.filter(move__in=[Move.OPEN.code, Move.REOPEN.code]).order_by("-number").first()
    assert begun is not None
    raised = {Move.HALF.code: [Move.HALF.code, Move.OVERDUE.code]}.get(move.code, [move.code])
    return case.steps.filter(move__in=raised, number__gt=begun.number).exists()


def date_cases_anew() -> int:
    """Work out again the days that were provisional, once the calendar of their year is published. How many changed."""
    count = 0
    for case in Case.objects.filter(is_provisional=True, state__in=[s.code for s in UNANSWERED]).iterator():
        with transaction.atomic():
            held = _held(case)
            begun = held.steps.filter(move__in=[Move.OPEN.code, Move.REOPEN.code]).order_by("-number").first()
            assert begun is not None
            count += _date(held, begun.at)
    return count


def close_quiet_cases() -> int:
    """End cases whose answer nobody came back to for thirty days. How many."""
    quiet = Case.objects.filter(state__in=["answered", "refused"], answered_at__lt=now() - CLOSED_AFTER)
    count = 0
    for case in quiet.iterator():
        with transaction.atomic():
            held = _held(case)
            if after(Move.CLOSE, held.stands) and not held.is_unanswered:
                _move(held, Move.CLOSE, Side.PROGRAM)
                count += 1
    return count


def _by_staff(
    case: Case, move: Move, by: UUID, written: Written, letter: str, *, ground: Ground | None = None
) -> CaseStep:
    with transaction.atomic():
        held = _held(case)
        step = _move(held, move, Side.STAFF, by=by, written=written, ground=ground)
        tell_person(held, letter)
    return step


def _held(case: Case) -> Case:
    """The case as it stands now, held until the transaction ends: two members of staff do not answer at once."""
    return Case.objects.select_for_update().get(pk=case.pk)


def _move(
    case: Case,
    move: Move,
    side: Side,
    *,
    by: UUID | None = None,
    written: Written | None = None,
    ground: Ground | None = None,
    scope: str = "",
) -> CaseStep:
    """Raises Refused (409) if the case does not stand where this move starts from; nothing is written then."""
    state = after(move, case.stands)
    if state is None:
        raise Refused(gettext("The case has moved on meanwhile. Look at it again."), 409)
    if state is not case.stands:
        _put(case, move, state)
    return _note(case, move, state, side, by=by, written=written, ground=ground, scope=scope)


def _put(case: Case, move: Move, state: CaseState) -> None:
    case.state = state.code
    if move in {Move.ANSWER, Move.REFUSE}:
        case.answered_at = now()
    if move is Move.REOPEN:
        case.answered_at = None
        _date(case, now())
    case.save(update_fields=["state", "answered_at"])


def _date(case: Case, received: datetime) -> bool:
    """Put the promised days of a case that was received then. Whether they changed."""
    deadline = Deadline.from_day(received.astimezone(ZONE).date())
    before = (case.half_on, case.due_on, case.is_provisional)
    case.half_on, case.due_on, case.is_provisional = deadline.half_on, deadline.due_on, deadline.is_provisional
    case.save(update_fields=["half_on", "due_on", "is_provisional"])
    return before != (case.half_on, case.due_on, case.is_provisional)


def _note(
    case: Case,
    move: Move,
    state: CaseState,
    side: Side,
    *,
    by: UUID | None = None,
    written: Written | None = None,
    ground: Ground | None = None,
    scope: str = "",
) -> CaseStep:
    step = CaseStep.objects.create(
        case=case,
        number=case.steps.count() + 1,
        move=move.code,
        state=state.code,
        side=side.code,
        actor=by,
        ground=ground.code if ground else "",
        scope=scope,
    )
    if written is not None:
        CaseMessage.objects.create(case=case, step=step, text=written.text, file=written.file)
    return step
