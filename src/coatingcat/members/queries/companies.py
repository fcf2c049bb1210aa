"""Companies, their people and their papers, as pages and rooms above read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from coatingcat.ground.clock import now
from coatingcat.members.models import (
    Certification,
    Company,
    DomainClaim,
    Invitation,
    JoinRequest,
    Member,
    OwnershipOffer,
    Position,
)
from coatingcat.members.rules import company_domain
from coatingcat.members.words import MANAGERS, CertificationState, CompanyRole
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear, digest_of
from coatingcat.privacy.words import Purpose, Role, keeping

_WAITING = [CertificationState.SUBMITTED.name, CertificationState.SEEN.name]


def position_of(subject_id: UUID) -> Position | None:
    """For which company a person acts now, with it; one query."""
    return Position.objects.select_related("company").filter(member_id=subject_id, ended_at=None).first()


def company_of(subject_id: UUID) -> Company | None:
    position = position_of(subject_id)
    return position.company if position else None


def invitations_of(member: Member) -> Sequence[Invitation]:
    """The invitations that went to the member's own verified address."""
    if member.email is None or member.email_verified_at is None:
        return []
    with purpose(Purpose.ACCOUNT, actor=Actor(member.pk, frozenset({Role.SUBJECT}), "members.invitations")):
        digest = digest_of(Invitation, "address", Clear(member.email.open()))
    return list(Invitation.objects.select_related("company").filter(address_digest=digest).order_by("created_at"))


def domain_of(member: Member) -> str:
    """The mail domain of a member's verified address, if it says whose it is; else empty (`rules.company_domain`)."""
    if member.email is None or member.email_verified_at is None:
        return ""
    with purpose(Purpose.ACCOUNT, actor=Actor(member.pk, frozenset({Role.SUBJECT}), "members.domain")):
        return company_domain(member.email.open())


def claimant_of(member: Member) -> Company | None:
    """The company that has claimed the domain of a member's own address."""
    domain = domain_of(member)
    claim = DomainClaim.objects.select_related("company").filter(domain=domain).first() if domain else None
    return claim.company if claim else None


def has_asked(member: Member) -> bool:
    """Whether a member waits for an owner's answer."""
    return JoinRequest.objects.filter(member=member).exists()


def manages(position: Position, company: Company) -> bool:
    """Whether somebody owns a company here, or the head office it is a branch of; one query."""
    owner = Position.objects.filter(pk=position.pk, ended_at=None, role=CompanyRole.OWNER.name)
    return owner.filter(company_id__in=[company.pk, company.head_office_id]).exists()


def branches_of(company: Company) -> Sequence[Company]:
    """The branches of a head office; one query."""
    return list(company.branches.order_by("name"))


def invitations_by(company: Company) -> Sequence[Invitation]:
    """Whom a company has asked and who has not answered yet; one query."""
    return list(Invitation.objects.filter(company=company).order_by("created_at"))


def invitation_of(company: Company, invitation_id: UUID) -> Invitation | None:
    """An invitation of a company, or of one of its branches."""
    its = Invitation.objects.filter(Q(company=company) | Q(company__head_office=company), pk=invitation_id)
    return its.select_related("company").first()


def people_of(company: Company) -> Sequence[Position]:
    """Who acts for a company, longest first; one query."""
    people = Position.objects.select_related("member__membership").filter(company=company, ended_at=None)
    return list(people.order_by("since"))


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """What the page of a company shows to one of its people."""

    position: Position
    people: Sequence[Position]
    invitations: Sequence[Invitation]
    certifications: Sequence[Certification]
    branches: Sequence[Company] = ()
    domains: Sequence[DomainClaim] = ()
    wishes: Sequence[JoinRequest] = ()
    offers: Sequence[OwnershipOffer] = ()
    """Of ownership, to or by the one who looks."""

    @property
    def company(self) -> Company:
        found: Company = self.position.company
        return found

    @property
    def is_manager(self) -> bool:
        return self.position.as_role in MANAGERS

    @property
    def waiting(self) -> Certification | None:
        """The application that waits for a decision."""
        return next((one for one in self.certifications if one.state in _WAITING), None)


def company_page(subject_id: UUID) -> CompanyPage | None:
    """Everything about the company somebody acts for; eight queries, however many people it has."""
    position = position_of(subject_id)
    if position is None:
        return None
    company = position.company
    offers = OwnershipOffer.objects.select_related("by__member", "to__member").filter(Q(by=position) | Q(to=position))
    fresh = now() - keeping.INVITATION.for_
    return CompanyPage(
        position,
        people_of(company),
        invitations_by(company),
        list(Certification.objects.filter(company=company).order_by("-submitted_at")),
        branches_of(company),
        list(DomainClaim.objects.filter(company=company)),
        list(JoinRequest.objects.select_related("member").filter(company=company, asked_at__gt=fresh)),
        list(offers.filter(asked_at__gt=fresh)),
    )


def certification_of(company_id: UUID, code: str) -> Certification | None:
    """One application of a company, with papers and steps; None if it is another's or none."""
    return _whole().filter(company_id=company_id, code=code).first()


def certification_at_desk(code: str) -> Certification | None:
    """Any application, for certifiers."""
    return _whole().filter(code=code).first()


def _whole() -> QuerySet[Certification]:
    return Certification.objects.select_related("company").prefetch_related("papers", "steps")


def certifications_at_desk(state: CertificationState | None = None, limit: int = 100) -> Sequence[Certification]:
    """Applications, those that wait first and longest; one query."""
    found = Certification.objects.select_related("company")
    if state is not None:
        return list(found.filter(state=state.name).order_by("submitted_at")[:limit])
    waiting = list(found.filter(state__in=_WAITING).order_by("submitted_at")[:limit])
    rest = found.exclude(state__in=_WAITING).order_by("-submitted_at")[: limit - len(waiting)]
    return [*waiting, *rest]


def certifications_waiting() -> int:
    """How many applications wait for a certifier."""
    return Certification.objects.filter(state__in=_WAITING).count()
