"""Cases: what somebody asked, each step of it, and what was written on both sides (VIII.1; PIPL 50; NDSR 20)."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.records import FIXED, evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.sealed import SealedFile, SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping
from coatingcat.privacy.words.cases import UNANSWERED, CaseKind, CaseState, Ground, Move, Side

_of_case = functools.partial(
    evidence,
    kind=Kind.CASE,
    subject="subject_id",
    purposes={Purpose.CORRESPONDENCE, Purpose.OWN_DATA, Purpose.EVIDENCE},
)
_of_step = functools.partial(_of_case, subject="case.subject_id")
_UNANSWERED = sorted(state.code for state in UNANSWERED)


def case_code() -> str:
    """The number of a case, such as `CS-7K3M9-QXD4T`."""
    return public_code("CS")


class Case(models.Model):
    """Something asked of the operator, and by when it is to be answered. Where it stands follows from its steps."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = _of_case(models.CharField(max_length=14, unique=True, default=case_code, editable=False))
    subject = _of_case(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    """Whoever asks: a member, or a claimant without an account."""
    about = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="cases_about"),
        kind=Kind.PERSON_ID,
        subject="about_id",
        exported=False,
    )
    """Whose data it is about, where that is somebody else or had to be found: a consignee, a ward, a deceased."""
    kind = _of_case(models.CharField(max_length=12, choices=[(k.code, k.name) for k in CaseKind]))
    state = _of_case(models.CharField(max_length=8, choices=[(s.code, s.name) for s in CaseState]))
    language = nonpersonal(models.CharField(max_length=10), "language the answer is written in")
    opened_at = _of_case(models.DateTimeField(default=now))
    half_on = nonpersonal(models.DateField(), "day of the first alarm")
    due_on = nonpersonal(models.DateField(), "promised day of the answer, by the calendar")
    is_provisional = nonpersonal(models.BooleanField(), "the calendar of that year is not published yet")
    answered_at = _of_case(models.DateTimeField(null=True))
    """When it was answered or refused last; empty while an answer is owed."""

    class Meta:
        db_table = "privacy_case"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.code for k in CaseKind]), name="case_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=[s.code for s in CaseState]), name="case_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=_UNANSWERED, answered_at=None)
                | Q(state__in=["answered", "refused"], answered_at__isnull=False)
                | Q(state="closed"),
                name="case_answered_when",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state__in=_UNANSWERED), name="case_due"),
            models.Index(fields=["subject", "-opened_at"], name="case_of_subject"),
        ]

    def __str__(self) -> str:
        return str(self.code)

    @property
    def sort(self) -> CaseKind:
        return CaseKind[self.kind.upper()]

    @property
    def stands(self) -> CaseState:
        return CaseState[self.state.upper()]

    @property
    def is_unanswered(self) -> bool:
        return self.state in _UNANSWERED


class CaseStep(models.Model):
    """One thing that happened to a case: who, when, what; rows are only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    case = _of_step(
        models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps"), kind=Kind.PERSON_ID, exported=False
    )
    number = nonpersonal(models.PositiveIntegerField(), "place among the steps of its case, from 1")
    move = _of_step(models.CharField(max_length=12, choices=[(m.code, m.name) for m in Move]))
    state = nonpersonal(models.CharField(max_length=8), "state after the step; follows from the moves")
    side = nonpersonal(models.CharField(max_length=8), "which side acted")
    actor = evidence(models.UUIDField(null=True), kind=Kind.OPENING, subject="actor", exported=False)
    """Who of the staff, for the review of their work; empty for the person and the program."""
    ground = _of_step(models.CharField(max_length=20, blank=True, choices=[(g.code, g.name) for g in Ground]))
    scope = _of_step(models.CharField(max_length=40, blank=True))
    """For next of kin: what was agreed to."""
    at = _of_step(models.DateTimeField(default=now))

    class Meta:
        db_table = "privacy_casestep"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="casestep_in_order"),
            models.CheckConstraint(condition=Q(move__in=[m.code for m in Move]), name="casestep_move_is_known"),
            models.CheckConstraint(condition=Q(side__in=[s.code for s in Side]), name="casestep_side_is_known"),
            models.CheckConstraint(
                condition=Q(move="refuse", ground__in=[g.code for g in Ground]) | ~Q(move="refuse") & Q(ground=""),
                name="casestep_refusal_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move} of {self.case_id}"

    @property
    def what(self) -> Move:
        return Move[self.move.upper()]

    @property
    def why(self) -> Ground | None:
        return Ground[self.ground.upper()] if self.ground else None


_written = functools.partial(
    personal,
    kind=Kind.CASE,
    subject="case.subject_id",
    purposes={Purpose.CORRESPONDENCE, Purpose.OWN_DATA},
    keep=keeping.CASE,
    clock="written_at",
    fixed_because=Text("已发出的信息，不可编辑；您可以补充", "What was sent cannot be edited; you can add to it"),
)


class CaseMessage(models.Model):
    """What one side wrote to the other, with at most one file: sealed, for these two sides only (III.3a)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    case = _written(
        models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages"),
        kind=Kind.PERSON_ID,
        erase="delete row",
        exported=False,
    )
    step = nonpersonal(models.OneToOneField(CaseStep, on_delete=models.PROTECT), "the step it was written with")
    text = _written(
        SealedText(max_length=8_000),
        reason=Text("以便我们理解并答复您的请求", "So that we understand and answer what you ask"),
    )
    file = _written(
        SealedFile(null=True),
        reason=Text("仅在您认为有助于说明时", "Only if you think that it helps to show what you mean"),
    )
    written_at = _written(models.DateTimeField(default=now), erase="delete row")

    class Meta:
        db_table = "privacy_casemessage"

    def __str__(self) -> str:
        return f"message of {self.case_id}"


class Restriction(models.Model):
    """That processing of a person's data was restricted or let go again, and by whom; rows are only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="restrictions"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
        exported=False,
    )
    is_on = evidence(models.BooleanField(), kind=Kind.ACCOUNT_STATE, subject="subject_id", fixed_because=FIXED)
    case = evidence(
        models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+"),
        kind=Kind.CASE,
        subject="subject_id",
        exported=False,
    )
    actor = evidence(models.UUIDField(null=True), kind=Kind.OPENING, subject="actor", exported=False)
    at = evidence(models.DateTimeField(default=now), kind=Kind.ACCOUNT_STATE, subject="subject_id")

    class Meta:
        db_table = "privacy_restriction"
        indexes = [models.Index(fields=["subject", "-at"], name="restriction_latest")]

    def __str__(self) -> str:
        return f"restriction of {self.subject_id}"
