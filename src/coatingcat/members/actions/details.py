"""What a member tells about themselves: first given, corrected, added, taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from coatingcat.ground.bus import emit
from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.actions.codes import ask_for_code, notify, use_code
from coatingcat.members.events import DetailCorrected, MembershipCompleted
from coatingcat.members.models import Code, Correction, Member, Membership, OptionalDetails
from coatingcat.members.words import Channel, Letter, Use
from coatingcat.privacy.actions import record_consent
from coatingcat.privacy.declarations import find
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Act, GivenBy, Purpose, Role

OPTIONAL_FIELDS = ("company", "department", "contact_address", "interests")


def give_membership(
    *, member: Member, details: Mapping[str, Any], optional: Mapping[str, tuple[Any, str]], policy_version: str
) -> None:
    """Keep the six obligatory details and those optional ones that were ticked, all or nothing (I.1a, I.1b).

    `optional`: field to its value and the words of the box that was ticked. Full membership also needs both
    contacts verified.
    """
    with transaction.atomic():
        Membership.objects.filter(pk=member.pk).delete()
        Membership.objects.create(member=member, **details)
        for field, (value, words) in optional.items():
            keep_optional(
                member=member,
                field=field,
                value=value,
                words=words,
                policy_version=policy_version,
                given_by=GivenBy.REGISTRATION,
            )
        if member.is_full:
            emit(MembershipCompleted(member.pk, now()))


def keep_optional(
    *,
    member: Member,
    field: str,
    value: Any,
    words: str,
    policy_version: str,
    given_by: GivenBy = GivenBy.PAGE,
) -> None:
    """Keep an optional detail together with the consent it rests on."""
    with transaction.atomic():
        # First the consent: whoever takes it back at this moment waits, and then empties what is kept here.
        record_consent(
            subject_id=member.pk,
            purpose=consent_of(field),
            act=Act.GIVEN,
            words=words,
            policy_version=policy_version,
            given_by=given_by,
        )
        row = OptionalDetails.objects.select_for_update().filter(pk=member.pk).first()
        row = row or OptionalDetails(member=member)
        setattr(row, field, value)
        row.save()
        _corrected(member, f"members.OptionalDetails.{field}")


def clear_optional(*, member: Member, field: str) -> None:
    """Take an optional detail out; what was said about its purpose stands."""
    with transaction.atomic():
        if OptionalDetails.objects.filter(pk=member.pk).update(**{field: None}):
            _corrected(member, f"members.OptionalDetails.{field}")


def consent_of(field: str) -> Purpose:
    """The purpose an optional detail rests on, from its declaration."""
    purposes = find(f"members.OptionalDetails.{field}").purposes
    return next(p for p in purposes if p.needs_consent)


def correct(*, member: Member, label: str, value: Any) -> None:
    """Put a new value in place of an obligatory detail, and note that it changed (V.2).

    `label` is the declared name, such as `members.Membership.city`.
    """
    _, model, field = label.split(".")
    with transaction.atomic():
        row: Any = member if model == "Member" else Membership.objects.select_for_update().get(pk=member.pk)
        setattr(row, field, value)
        row.save(update_fields=[field])
        _corrected(member, label)


def ask_to_verify(*, member: Member, channel: Channel, address: Clear[str]) -> Code:
    """A code to an address the member wants to use. The address counts once the code comes back."""
    return ask_for_code(
        use=Use.CONTACT, channel=channel, address=address, language=member.language, subject_id=member.pk
    )


def verify_contact(*, member: Member, code_id: UUID | None, typed: str) -> Channel | None:
    """Put the new address in place, tell the old one, and say by which channel; None if the code is not right."""
    code = use_code(code_id=code_id, use=Use.CONTACT, typed=typed)
    if code is None or code.subject_id != member.pk:
        return None
    channel = Channel(code.channel)
    actor = Actor(member.pk, frozenset({Role.SUBJECT}), "members.contact")
    try:
        with transaction.atomic():
            with purpose(Purpose.SERVICE_MESSAGES, actor=actor):
                new = Clear(code.address.open())
                old = member.contact(channel)
                before = Clear(old.open()) if old is not None else None
            was_full = member.is_full
            _put_contact(member, channel, new)
            if before is not None:
                notify(member=member, letter=Letter.CONTACT_CHANGED, channel=channel, address=before)
            if not was_full and member.is_full:
                emit(MembershipCompleted(member.pk, now()))
    except IntegrityError:  # the address became somebody else's in the meantime
        member.refresh_from_db()
        return None
    return channel


def _put_contact(member: Member, channel: Channel, address: Clear[str]) -> None:
    field = "email" if channel is Channel.EMAIL else "mobile"
    setattr(member, field, address)
    setattr(member, f"{field}_verified_at", now())
    member.save(update_fields=[field, f"{field}_digest", f"{field}_verified_at"])
    _corrected(member, f"members.Member.{field}")


def _corrected(member: Member, label: str) -> None:
    correction = Correction.objects.create(member=member, label=label)
    later("privacy.correction_flows", subject_id=member.pk, label=label, correction_id=correction.pk)
    emit(DetailCorrected(member.pk, label, now()))
