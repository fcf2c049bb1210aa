"""Withdrawing consents for somebody: at the desk because they find it difficult, or all profiling at one press (I.3-4)."""

from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from coatingcat.privacy.actions.cases import note_act, tell_person
from coatingcat.privacy.actions.consents import record_consent
from coatingcat.privacy.models import Case
from coatingcat.privacy.policy.versions import current_version
from coatingcat.privacy.queries.consents import standing_consents
from coatingcat.privacy.words import Act, GivenBy, Purpose
from coatingcat.privacy.words.cases import Move

PROFILING = frozenset({Purpose.PERSONALISED_SERVICES, Purpose.INDUSTRY_FIT})
"""Purposes that rest on what is known of a person's habits or interests (PIPL 24; ARR 17)."""


def opt_out_for(*, case: Case, by: UUID) -> frozenset[Purpose]:
    """Withdraw every consent of whoever the case is about, at their request; they get a letter. What was withdrawn."""
    with transaction.atomic(), translation.override(case.language):
        words = gettext("Withdrawn for the person at the contact desk, case %(code)s.") % {"code": case.code}
        withdrawn = _withdraw(case.about_id or case.subject_id, frozenset(Purpose), words, GivenBy.DESK)
        note_act(case=case, move=Move.OPT_OUT, by=by)
        tell_person(case, "case_opted_out")
    return withdrawn


def object_to_profiling(*, subject_id: UUID) -> frozenset[Purpose]:
    """The person's own objection: every purpose of profiling is withdrawn at one press."""
    words = gettext("I object to profiling and to automated decisions about me.")
    with transaction.atomic():
        return _withdraw(subject_id, PROFILING, words, GivenBy.PAGE)


def _withdraw(subject_id: UUID, among: frozenset[Purpose], words: str, given_by: GivenBy) -> frozenset[Purpose]:
    standing = standing_consents(subject_id) & among
    for purpose in sorted(standing, key=lambda p: p.name):
        record_consent(
            subject_id=subject_id,
            purpose=purpose,
            act=Act.WITHDRAWN,
            words=words,
            policy_version=current_version(),
            given_by=given_by,
        )
    return standing
