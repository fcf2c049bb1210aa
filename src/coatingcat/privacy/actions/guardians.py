"""A guardian is asked, agrees or refuses; a minor comes of age (VI.1; PIPL 31; MR 31 to 34)."""

from datetime import timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import get_language, gettext

from coatingcat.ground.access import Refused
from coatingcat.ground.clock import now, today
from coatingcat.ground.jobs import later
from coatingcat.privacy.actions.erasures import request_erasure
from coatingcat.privacy.actions.keys import destroy_keys
from coatingcat.privacy.actions.subjects import new_subject
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import (
    Case,
    Erasure,
    GuardianAccount,
    GuardianConsent,
    GuardianRequest,
    Guardianship,
    MinorTally,
    Subject,
    SubjectKey,
)
from coatingcat.privacy.policy.versions import current_version
from coatingcat.privacy.queries.minors import is_minor
from coatingcat.privacy.rules.minors import ANSWER_DAYS, band, comes_of_age
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import ErasureWay, Purpose, Role
from coatingcat.privacy.words.cases import CaseState
from coatingcat.privacy.words.erasures import WITH_CANCELLATION
from coatingcat.privacy.words.minors import RULES_VERSION, Band, Ended, Tally
from coatingcat.privacy.words.minors import Guardianship as Relation

_CONTACT_DAYS_AFTER = 7
"""How long a guardian's address is kept after the guardianship, to say that it is over."""


def ask_guardian(*, channel: str, address: Clear[str], language: str) -> GuardianRequest:
    """Keep a guardian's address for a week, and write to it. Nothing about the minor is kept."""
    with transaction.atomic():
        asked = GuardianRequest.objects.create(
            subject=new_subject(Subject.Sort.GUARDIAN), channel=channel, address=address, language=language
        )
        later("outreach.tell_guardian", letter="guardian_asked", row_id=asked.id)
        tally(what=Tally.ASKED)
    return asked


def give_guardian_consent(
    *, request_id: UUID, relation: Relation, born: tuple[int, int], words: str, policy_version: str
) -> Guardianship | None:
    """Write down what the guardian declared and agreed to, and let the minor go on; None if nobody waits any more.

    `born`: year and month, which are not kept; only the day of full age is. The guardian's address moves from the
    request to the guardianship, under the same key and id.
    """
    minor_until = comes_of_age(*born)
    is_for_child = band(minor_until, today()) is Band.CHILD
    with transaction.atomic():
        asked = GuardianRequest.objects.select_for_update().filter(pk=request_id).first()
        if asked is None:
            return None
        ward = Subject.objects.create(sort=Subject.Sort.APPLICANT, minor_until=minor_until)
        found = Guardianship.objects.create(
            id=asked.id,
            ward=ward,
            guardian_id=asked.subject_id,
            relation=relation.name,
            channel=asked.channel,
            address=_address_of(asked),
            language=asked.language,
        )
        _write_down(found, "given", words=words, policy_version=policy_version, is_for_child=is_for_child)
        asked.delete()
        tally(what=Tally.CONSENTED_CHILD if is_for_child else Tally.CONSENTED_TEEN)
        later("outreach.tell_guardian", letter="guardian_agreed", row_id=found.id)
    return found


def _address_of(asked: GuardianRequest) -> Clear[str]:
    actor = Actor(asked.subject_id, frozenset({Role.SUBJECT}), "privacy.guardians")
    with purpose(Purpose.MINOR_PROTECTION, actor=actor):
        return Clear(asked.address.open())


def _write_down(found: Guardianship, act: str, *, words: str, policy_version: str, is_for_child: bool) -> None:
    GuardianConsent.objects.create(
        ward_id=found.ward_id,
        guardian_id=found.guardian_id,
        act=act,
        relation=found.relation,
        is_for_child=is_for_child,
        words=words,
        rules_version=RULES_VERSION,
        policy_version=policy_version,
        language=get_language() or "zh-hans",
    )


def keep_in_account(*, guardianship: Guardianship, member_id: UUID) -> None:
    """The guardian has an account, and finds the ward in its Personal Centre from now on; another account's entry goes.

    Raises Refused for the ward's own account and for whoever is a minor.
    """
    if member_id == guardianship.ward_id or is_minor(member_id):
        raise Refused(gettext("Only an adult who answers for the child can do this."), 422)
    GuardianAccount.objects.update_or_create(
        guardianship=guardianship, defaults={"member_id": member_id, "since": now()}
    )


def refuse_guardian_consent(*, request_id: UUID) -> bool:
    """The guardian says no: everything kept so far is deleted at once, the letter too. False if nobody waits."""
    with transaction.atomic():
        asked = GuardianRequest.objects.select_for_update().filter(pk=request_id).first()
        if asked is None:
            return False
        _forget(asked.subject_id)
        tally(what=Tally.REFUSED)
    return True


