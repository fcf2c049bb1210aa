"""A company is certified: applied for with papers, seen by one, agreed by another, ended, looked at anew (I.1c)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.config import config
from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.members.events import CompanyCertified
from coatingcat.members.models import Certification, CertificationStep, Company, CompanyPaper, Position
from coatingcat.members.refusals import NotAllowedNow, NotTheirs, SamePerson
from coatingcat.members.rules import EXPIRY_WARNED, certification_sources, valid_until
from coatingcat.members.words import CertificationState as C
from coatingcat.members.words import CompanyRole, Paper, Refusal
from coatingcat.privacy.actions import destroy_keys, end_key, new_subject
from coatingcat.privacy.actions.files import forget_files
from coatingcat.privacy.actions.retention import allow_deleting
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import KeyKind, keeping


def apply(
    *, company: Company, by: Position, papers: Mapping[Paper, Clear[Content]], is_hazardous: bool
) -> Certification:
    """An owner hands in an application with its papers. Raises NotTheirs, and NotAllowedNow while another waits."""
    standing = Position.objects.filter(pk=by.pk, company=company, ended_at=None, role=CompanyRole.OWNER.name)
    if not standing.exists():
        raise NotTheirs
    try:
        with transaction.atomic():
            found = Certification.objects.create(
                company=company,
                subject=new_subject(Subject.Sort.PAPERS),
                applicant_id=by.member_id,
                is_hazardous=is_hazardous,
            )
            for sort, content in papers.items():
                paper = CompanyPaper(certification=found, sort=sort.name)
                paper.file = content
                paper.save(force_insert=True)
            _note(found, C.SUBMITTED, by.member_id)
    except IntegrityError as error:
        raise NotAllowedNow from error
    return found


def withdraw(*, certification: Certification, by: Position) -> None:
    """The company takes its application back."""
    if by.company_id != certification.company_id or by.ended_at is not None or by.as_role is not CompanyRole.OWNER:
        raise NotTheirs
    with transaction.atomic():
        _move(certification, C.WITHDRAWN)
        _note(certification, C.WITHDRAWN, by.member_id)
        _end_papers(certification)


def agree(*, certification: Certification, by: UUID, licence_ends: date | None) -> C:
    """A certifier agrees: the first pair of eyes, or the second, which certifies. Gives where it stands now.

    Raises SamePerson if the second is the first's, NotAllowedNow if it waits no more.
    """
    with transaction.atomic():
        found = Certification.objects.select_for_update().get(pk=certification.pk)
        if found.as_state not in certification_sources(C.CERTIFIED):
            raise NotAllowedNow
        if config().four_eyes and found.as_state is C.SUBMITTED:
            Certification.objects.filter(pk=found.pk).update(valid_until=valid_until(licence_ends, today()))
            _move(found, C.SEEN)
            _note(found, C.SEEN, by)
            return C.SEEN
        if found.steps.filter(state=C.SEEN.name, by_id=by).exists():
            raise SamePerson
        _certify(found, by, licence_ends)
    return C.CERTIFIED


def refuse(*, certification: Certification, by: UUID, why: Refusal, note: Clear[str] | None = None) -> None:
    """A certifier refuses, with a reason the applicant reads."""
    with transaction.atomic():
        _move(certification, C.REFUSED, refusal=why.name)
        _note(certification, C.REFUSED, by, note)
        _end_papers(certification)
        _tell(certification, "certification_refused")


def revoke(*, certification: Certification, by: UUID, why: Refusal, note: Clear[str] | None = None) -> None:
    """A certifier ends a certification that stands; the company may apply anew."""
    with transaction.atomic():
        _move(certification, C.REVOKED, refusal=why.name)
        _note(certification, C.REVOKED, by, note)
        _end(certification)
        _tell(certification, "certification_refused")


def ask_again(*, certification: Certification, by: UUID, until: date, note: Clear[str] | None = None) -> None:
    """A certifier asks for new papers before a certification ends: it holds until then, and no longer without them.

    The company applies anew as ever. Raises NotAllowedNow for what is no certification in force, or a day that is
    past or later than it holds anyway.
    """
    with transaction.atomic():
        found = Certification.objects.select_for_update().get(pk=certification.pk)
        if found.as_state is not C.CERTIFIED or found.valid_until is None or not today() <= until <= found.valid_until:
            raise NotAllowedNow
        Certification.objects.filter(pk=found.pk).update(recheck_asked_at=now(), valid_until=until)
        company = Company.objects.select_for_update().get(pk=found.company_id)
        hazardous = min(company.hazardous_until, until) if company.hazardous_until else None
        Company.objects.filter(pk=company.pk).update(certified_until=until, hazardous_until=hazardous)
        _note(found, C.CERTIFIED, by, note)
        _tell(found, "certification_recheck")


def look_at_expiry() -> tuple[int, int]:
    """End the certifications whose last day has passed, and warn of those that end in 30 days; how many of each."""
    over = list(Certification.objects.filter(state=C.CERTIFIED.name, valid_until__lt=today()))
    for found in over:
        with transaction.atomic():
            _move(found, C.EXPIRED)
            _note(found, C.EXPIRED, None)
            _end(found)
            _tell(found, "certification_expired")
    soon = Certification.objects.filter(
        state=C.CERTIFIED.name, valid_until__gte=today(), valid_until__lte=today() + EXPIRY_WARNED
    )
    for found in soon:
        _tell(found, "certification_ends")
    return len(over), len(soon)


def _certify(found: Certification, by: UUID, licence_ends: date | None) -> None:
    last = valid_until(licence_ends, today())
    if found.valid_until is not None:
        last = min(last, found.valid_until)
    _supersede(found)
    _move(found, C.CERTIFIED, valid_until=last)
    _note(found, C.CERTIFIED, by)
    hazardous = last if found.is_hazardous else None
    Company.objects.filter(pk=found.company_id).update(certified_until=last, hazardous_until=hazardous)
    _tell(found, "certification_granted")
    emit(CompanyCertified(found.company_id, last, now()))


def _supersede(new: Certification) -> None:
    """What stood before ends with the new one, so that its last day takes nothing away from the company later."""
    for old in Certification.objects.filter(company_id=new.company_id, state=C.CERTIFIED.name).exclude(pk=new.pk):
        _move(old, C.EXPIRED)
        _note(old, C.EXPIRED, None)
        _end_papers(old)


def _end(found: Certification) -> None:
    Company.objects.filter(pk=found.company_id).update(certified_until=None, hazardous_until=None)
    _end_papers(found)


def forget_old_certifications() -> int:
    """Delete applications that ended three years ago, with their papers, their steps and the key that sealed them."""
    old = Certification.objects.filter(ended_at__lte=now() - keeping.CERTIFICATION.for_)
    gone = 0
    for found in old.prefetch_related("papers"):
        with transaction.atomic():
            allow_deleting()
            forget_files(label="members.CompanyPaper.file", rows=[paper.pk for paper in found.papers.all()])
            found.steps.all().delete()
            found.delete()
            destroy_keys(subject_id=found.subject_id)
            gone += 1
    return gone


def _end_papers(found: Certification) -> None:
    Certification.objects.filter(pk=found.pk).update(ended_at=now())
    end_key(subject_id=found.subject_id, kind=KeyKind.HOLD, at=now() + keeping.CERTIFICATION.for_)


def _move(found: Certification, new: C, **also: object) -> None:
    """Guarded: only from a state that leads to the new one."""
    sources = [state.name for state in certification_sources(new)]
    changed = Certification.objects.filter(pk=found.pk, state__in=sources).update(state=new.name, **also)
    if not changed:
        raise NotAllowedNow
    found.state = new.name


def _note(found: Certification, state: C, by: UUID | None, note: Clear[str] | None = None) -> None:
    step = CertificationStep(certification=found, state=state.name, by_id=by)
    step.note = note
    step.save(force_insert=True)


def _tell(found: Certification, letter: str) -> None:
    owners = Position.objects.filter(company_id=found.company_id, ended_at=None, role=CompanyRole.OWNER.name)
    for subject_id in owners.values_list("member_id", flat=True):
        later("outreach.tell", letter=letter, subject_id=subject_id, path=f"me/company/certifications/{found.code}/")
