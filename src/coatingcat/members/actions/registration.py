"""From a visitor to a light account."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now, today
from coatingcat.members.actions.codes import ask_for_code, use_code
from coatingcat.members.events import MemberRegistered
from coatingcat.members.models import Code, Member, Registration
from coatingcat.members.words import Channel, Use
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role


@dataclass(frozen=True, slots=True)
class Begun:
    """The two ids the browser's session remembers of a registration."""

    registration_id: UUID
    code_id: UUID


def begin_registration(
    *, channel: Channel, address: Clear[str], password: str, language: str, ward_id: UUID | None = None
) -> Begun:
    """Keep what a light account needs for a day, and send a code to the address.

    Only for who has declared to be 18 or over, or is a ward whose guardian has agreed (`ward_id`). Whether the
    address already has an account is not asked here.
    """
    hashed = make_password(password)
    with transaction.atomic():
        subject = Subject.objects.get(pk=ward_id) if ward_id else new_subject("applicant")
        Registration.objects.filter(subject=subject).delete()  # of a ward who begins again
        registration = Registration.objects.create(
            subject=subject,
            channel=channel.value,
            address=address,
            password=hashed,
            declared_adult_at=None if ward_id else now(),
            language=language,
        )
        code = ask_for_code(
            use=Use.REGISTRATION, channel=channel, address=address, language=language, subject_id=subject.id
        )
    return Begun(registration.id, code.id)


def send_registration_code_again(*, registration_id: UUID) -> Begun | None:
    """Another code for a registration that waits; None if it waits no more. The codes before it are void."""
    with transaction.atomic():
        registration = Registration.objects.select_for_update().filter(pk=registration_id).first()
        if registration is None:
            return None
        Code.objects.filter(subject_id=registration.subject_id, used_at=None).update(used_at=now())
        code = ask_for_code(
            use=Use.REGISTRATION,
            channel=Channel(registration.channel),
            address=_address_of(registration),
            language=registration.language,
            subject_id=registration.subject_id,
        )
    return Begun(registration.id, code.id)


def finish_registration(*, begun: Begun, typed: str) -> Member | None:
    """The new member, if the code is right; None for a wrong code and for an address that has an account."""
    code = use_code(code_id=begun.code_id, use=Use.REGISTRATION, typed=typed)
    if code is None:
        return None
    try:
        with transaction.atomic():
            registration = Registration.objects.select_for_update().filter(pk=begun.registration_id).first()
            if registration is None or registration.subject_id != code.subject_id:
                return None
            member = _as_member(registration)
            registration.delete()
            emit(MemberRegistered(member.pk, now()))
            return member
    except IntegrityError:  # somebody registered the same address in the meantime
        return None


def confirm_majority(*, member: Member) -> None:
    """A former minor declares to be 18 or over; the day of full age is not needed any more."""
    with transaction.atomic():
        Member.objects.filter(pk=member.pk, declared_adult_at=None).update(declared_adult_at=now())
        Subject.objects.filter(pk=member.pk, minor_until__lte=today()).update(minor_until=None)


def _as_member(registration: Registration) -> Member:
    at, address = now(), _address_of(registration)
    Subject.objects.filter(pk=registration.subject_id).update(sort=Subject.Sort.MEMBER)
    member = Member(
        subject_id=registration.subject_id,
        password=registration.password,
        declared_adult_at=registration.declared_adult_at,
        language=registration.language,
    )
    if registration.channel == Channel.EMAIL.value:
        member.email, member.email_verified_at = address, at
    else:
        member.mobile, member.mobile_verified_at = address, at
    member.save(force_insert=True)
    return member


def _address_of(registration: Registration) -> Clear[str]:
    """The address, opened for the applicant, who is about to prove that it is theirs."""
    actor = Actor(registration.subject_id, frozenset({Role.SUBJECT}), "members.registration")
    with purpose(Purpose.ACCOUNT, actor=actor):
        return Clear(registration.address.open())
