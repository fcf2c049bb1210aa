"""Versions of the policy as this installation came to them, and what people said to them."""

import functools

from django.db import models
from django.db.models.expressions import Value

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Kind
from coatingcat.privacy.words.versions import SHOWN_FOR, Answer, PolicyState

_said = functools.partial(evidence, kind=Kind.CONSENT, subject="subject_id")


class PolicyVersion(models.Model):
    """A version of the policy: wording and declarations are files, here stands how far it has come (VII.1).

    A version that an installation began with was shown to nobody before: it has neither `comment_until` nor `shown_at`.
    """

    name = nonpersonal(models.CharField(max_length=20, primary_key=True), "name of a version, such as 2026.1")
    state = nonpersonal(models.CharField(max_length=10, default=PolicyState.DRAFT.value), "how far it has come")
    is_material = nonpersonal(models.BooleanField(default=False), "whether it asks for a fresh consent")
    comment_until = nonpersonal(models.DateTimeField(null=True), "last moment for comments")
    shown_at = nonpersonal(models.DateTimeField(null=True), "from when it was shown to everybody")
    effective_on = nonpersonal(models.DateField(null=True), "day in Shanghai it takes effect")
    in_force_at = nonpersonal(models.DateTimeField(null=True), "when it took effect")
    superseded_at = nonpersonal(models.DateTimeField(null=True), "when another took its place")

    class Meta:
        db_table = "privacy_policyversion"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in PolicyState]), name="policy_state_is_known"
            ),
            models.UniqueConstraint(
                Value(1), condition=models.Q(state=PolicyState.IN_FORCE.value), name="one_policy_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(shown_at=None)
                | models.Q(in_force_at=None)
                | models.Q(in_force_at__gte=models.F("shown_at") + SHOWN_FOR),
                name="policy_shown_before_effect",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[PolicyState.IN_FORCE.value, PolicyState.SUPERSEDED.value])
                | models.Q(in_force_at__isnull=False, effective_on__isnull=False),
                name="policy_in_force_since",
            ),
        ]

    def __str__(self) -> str:
        return f"policy {self.name}, {self.state}"

    @property
    def standing(self) -> PolicyState:
        return PolicyState(self.state)


class PolicyMove(models.Model):
    """A version went from one state to another; rows are only ever added. `by` is nobody where the program did it."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    version = nonpersonal(
        models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="moves"), "which version"
    )
    before = nonpersonal(models.CharField(max_length=10, blank=True), "state it left; empty for the first")
    after = nonpersonal(models.CharField(max_length=10), "state it came to")
    by = evidence(models.UUIDField(null=True), kind=Kind.ACCOUNT_STATE, subject="by")
    at = nonpersonal(models.DateTimeField(default=now), "when")

    class Meta:
        db_table = "privacy_policymove"
        indexes = [models.Index(fields=["version", "at"], name="policymove_of_version")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.before} to {self.after}"


class PolicyAnswer(models.Model):
    """What a person said about a version, in the words that were shown; rows are only ever added (VII.2, PIPL 14)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "record id")
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="policy_answers"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    version = _said(models.CharField(max_length=20))
    answer = _said(models.CharField(max_length=10))
    words = nonpersonal(models.TextField(), "the sentence that was shown, the same to everybody")
    language = nonpersonal(models.CharField(max_length=10), "language of the words")
    at = _said(models.DateTimeField(default=now))

    class Meta:
        db_table = "privacy_policyanswer"
        indexes = [models.Index(fields=["subject", "version", "-at"], name="policyanswer_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=[answer.value for answer in Answer]), name="policyanswer_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.version}"
