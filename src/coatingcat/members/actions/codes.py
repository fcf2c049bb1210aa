"""One-time codes and notices: asked for, addressed, used, forgotten.

Asking costs the same whether an address is known or not: the page never looks it up. A job does, hands the
message to the member it finds, or lets it go unsent. So neither text nor time tells who has an account.
"""

import contextlib
import hmac
from uuid import UUID

from django.db import models, transaction

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.models import Code, Member, Registration
from coatingcat.members.rules import CODE_ATTEMPTS, CODE_LIFE, as_code, new_code
from coatingcat.members.words import Channel, Letter, Use
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Guardianship, Subject, SubjectKey
from coatingcat.privacy.sealed import Clear, digest_of
from coatingcat.privacy.words import Purpose, Role, keeping

_LETTERS = {
    Use.REGISTRATION: Letter.REGISTRATION_CODE,
    Use.SIGN_IN: Letter.SIGN_IN_CODE,
    Use.RESET: Letter.RESET_CODE,
    Use.CONTACT: Letter.CONTACT_CODE,
}


def ask_for_code(
    *, use: Use, channel: Channel, address: Clear[str], language: str, subject_id: UUID | None = None
) -> Code:
    """A code to this address, sent by a job. `subject_id`: whose data the address is so far; None: a newcomer's."""
    with transaction.atomic():
        code = Code.objects.create(
            subject_id=subject_id or new_subject("applicant").id,
            use=use.value,
            letter=_LETTERS[use].value,
            channel=channel.value,
            address=address,
            code=Clear(new_code()),
            language=language,
            expires_at=now() + CODE_LIFE,
        )
        later("members.address_code", code_id=code.id)
    return code


def notify(*, member: Member, letter: Letter, channel: Channel, address: Clear[str], about: UUID | None = None) -> Code:
    """A message without a code to an address of the member, such as the old one after a change."""
    with transaction.atomic():
        notice = Code.objects.create(
            subject_id=member.pk,
            use=Use.NOTICE.value,
            letter=letter.value,
            channel=channel.value,
            address=address,
            language=member.language,
            about=about,
            addressed_at=now(),
            expires_at=now() + CODE_LIFE,
        )
        later("outreach.send_code", code_id=notice.id)
    return notice


def notify_verified(*, member: Member, letter: Letter, about: UUID | None = None) -> None:
    """The notice to every verified contact of the member."""
    actor = Actor(member.pk, frozenset({Role.SUBJECT}), "members.notify")
    for channel in member.verified_channels:
        with purpose(Purpose.SERVICE_MESSAGES, actor=actor):
            address = Clear(member.contact(channel).open())
        notify(member=member, letter=letter, channel=channel, address=address, about=about)


def send_step_up_code(*, member: Member, proven: Channel | None = None) -> Code | None:
    """A code to a verified contact other than the one that was proven just now; None if there is no other."""
    channel = next((c for c in member.verified_channels if c is not proven), None)
    if channel is None:
        return None
    actor = Actor(member.pk, frozenset({Role.SUBJECT}), "members.step_up")
    with purpose(Purpose.SERVICE_MESSAGES, actor=actor):
        address = Clear(member.contact(channel).open())
    with transaction.atomic():
        code = Code.objects.create(
            subject_id=member.pk,
            use=Use.STEP_UP.value,
            letter=Letter.STEP_UP_CODE.value,
            channel=channel.value,
            address=address,
            code=Clear(new_code()),
            language=member.language,
            addressed_at=now(),
            expires_at=now() + CODE_LIFE,
        )
        later("outreach.send_code", code_id=code.id)
    return code


def address_code(*, code_id: UUID) -> None:
    """Find out whose the address is, and send what fits: the code, word of the account there is, or nothing."""
    with transaction.atomic():
        code = Code.objects.select_for_update().filter(pk=code_id, addressed_at=None).first()
        if code is None:
            return
        code.addressed_at = now()
        with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("members.address_code")):
            address, text = Clear(code.address.open()), Clear(code.code.open())
        owner = Member.objects.by_contact(Channel(code.channel), address)
        use = Use(code.use)
        if use in {Use.SIGN_IN, Use.RESET}:
            sends = _give_to_owner(code, owner, address, text)
        else:
            sends = _keep_from_owner(code, owner, address)
        code.save()
        if sends:
            later("outreach.send_code", code_id=code.id)


def _give_to_owner(code: Code, owner: Member | None, address: Clear[str], text: Clear[str]) -> bool:
    """The code of a sign-in goes to the member whose address it is; if there is none, the address goes at once."""
    if owner is None:
        code.address, code.code = Clear(""), None
        return False
    stranger = code.subject_id
    code.subject_id, code.address, code.code, code.language = owner.pk, address, text, owner.language
    code.save()
    _forget_stranger(stranger)
    return True


def _keep_from_owner(code: Code, owner: Member | None, address: Clear[str]) -> bool:
    """The code that proves a new address goes out, unless the address is somebody's: that member is told instead."""
    if owner is None:
        return True
    code.code = None
    notify(member=owner, letter=Letter.KNOWN_ADDRESS, channel=Channel(code.channel), address=address)
    return False


def _forget_stranger(subject_id: UUID) -> None:
    """A subject that stood only for one request goes without trace; its number stays while a sent message has it."""
    with contextlib.suppress(models.ProtectedError), transaction.atomic():
        SubjectKey.objects.filter(subject_id=subject_id).delete()
        Subject.objects.filter(pk=subject_id, sort=Subject.Sort.APPLICANT).delete()


def use_code(*, code_id: UUID | None, use: Use, typed: str) -> Code | None:
    """The code, used up, if `typed` is it; else None, whatever the reason. Each try counts, right or wrong.

    The try is written down in a statement of its own before anything is compared: tries sent at once cannot
    have more than the allowed number between them.
    """
    if code_id is None:
        return None
    tried = Code.objects.filter(
        pk=code_id, use=use.value, used_at=None, expires_at__gt=now(), attempts__lt=CODE_ATTEMPTS
    ).update(attempts=models.F("attempts") + 1)
    code = Code.objects.filter(pk=code_id).first()
    digest = digest_of(Code, "code", as_code(typed)[:12])
    known = bytes(code.code_digest) if code and code.code_digest else bytes(32)
    if not hmac.compare_digest(known, digest) or not tried or code is None:
        return None
    if not Code.objects.filter(pk=code.pk, used_at=None).update(used_at=now()):
        return None
    return code


def forget_old_codes() -> int:
    """Delete codes past their keeping time and registrations nobody finished, with the keys of who never came.

    Returns how many rows went. What was sent meanwhile under such a subject's key becomes unreadable with it.
    """
    codes = Code.objects.filter(created_at__lt=now() - keeping.CODE.for_)
    waiting = Registration.objects.filter(created_at__lt=now() - keeping.UNFINISHED.for_)
    strangers = set(codes.filter(subject__sort=Subject.Sort.APPLICANT).values_list("subject_id", flat=True))
    strangers |= set(waiting.values_list("subject_id", flat=True))
    with transaction.atomic():
        gone = codes.delete()[0] + waiting.delete()[0]
        strangers -= set(Registration.objects.filter(subject_id__in=strangers).values_list("subject_id", flat=True))
        strangers -= set(Code.objects.filter(subject_id__in=strangers).values_list("subject_id", flat=True))
        for subject_id in strangers:
            is_ward = Guardianship.objects.filter(ward_id=subject_id, ended_at=None).exists()  # may begin again
            if not is_ward and not Member.objects.filter(pk=subject_id).exists():
                destroy_keys(subject_id=subject_id)
                _forget_stranger(subject_id)
    return gone
