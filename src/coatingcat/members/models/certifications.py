"""Enterprise certification: an application with its papers, and every step it took (I.1c)."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.members.models.companies import Company
from coatingcat.members.models.member import BY_SYSTEM
from coatingcat.members.words import CertificationState, Paper, Refusal
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedFile, SealedText
from coatingcat.privacy.words import KeyKind, Kind, Purpose, Text, keeping

_STATES = [state.name for state in CertificationState]
_of_papers = functools.partial(
    personal,
    purposes={Purpose.CERTIFICATION, Purpose.OWN_DATA},
    keep=keeping.CERTIFICATION,
    fixed_because=Text(
        "已提交的材料不可更改，可另行提交", "What was handed in stays as it was; hand in a new one instead"
    ),
)


def new_code() -> str:
    """The number of an application, to read out."""
    return public_code("CE")


class Certification(models.Model):
    """An application of a company to be certified. Its papers name people and lie under a subject of their own."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = nonpersonal(models.CharField(max_length=20, unique=True, default=new_code), "number of an application")
    company = nonpersonal(
        models.ForeignKey(Company, on_delete=models.PROTECT, related_name="certifications"), "a company"
    )
    subject = _of_papers(
        models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="certification"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
        erase="unlink",
        exported=False,
        fixed_because=BY_SYSTEM,
    )
    """Whoever the papers name, as the legal representative: no member, and known by the papers alone."""
    applicant = personal(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="applications"),
        kind=Kind.PERSON_ID,
        subject="applicant_id",
        purposes={Purpose.CERTIFICATION, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        erase="unlink",
        fixed_because=BY_SYSTEM,
    )
    state = nonpersonal(
        models.CharField(max_length=12, default=CertificationState.SUBMITTED.name), "how far it has come"
    )
    is_hazardous = nonpersonal(
        models.BooleanField(default=False), "whether a licence for hazardous chemicals is asked for"
    )
    submitted_at = nonpersonal(models.DateTimeField(default=now, db_index=True), "when it was handed in")
    ended_at = nonpersonal(models.DateTimeField(null=True), "when it was refused, taken back, ended or revoked")
    valid_until = nonpersonal(models.DateField(null=True), "last day it holds, as decided")
    recheck_asked_at = nonpersonal(models.DateTimeField(null=True), "when new papers were asked for before it ends")
    refusal = nonpersonal(models.CharField(max_length=16, blank=True, default=""), "reason from a closed list")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="certification_state"),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(refusal__in=[reason.name for reason in Refusal]),
                name="certification_refusal",
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificationState.REFUSED.name) | ~Q(refusal=""), name="certification_refused_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificationState.CERTIFIED.name) | Q(valid_until__isnull=False),
                name="certification_ends",
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(state__in=[CertificationState.SUBMITTED.name, CertificationState.SEEN.name]),
                name="certification_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def as_state(self) -> CertificationState:
        return CertificationState[self.state]


class CompanyPaper(models.Model):
    """A paper of an application, sealed under a key that lives as long as the law wants it kept; certifiers open it."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    certification = nonpersonal(
        models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="papers"), "random key of a row"
    )
    sort = nonpersonal(models.CharField(max_length=16), "which paper it is")
    file = _of_papers(
        SealedFile(key=KeyKind.HOLD),
        purposes={Purpose.CERTIFICATION},
        exported=False,
        kind=Kind.COMPANY_PAPER,
        subject="certification.subject_id",
        required_for="certification",
        reason=Text(
            "平台须核验经营者的身份与许可（电子商务法第 27 条）",
            "A marketplace must verify who trades on it and by what licence (E-Commerce Law Art. 27)",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certification", "sort"], name="companypaper_once"),
            models.CheckConstraint(condition=Q(sort__in=[paper.name for paper in Paper]), name="companypaper_sort"),
        ]

    def __str__(self) -> str:
        return f"{self.sort.lower()} of {self.certification_id}"

    @property
    def as_paper(self) -> Paper:
        return Paper[self.sort]


class CertificationStep(models.Model):
    """A step of an application: who, when, what, and what was written about it. Only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    certification = nonpersonal(
        models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="steps"), "random key of a row"
    )
    state = nonpersonal(models.CharField(max_length=12), "state it led to")
    by = personal(
        models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="certification_steps"),
        kind=Kind.PERSON_ID,
        subject="by_id",
        purposes={Purpose.CERTIFICATION, Purpose.EVIDENCE, Purpose.OWN_DATA},
        keep=keeping.EVIDENCE,
        erase="unlink",
        fixed_because=BY_SYSTEM,
    )
    at = nonpersonal(models.DateTimeField(default=now), "when")
    note = personal(
        SealedText(max_length=500, null=True),
        kind=Kind.MESSAGE,
        subject="certification.applicant_id",
        purposes={Purpose.CERTIFICATION, Purpose.OWN_DATA},
        keep=keeping.ACCOUNT,
        fixed_because=Text("审核人员写给您的说明", "What the certifier wrote to you"),
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.state.lower()} at {self.at:%Y-%m-%d}"
