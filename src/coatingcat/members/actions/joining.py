"""A company claims its mail domain, people with an address there ask to join, and ownership changes hands."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.events import PositionTaken
from coatingcat.members.models import Company, DomainClaim, JoinRequest, Member, OwnershipOffer, Position
from coatingcat.members.queries.companies import claimant_of, domain_of, manages
from coatingcat.members.refusals import DomainTaken, NoDomain, NotCertified, NotTheirs
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.words import keeping


@transaction.atomic
def claim_domain(*, by: Position) -> DomainClaim:
    """Claim for one's company the mail domain of one's own verified address, which proves it.

    Only certified companies do, so that nobody takes a rival's domain with an old address and no papers. Raises
    NotTheirs, NotCertified, NoDomain where anybody can have such an address, DomainTaken.
    """
    company = Company.objects.select_for_update().get(pk=by.company_id)
    if not manages(by, company):
        raise NotTheirs
    if not company.is_certified:
        raise NotCertified
    domain = domain_of(by.member)
    if not domain:
        raise NoDomain
    try:
        with transaction.atomic():
            claim, _ = DomainClaim.objects.get_or_create(company=company, domain=domain)
    except IntegrityError as error:
        raise DomainTaken from error
    return claim


def give_up_domain(*, by: Position, claim: DomainClaim) -> None:
    """The domain is the company's no longer."""
    if not manages(by, claim.company):
        raise NotTheirs
    claim.delete()


@transaction.atomic
def ask_to_join(*, member: Member) -> JoinRequest:
    """Ask to act for the company whose domain one's own verified address is of; its owners are told.

    Asking again changes nothing. Raises NoDomain if there is no such company, NotTheirs for who acts for one already.
    """
    domain = domain_of(member)
    claim = DomainClaim.objects.select_related("company").filter(domain=domain).first() if domain else None
    if claim is None:
        raise NoDomain
    if Position.objects.filter(member=member, ended_at=None).exists():
        raise NotTheirs
    wish, is_new = JoinRequest.objects.get_or_create(member=member, defaults={"company": claim.company})
    if is_new:
        owners = Position.objects.filter(company=claim.company, ended_at=None, role=CompanyRole.OWNER.name)
        for subject_id in owners.values_list("member_id", flat=True):
            later("outreach.tell", letter="join_asked", subject_id=subject_id, path=f"me/company/joins/{wish.pk}/")
    return wish


@transaction.atomic
def answer_join(*, wish: JoinRequest, by: Position, role: CompanyRole | None) -> Position | None:
    """An owner agrees, in a role, or not (None); either way the wish goes.

    Raises NotTheirs if it is gone already, or if who asked has no address at a domain of the company any more.
    """
    found = JoinRequest.objects.select_for_update().select_related("member").filter(pk=wish.pk).first()
    if found is None or not manages(by, found.company):
        raise NotTheirs
    member, company = found.member, found.company
    found.delete()
    if role is None:
        return None
    if claimant_of(member) != company:
        raise NotTheirs
    try:
        with transaction.atomic():
            position = Position.objects.create(company=company, member=member, role=role.name)
    except IntegrityError as error:
        raise NotTheirs from error
    emit(PositionTaken(member.pk, company.pk, now()))
    later("outreach.tell", letter="join_agreed", subject_id=member.pk, path="me/company/")
    return position


def take_back_wish(*, member: Member) -> None:
    """Ask no longer."""
    JoinRequest.objects.filter(member=member).delete()


@transaction.atomic
def offer_ownership(*, by: Position, to: Position) -> OwnershipOffer:
    """An owner offers a colleague to take their place; an earlier offer of theirs is replaced. Raises NotTheirs."""
    standing = _standing(by)
    is_colleague = Position.objects.filter(pk=to.pk, company_id=by.company_id, ended_at=None).exists()
    if standing is None or standing.as_role is not CompanyRole.OWNER or not is_colleague or by.pk == to.pk:
        raise NotTheirs
    OwnershipOffer.objects.filter(by=by).delete()
    made = OwnershipOffer.objects.create(by=by, to=to)
    later("outreach.tell", letter="ownership_offered", subject_id=to.member_id, path=f"me/company/ownership/{made.pk}/")
    return made


@transaction.atomic
def answer_ownership(*, offer_id: UUID, by: Position, yes: bool) -> None:
    """Take a colleague's place as owner, or not: who offered it is a buyer from then on.

    The company is held and the new owner comes first, so that it never stands without one. Raises NotTheirs if the
    offer is not for this person, has lapsed, or who made it owns the company no longer.
    """
    Company.objects.select_for_update().get(pk=by.company_id)
    fresh = Q(asked_at__gt=now() - keeping.INVITATION.for_)
    offer = OwnershipOffer.objects.select_related("by").filter(fresh, pk=offer_id, to=by).first()
    if offer is None or _standing(by) is None:
        raise NotTheirs
    before = _standing(offer.by)
    offer.delete()
    if not yes:
        return
    if before is None or before.as_role is not CompanyRole.OWNER or before.company_id != by.company_id:
        raise NotTheirs
    Position.objects.filter(pk=by.pk, ended_at=None).update(role=CompanyRole.OWNER.name)
    Position.objects.filter(pk=before.pk, ended_at=None).update(role=CompanyRole.BUYER.name)


def take_back_ownership(*, by: Position) -> None:
    """Offer it no longer."""
    OwnershipOffer.objects.filter(by=by).delete()


def _standing(position: Position) -> Position | None:
    return Position.objects.filter(pk=position.pk, ended_at=None).first()
