"""Anyone data is held on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.words import Kind, Purpose


class Subject(models.Model):
    """Anyone data is held on. Outside `members` and `privacy` a person is this random number and nothing else."""

    class Sort(models.TextChoices):
        MEMBER = "member", _("Member")
        CONSIGNEE = "consignee", _("Consignee")
        APPLICANT = "applicant", _("Applicant")
        GUARDIAN = "guardian", _("Guardian")
        PAPERS = "papers", _("Named in a company’s papers")
        CLAIMANT = "claimant", _("Claimant")

    id = evidence(
        models.UUIDField(primary_key=True, default=new_id, editable=False),
        kind=Kind.PERSON_ID,
        subject="id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )
    sort = nonpersonal(models.CharField(max_length=12, choices=Sort.choices), "the role a subject first came in")
    created_at = evidence(
        models.DateTimeField(default=now, editable=False),
        kind=Kind.ACCOUNT_STATE,
        subject="id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )
    restricted_at = evidence(
        models.DateTimeField(null=True, editable=False),
        kind=Kind.ACCOUNT_STATE,
        subject="id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )

    accepted_version = evidence(
        models.CharField(max_length=20, blank=True, default="", editable=False),
        kind=Kind.CONSENT,
        subject="id",
        purposes={Purpose.ACCOUNT, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )
    """Name of the version of the policy that applies to the subject's data; the gate lets nothing newer happen."""
    minor_until = evidence(
        models.DateField(null=True, editable=False),
        kind=Kind.AGE,
        subject="id",
        purposes={Purpose.MINOR_PROTECTION, Purpose.OWN_DATA, Purpose.EVIDENCE},
    )
    """First day of full age, for minors; their birth is not kept."""

    class Meta:
        db_table = "privacy_subject"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sort__in=["member", "consignee", "applicant", "guardian", "papers", "claimant"]),
                name="subject_sort_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"subject {self.id}"
