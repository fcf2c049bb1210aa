"""Telling people: once, on the site and by letter."""

import uuid

import pytest

from coatingcat.ground.jobs import later, run_jobs_now
from coatingcat.outreach.actions import tell, title_of
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy.actions import destroy_keys, new_subject
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose
from tests.members.people import ADDRESS, person

pytestmark = pytest.mark.django_db


def test_somebody_is_told_once_on_the_site_and_by_letter():
    member = person()
    for _ in range(2):
        later("outreach.tell", letter="new_sign_in", subject_id=member.pk, path="me/security/")
    run_jobs_now()
    (notice,) = Notice.objects.all()
    (dispatch,) = Dispatch.objects.all()
    assert (notice.subject_id, notice.path) == (member.pk, "me/security/")
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        assert dispatch.address.open() == ADDRESS
        assert dispatch.title.open() == title_of(notice, member.language)


def test_who_was_erased_and_who_cannot_be_reached_get_no_letter():
    member, nobody = person(), new_subject("consignee")
    destroy_keys(subject_id=member.pk)
    assert [tell(letter="new_sign_in", subject_id=one) for one in (member.pk, nobody.pk)] == [False, True]
    assert [notice.subject_id for notice in Notice.objects.all()] == [nobody.pk]
    assert Dispatch.objects.count() == 0


def test_a_letter_nobody_wrote_is_a_fault_and_leaves_nothing():
    with pytest.raises(Exception, match="no_such_letter"):
        tell(letter="no_such_letter", subject_id=uuid.uuid4())
    assert Notice.objects.count() == 0
