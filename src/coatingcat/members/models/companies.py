"""Companies, the people who act for them, and who was asked to join."""

import functools

from django.db import models
from django.db.models import Q

from coatingcat.ground.clock import now, today
from coatingcat.ground.ids import new_id
from coatingcat.members.models.member import BY_SYSTEM, Member
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import DigestField, SealedEmail
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_PUBLIC = "a fact of a registered company, as anybody can look it up in the register"
_ROLES = [role.name for role in CompanyRole]


class Company(models.Model):
    """A registered company or a branch of one. It is no person: what names its people lies elsewhere, sealed."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    name = nonpersonal(models.CharField(max_length=120), _PUBLIC)
    registration_number = nonpersonal(models.CharField(max_length=40), _PUBLIC)
    """In China the unified social credit code (GB 32100), 18 characters with a check character."""
    country = nonpersonal(models.CharField(max_length=2, default="CN"), _PUBLIC)
    head_office = nonpersonal(
        models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="branches"), _PUBLIC
    )
    created_at = nonpersonal(models.DateTimeField(default=now, editable=False), "when the company came to the site")
    certified_until = nonpersonal(models.DateField(null=True), "last day of the certification in force")
    hazardous_until = nonpersonal(models.DateField(null=True), "last day of the licence for hazardous chemicals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "registration_number"], name="company_registered_once"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="company_country"),
            models.CheckConstraint(condition=~Q(head_office=models.F("id")), name="company_not_its_own_branch"),
            models.CheckConstraint(
                condition=Q(hazardous_until=None) | Q(certified_until__gte=models.F("hazardous_until")),
                name="company_hazardous_only_certified",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_certified(self) -> bool:
        return self.certified_until is not None and self.certified_until >= today()

    @property
    def may_buy_hazardous(self) -> bool:
        """Whether its licence for hazardous chemicals was seen and is in force (Decree 591, Art. 33)."""
        return self.hazardous_until is not None and self.hazardous_until >= today()


_of_position = functools.partial(
    personal,
    subject="member_id",
    purposes={Purpose.MEMBERSHIP, Purpose.OWN_DATA},
    keep=keeping.ACCOUNT,
    erase="delete row",
    fixed_because=Text("由贵公司的管理者授予", "Granted by whoever manages your company here"),
)


class Position(models.Model):
    """That a member acts for a company, in a role, from then till then."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = _of_position(
        models.ForeignKey(Company, on_delete=models.PROTECT, related_name="positions"), kind=Kind.POSITION
    )
    member = _of_position(
        models.ForeignKey(Member, on_delete=models.CASCADE, related_name="positions"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    role = _of_position(models.CharField(max_length=12), kind=Kind.POSITION)
    since = _of_position(models.DateTimeField(default=now), kind=Kind.ACCOUNT_STATE)
    ended_at = _of_position(models.DateTimeField(null=True), kind=Kind.ACCOUNT_STATE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at=None), name="position_one_at_a_time"),
            models.CheckConstraint(condition=Q(role__in=_ROLES), name="position_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role.lower()} of {self.company_id}"

    @property
    def as_role(self) -> CompanyRole:
        return CompanyRole[self.role]


_of_invitation = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.MEMBERSHIP, Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
    keep=keeping.INVITATION,
    fixed_because=BY_SYSTEM,
)


class Invitation(models.Model):
    """That somebody was asked to act for a company: under a subject of their own until they answer."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations"), _PUBLIC)
    subject = _of_invitation(
        models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="invitation"),
        kind=Kind.PERSON_ID,
        erase="delete row",
        exported=False,
    )
    address = _of_invitation(SealedEmail(digest="address_digest"), kind=Kind.EMAIL)
    address_digest = _of_invitation(DigestField(of="address"), kind=Kind.EMAIL, exported=False)
    role = nonpersonal(models.CharField(max_length=12), "role that was offered")
    language = nonpersonal(models.CharField(max_length=10, default="zh-hans"), "language of the letter")
    created_at = _of_invitation(
        models.DateTimeField(default=now, db_index=True), kind=Kind.ACCOUNT_STATE, erase="delete row"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "address_digest"], name="invitation_once"),
            models.CheckConstraint(condition=Q(role__in=_ROLES), name="invitation_role"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"
