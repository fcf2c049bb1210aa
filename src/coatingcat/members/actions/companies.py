"""Companies come to the site, and people act for them."""

from django.db import IntegrityError, transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.events import PositionEnded, PositionTaken
from coatingcat.members.models import Company, Invitation, Member, Position
from coatingcat.members.queries.companies import invitations_of, manages
from coatingcat.members.refusals import CompanyKnown, LastOwner, NotTheirs
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear, digest_of
from coatingcat.privacy.words import keeping


def found_company(
    *, by: Member, name: str, registration_number: str, country: str = "CN", head_office: Company | None = None
) -> Company:
    """A company comes to the site; who brings it is its owner. Raises CompanyKnown if it is there already."""
    try:
        with transaction.atomic():
            company = Company.objects.create(
                name=name, registration_number=registration_number, country=country, head_office=head_office
            )
            _take(company, by, CompanyRole.OWNER)
    except IntegrityError as error:
        if Position.objects.filter(member=by, ended_at=None).exists():
            raise NotTheirs from error
        raise CompanyKnown from error
    return company


def open_branch(*, by: Position, name: str, registration_number: str, country: str = "CN") -> Company:
    """A branch of one's company comes to the site; the owners of the head office manage its people.

    It is a unit of its own: its people see nothing of the head office's orders, nor the other way round. Raises
    NotTheirs, also where one's company is a branch itself, and CompanyKnown.
    """
    _demand_manager(by.company, by)
    if by.company.head_office_id is not None:
        raise NotTheirs
    try:
        with transaction.atomic():
            return Company.objects.create(
                name=name, registration_number=registration_number, country=country, head_office=by.company
            )
    except IntegrityError as error:
        raise CompanyKnown from error


def invite(
    *, company: Company, by: Position, address: Clear[str], role: CompanyRole, language: str
) -> Invitation | None:
    """Ask somebody to act for the company; once for each address. None if that address was asked already."""
    _demand_manager(company, by)
    with transaction.atomic():
        digest = digest_of(Invitation, "address", address)
        if Invitation.objects.filter(company=company, address_digest=digest).exists():
            return None
        invitation = Invitation(
            company=company, subject=new_subject(Subject.Sort.APPLICANT), role=role.name, language=language
        )
        invitation.address = address
        invitation.save(force_insert=True)
        later("outreach.tell", letter="company_invitation", subject_id=invitation.subject_id, path="me/company/")
    return invitation


def answer_invitation(*, invitation: Invitation, member: Member, yes: bool) -> Position | None:
    """Whoever holds the invited address says yes or no; either way what was held about them for it goes.

    Raises NotTheirs if the address is another's or the member acts for a company already.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
        if found is None or found not in invitations_of(member):
            raise NotTheirs
        role, company = CompanyRole[found.role], found.company
        _forget(found)
        if not yes:
            return None
        try:
            with transaction.atomic():
                return _take(company, member, role)
        except IntegrityError as error:
            raise NotTheirs from error


def take_back_invitation(*, invitation: Invitation, by: Position) -> None:
    """The company asks no longer."""
    _demand_manager(invitation.company, by)
    with transaction.atomic():
        _forget(invitation)


def change_role(*, position: Position, by: Position, role: CompanyRole) -> None:
    """Give somebody another role. Raises LastOwner rather than leave a company without one."""
    with transaction.atomic():
        _locked(position.company, by)
        if position.as_role is CompanyRole.OWNER and role is not CompanyRole.OWNER:
            _demand_another_owner(position)
        Position.objects.filter(pk=position.pk, ended_at=None).update(role=role.name)


def end_position(*, position: Position, by: Position) -> None:
    """Somebody acts for the company no longer: by their own word, or by an owner's. Raises LastOwner."""
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=position.company_id)
        if by.pk != position.pk:
            _demand_manager(position.company, by)
        if position.as_role is CompanyRole.OWNER:
            _demand_another_owner(position)
        if Position.objects.filter(pk=position.pk, ended_at=None).update(ended_at=now()):
            emit(PositionEnded(position.member_id, position.company_id, now()))


def forget_old_invitations() -> int:
    """Delete invitations nobody answered in 14 days, with what was held about those people; how many."""
    old = list(Invitation.objects.filter(created_at__lt=now() - keeping.INVITATION.for_))
    with transaction.atomic():
        for invitation in old:
            _forget(invitation)
    return len(old)


def _take(company: Company, member: Member, role: CompanyRole) -> Position:
    position = Position.objects.create(company=company, member=member, role=role.name)
    emit(PositionTaken(member.pk, company.pk, now()))
    return position


def _forget(invitation: Invitation) -> None:
    subject_id = invitation.subject_id
    invitation.delete()
    destroy_keys(subject_id=subject_id)


def _locked(company: Company, by: Position) -> None:
    Company.objects.select_for_update().get(pk=company.pk)
    _demand_manager(company, by)


def _demand_manager(company: Company, by: Position) -> None:
    """An owner of the company, or of the head office it is a branch of."""
    if not manages(by, company):
        raise NotTheirs


def _demand_another_owner(position: Position) -> None:
    """A branch may be without an owner of its own as long as its head office has one."""
    head_office_id = position.company.head_office_id
    if (
        head_office_id is not None
        and Position.objects.filter(company_id=head_office_id, ended_at=None, role=CompanyRole.OWNER.name).exists()
    ):
        return
    others = Position.objects.filter(company_id=position.company_id, ended_at=None, role=CompanyRole.OWNER.name)
    if not others.exclude(pk=position.pk).exists():
        raise LastOwner