def forget_unanswered_requests() -> int:
    """Delete requests that no guardian answered within a week, and minors who did not go on after a yes."""
    long_ago = now() - timedelta(days=ANSWER_DAYS)
    silent = list(GuardianRequest.objects.filter(created_at__lt=long_ago).values_list("subject_id", flat=True))
    for subject_id in silent:
        with transaction.atomic():
            _forget(subject_id)
            tally(what=Tally.EXPIRED)
    unused = Guardianship.objects.filter(  # a registration of the last day may still be under way
        since__lt=long_ago - timedelta(days=1), ended_at=None, ward__sort=Subject.Sort.APPLICANT
    )
    for found in unused:
        with transaction.atomic():
            found.delete()
            for subject_id in (found.ward_id, found.guardian_id):
                destroy_keys(subject_id=subject_id)
    return len(silent)


def delete_ward(*, guardianship_id: UUID) -> Erasure | None:
    """The guardian takes the consent back and has the ward's data erased, with no time to wait (MR 34; PIPL 47).

    None if there is no such guardianship any more. Asked twice, it is one erasure.
    """
    with transaction.atomic():
        found = Guardianship.objects.select_for_update().filter(pk=guardianship_id, ended_at=None).first()
        if found is None:
            return None
        known = Erasure.objects.filter(subject_id=found.ward_id, withdrawn_at=None, proven_at=None).first()
        if known is not None:
            return known
        given = GuardianConsent.objects.filter(ward_id=found.ward_id).order_by("-at").first()
        is_for_child = given is not None and given.is_for_child
        words = WITH_CANCELLATION.in_language(get_language())
        _write_down(found, "withdrawn", words=words, policy_version=current_version(), is_for_child=is_for_child)
        tally(what=Tally.DELETION)
        return request_erasure(subject_id=found.ward_id, by=found.guardian_id, way=ErasureWay.GUARDIAN, grace_days=0)


def _forget(subject_id: UUID) -> None:
    """Delete every row that speaks of somebody who was only asked, the keys, and the number itself."""
    for relation in Subject._meta.related_objects:
        model: type[models.Model] = relation.related_model
        if model is not SubjectKey:
            model._base_manager.filter(**{relation.field.name: subject_id}).delete()
    SubjectKey.objects.filter(subject_id=subject_id).delete()
    Subject.objects.filter(pk=subject_id).delete()


def end_minorities() -> int:
    """Whoever has come of age is an adult from today on, is told, and is asked to confirm; the guardian's access ends.

    Returns how many came of age. A while later the guardians' addresses go, as nobody needs them any more.
    """
    grown = list(Guardianship.objects.filter(ended_at=None, ward__minor_until__lte=today()))
    for found in grown:
        with transaction.atomic():
            if not Guardianship.objects.filter(pk=found.pk, ended_at=None).update(
                ended_at=now(), ended=Ended.MAJORITY.name
            ):
                continue
            later("outreach.tell", letter="came_of_age", subject_id=found.ward_id, path="me/majority/")
            later("outreach.tell_guardian", letter="guardianship_ended", row_id=found.id)
            tally(what=Tally.MAJORITY)
    _forget_past_guardians()
    return len(grown)


def _forget_past_guardians() -> None:
    past = Guardianship.objects.filter(
        ended_at__lt=now() - timedelta(days=_CONTACT_DAYS_AFTER), address__isnull=False
    ).select_related("guardian")
    for found in past:
        with transaction.atomic():
            Guardianship.objects.filter(pk=found.pk).update(address=None)
            has_others = Guardianship.objects.filter(guardian_id=found.guardian_id, ended_at=None).exists()
            has_others |= (
                Case.objects.filter(subject_id=found.guardian_id).exclude(state=CaseState.CLOSED.code).exists()
            )
            if found.guardian.sort == Subject.Sort.GUARDIAN and not has_others:
                destroy_keys(subject_id=found.guardian_id)
    alone = Subject.objects.filter(  # whose ward was erased
        sort=Subject.Sort.GUARDIAN, wards=None, guardian_request=None, keys__destroyed_at=None, keys__isnull=False
    ).exclude(consents_for_wards__at__gt=now() - timedelta(days=_CONTACT_DAYS_AFTER))
    alone = alone.exclude(cases__in=Case.objects.exclude(state=CaseState.CLOSED.code))  # who waits for a written answer
    for subject_id in alone.values_list("pk", flat=True).distinct():
        destroy_keys(subject_id=subject_id)


def tally(*, what: Tally) -> None:
    """Count one more of this year, of nobody in particular."""
    row, _ = MinorTally.objects.get_or_create(year=today().year, what=what.name)
    MinorTally.objects.filter(pk=row.pk).update(count=models.F("count") + 1)
