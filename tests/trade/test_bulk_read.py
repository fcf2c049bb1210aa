"""The attack of III.3-0: somebody at the order desk reads the consignees one after the other, page by page."""

from dataclasses import replace

import pytest

from coatingcat.config import config
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Notice
from coatingcat.privacy import duties
from coatingcat.privacy.models import BulkAlarm, Opening
from tests.members.people import person, signed_in
from tests.trade import factories as make

pytestmark = pytest.mark.django_db
LIMIT = 6


@pytest.mark.clause("III.3-0")
def test_a_desk_that_reads_too_many_people_is_blocked_and_the_officers_are_called(monkeypatch):
    fewer = replace(config(), bulk_people_per_hour=LIMIT)
    monkeypatch.setattr(duties, "config", lambda: fewer)
    thief, officer = (
        person("thief@desk.example", roles="fulfilment"),
        person("officer@desk.example", roles="privacy_officer"),
    )
    desk, ware = signed_in(thief), make.offer(stock=1000)
    codes = [make.order(None, ware).code for _ in range(LIMIT + 2)]
    answers = [desk.post(f"/desk/orders/{code}/", {"reason": "DELIVERY"}) for code in codes]
    read = [answer.status_code for answer in answers]
    assert read == sorted(read)
    assert set(read) == {200, 403}
    names = [make.CONSIGNEE["name"] in answer.content.decode() for answer in answers]
    assert names == [status == 200 for status in read]
    people = set(Opening.objects.filter(actor=thief.pk).values_list("pseudonym", flat=True))
    assert len({bytes(each) for each in people}) == LIMIT
    alarm = BulkAlarm.objects.get()
    assert alarm.subject_id == thief.pk
    run_jobs_now()
    path = f"desk/alarms/{alarm.pk}/"
    assert list(Notice.objects.filter(letter="bulk_alarm").values_list("subject_id", "path")) == [(officer.pk, path)]
    guard = signed_in(officer)
    english = {"Accept-Language": "en"}
    assert "1 stopped read waits for a decision" in guard.get("/desk/", headers=english).content.decode()
    assert "Name of the consignee" not in guard.get(f"/{path}").content.decode()
    assert guard.post(f"/{path}", {"why": "CASE_LOAD"}).status_code == 302
    assert desk.post(f"/desk/orders/{codes[-1]}/", {"reason": "DELIVERY"}).status_code == 200


def test_a_page_of_the_desk_is_masked_until_a_reason_of_the_list_is_given():
    desk, order = signed_in(person("desk@desk.example", roles="fulfilment")), make.order()
    for answer, status in (
        (desk.get(f"/desk/orders/{order.code}/"), 200),
        (desk.post(f"/desk/orders/{order.code}/", {"reason": "CURIOSITY"}), 422),
        (desk.post(f"/desk/orders/{order.code}/", {"reason": "AUDIT"}), 422),  # of another purpose
        (desk.post(f"/desk/orders/{order.code}/"), 422),
    ):
        assert answer.status_code == status
        assert make.CONSIGNEE["name"] not in answer.content.decode()
    assert Opening.objects.exclude(reason="").count() == 0
    assert make.CONSIGNEE["name"] in desk.post(f"/desk/orders/{order.code}/", {"reason": "RETURN"}).content.decode()
    rows = set(Opening.objects.exclude(reason="").values_list("reason", "about"))
    assert rows == {("RETURN", order.code)}
