"""A minor waits for the guardian, and nothing but the guardian's contact is kept (VI.1)."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client

from coatingcat.ground.clock import ZONE, add_working_days, frozen, now, today
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.models import Member, Registration
from coatingcat.members.words import Use
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.actions import record_consent
from coatingcat.privacy.actions.guardians import end_minorities, forget_unanswered_requests
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.keys import open_epoch
from coatingcat.privacy.links import link_key
from coatingcat.privacy.models import (
    Case,
    Consent,
    Erasure,
    GuardianAccount,
    GuardianConsent,
    GuardianRequest,
    Guardianship,
    MinorTally,
    Opening,
    Subject,
    SubjectKey,
)
from coatingcat.privacy.queries.minors import audit, without_minors
from coatingcat.privacy.words import Act, Purpose
from coatingcat.privacy.words.cases import CaseKind, Ground
from tests.members.people import (
    ADDRESS,
    MOBILE,
    PASSWORD,
    force_in,
    membership_form,
    opened,
    person,
    sent_code,
    signed_in,
)
from tests.members.test_registration import FORM, rows

pytestmark = pytest.mark.django_db
GUARDIAN = "mother@example.cn"


@pytest.fixture(autouse=True)
def _epoch(db: None) -> None:
    """The period of the site's keys has begun, as it has everywhere but in an empty database."""
    open_epoch()


def year_of(age: int) -> int:
    """The year of birth of somebody who is surely of this age, born in January."""
    return today().year - age


def asked(client: Client, age: str = "teen") -> str:
    """A minor has named a guardian; the link in the letter to the guardian."""
    assert client.post("/registration/", FORM | {"age": age}).url == f"/registration/guardian/?age={age}"
    assert client.post("/registration/guardian/", {"contact": GUARDIAN}).url == "/registration/guardian/"
    run_jobs_now()
    return link_in_letter("guardian_asked")


def link_in_letter(letter: str) -> str:
    sent = Dispatch.objects.filter(template=letter).order_by("-created_at").first()
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        return re.search(r"https?://[^/]+(/wards/\w+/)", sent.body.open()).group(1)


def consent(age: int = 16, **changes: str) -> dict[str, str]:
    form = {"relation": "PARENT", "year": str(year_of(age)), "month": "1", "answer": "yes"}
    form |= {"read_together": "on", "is_guardian": "on"}
    return {name: value for name, value in (form | changes).items() if value}


def registered(client: Client, age: int = 16) -> Member:
    """A minor with a light account, by the whole way."""
    link = asked(client, "child" if age < 14 else "teen")
    assert Client().post(link, consent(age, **({"special": "on"} if age < 14 else {}))).status_code == 302
    client.post("/registration/", {"contact": ADDRESS, "password": PASSWORD})
    assert client.post("/registration/verification/", {"code": sent_code(Use.REGISTRATION)}).status_code == 302
    return Member.objects.get()


@pytest.mark.parametrize("age", ["teen", "child"])
def test_a_minor_is_led_to_the_guardian_and_nothing_typed_is_kept(client: Client, age: str) -> None:
    before = rows()
    answer = client.post("/registration/", FORM | {"age": age})
    assert answer.url == f"/registration/guardian/?age={age}"
    assert rows() == before
    page = client.get(answer.url)
    assert (page.status_code, ADDRESS in page.content.decode()) == (200, False)
    assert rows() == before


@pytest.mark.clause("VI.1")
def test_seventeen_waits_for_the_guardian_and_only_the_guardians_contact_is_kept(client: Client) -> None:
    before = rows()
    link = asked(client)
    grown = {table: count - before[table] for table, count in rows().items() if count != before[table]}
    assert grown == {
        "privacy_subject": 1,
        "privacy_subjectkey": 1,
        "privacy_guardianrequest": 1,
        "privacy_minortally": 1,
        "privacy_opening": grown["privacy_opening"],
        "members_browsersession": 1,
        "outreach_dispatch": 1,
        "procrastinate_jobs": grown["procrastinate_jobs"],
        "procrastinate_events": grown["procrastinate_events"],
    }
    request = GuardianRequest.objects.get()
    assert opened(request, "address") == GUARDIAN
    assert {s.sort for s in Subject.objects.all()} == {"guardian"}
    assert found_anywhere(ADDRESS) == found_anywhere(GUARDIAN) == found_anywhere(link.split("/")[2]) == []
    assert client.get("/registration/guardian/").status_code == 200
    # Nobody registers before the guardian has agreed, by whatever way the form is sent.
    assert client.post("/registration/", {"contact": ADDRESS, "password": PASSWORD}).status_code == 422
    assert client.post("/registration/", FORM | {"age": "teen"}).status_code == 302
    assert (Registration.objects.count(), Member.objects.count()) == (0, 0)
    # The guardian agrees; the minor goes on, is a member, and is in no audience of marketing.
    page = Client().get(link).content.decode()
    assert "off" in page or "关闭" in page
    assert Client().post(link, consent(17)).status_code == 302
    assert client.post("/registration/", {"contact": ADDRESS, "password": PASSWORD}).status_code == 302
    client.post("/registration/verification/", {"code": sent_code(Use.REGISTRATION)})
    minor, adult = Member.objects.get(), person("grown@example.cn")
    assert list(without_minors(Member.objects.all(), "subject")) == [adult]
    yes = {"act": Act.GIVEN, "words": "w", "policy_version": "1"}
    for closed in (p for p in Purpose if not p.open_to_minors):
        with pytest.raises(ValueError, match="closed to minors"):
            record_consent(subject_id=minor.pk, purpose=closed, **yes)
    assert Consent.objects.count() == 0


def found_anywhere(text: str) -> list[str]:
    """The tables in which a text stands readable."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{name}" t WHERE t::text LIKE %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(name)
    return found


def test_a_refusal_deletes_everything_at_once_and_the_minor_is_told(client: Client) -> None:
    before = rows()
    link = asked(client)
    answer = Client().post(link, {"answer": "no"})
    assert answer.status_code == 200
    after = rows()
    kept = {"members_browsersession", "privacy_minortally", "privacy_opening", *(t for t in after if "procrast" in t)}
    assert {t: n for t, n in after.items() if n != before[t]}.keys() <= kept
    assert {t.what: t.count for t in MinorTally.objects.all()} == {"ASKED": 1, "REFUSED": 1}
    assert Client().get(link).status_code == 404
    assert Client().post(link, consent()).status_code == 404
    page = client.get("/registration/guardian/", headers={"accept-language": "en"}).content.decode()
    assert "did not agree, or did not answer" in page
    assert GuardianConsent.objects.count() == 0


def test_without_an_answer_everything_is_deleted_after_a_week(client: Client) -> None:
    link = asked(client)
    with frozen(now() + datetime.timedelta(days=6)):
        assert forget_unanswered_requests() == 0
        assert Client().get(link).status_code == 200
    with frozen(now() + datetime.timedelta(days=7, minutes=1)):
        assert forget_unanswered_requests() == 1
        assert (GuardianRequest.objects.count(), Dispatch.objects.count(), Subject.objects.count()) == (0, 0, 0)
        assert Client().get(link).status_code == 404


def test_the_consent_is_written_down_with_its_words_and_cannot_be_changed(client: Client) -> None:
    registered(client)
    record = GuardianConsent.objects.get()
    found = Guardianship.objects.get()
    assert (record.act, record.relation, record.is_for_child) == ("given", "PARENT", False)
    assert (record.ward_id, record.guardian_id) == (found.ward_id, found.guardian_id)
    assert record.words
    assert record.policy_version
    with pytest.raises(Exception, match="append-only"):
        GuardianConsent.objects.update(words="other")


@pytest.mark.parametrize(
    ("age", "special", "status", "is_for_child"), [(13, "", 422, None), (13, "on", 302, True), (15, "", 302, False)]
)
def test_under_14_the_special_rules_need_a_consent_of_their_own(client, age, special, status, is_for_child) -> None:
    link = asked(client, "child")
    assert Client().post(link, consent(age, special=special)).status_code == status
    assert [c.is_for_child for c in GuardianConsent.objects.all()] == ([] if is_for_child is None else [is_for_child])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"relation": ""}, "relation"),
        ({"relation": "FRIEND"}, "relation"),
        ({"year": ""}, "year"),
        ({"month": "13"}, "month"),
        ({"read_together": ""}, "read_together"),
        ({"is_guardian": ""}, "is_guardian"),
        ({"year": str(year_of(19))}, "year"),
    ],
)
def test_half_a_consent_is_none(client: Client, change: dict[str, str], field: str) -> None:
    link = asked(client)
    answer = Client().post(link, consent() | change)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert (GuardianRequest.objects.count(), GuardianConsent.objects.count()) == (1, 0)


def test_only_the_day_of_full_age_is_kept(client: Client) -> None:
    member = registered(client, 16)
    assert member.subject.minor_until == datetime.date(year_of(16) + 18, 2, 1)
    assert member.declared_adult_at is None
    assert str(year_of(16)) not in str(Guardianship.objects.values().get())


def test_another_browser_goes_on_by_the_guardians_link(client: Client) -> None:
    link = asked(client)
    guardian = Client(headers={"accept-language": "en"})
    guardian.post(link, consent())
    go_on = re.search(r"(/registration/guardian/\w+/)", guardian.get(link).content.decode()).group(1)
    other = Client()
    assert other.get(go_on).status_code == 200
    assert other.post(go_on).url == "/registration/"
    assert other.post("/registration/", {"contact": ADDRESS, "password": PASSWORD}).status_code == 302
    assert Client().get("/registration/guardian/" + "0" * 64 + "/").status_code == 404


def test_a_minor_is_asked_nothing_optional_and_offered_nothing_closed(client: Client) -> None:
    registered(client)
    page = client.get("/registration/membership/")
    assert "interests" not in page.context["form"].fields
    optional = {"interests": "marine", "interests_yes": "on"}
    assert client.post("/registration/membership/", membership_form(**optional)).status_code == 302
    assert client.get("/me/data/interests/").status_code == 403
    offered = client.get("/me/consents/").content.decode()
    assert 'value="PRODUCT_NEWS"' not in offered
    assert client.post("/me/consents/", {"purpose": "PRODUCT_NEWS", "answer": "yes"}).status_code == 422
    assert Consent.objects.count() == 0


def test_the_guardian_sees_the_wards_data_and_the_ward_sees_that(client: Client) -> None:
    registered(client)
    link = link_in_letter("guardian_agreed")
    page = Client().get(link)
    assert page.status_code == 200
    assert ADDRESS in page.content.decode()
    assert {o.roles for o in Opening.objects.filter(label="members.Member.email", purpose="OWN_DATA")} == {"guardian"}
    mine = client.get("/me/data/", headers={"accept-language": "en"}).content.decode()
    assert "Guardian" in mine


def test_a_link_opens_its_own_ward_only(client: Client) -> None:
    registered(client)
    found = Guardianship.objects.get()
    for wrong in ("0" * 64, found.id.hex + "0" * 32, link_key("ward", found.id), link_key("guardian", found.ward_id)):
        assert Client().get(f"/wards/{wrong}/").status_code == 404


def test_at_18_the_account_is_an_adults_and_the_guardians_access_ends(client: Client) -> None:
    member = registered(client, 17)
    link, eve = link_in_letter("guardian_agreed"), now()
    Subject.objects.filter(pk=member.pk).update(minor_until=today() + datetime.timedelta(days=1))
    assert end_minorities() == 0
    assert Client().get(link).status_code == 200
    with frozen(eve + datetime.timedelta(days=1)):
        assert Client().get(link).status_code == 404  # even before the nightly run
        assert end_minorities() == 1
        assert end_minorities() == 0
        run_jobs_now()
        assert set(Dispatch.objects.values_list("template", flat=True)) >= {"came_of_age", "guardianship_ended"}
        browser = Client()
        browser.post("/sign-in/", {"contact": ADDRESS, "password": PASSWORD})
        assert "/me/majority/" in browser.get("/me/").content.decode()
        assert browser.post("/me/majority/").status_code == 302
        member.refresh_from_db()
        assert member.declared_adult_at is not None
        assert browser.get("/me/majority/").status_code == 302
    with frozen(eve + datetime.timedelta(days=12)):
        end_minorities()
        found = Guardianship.objects.get()
        assert found.address is None
        assert SubjectKey.objects.get(subject_id=found.guardian_id).wrapped is None


def test_a_ward_who_does_not_finish_may_begin_again(client: Client) -> None:
    from coatingcat.members.actions.codes import forget_old_codes

    link = asked(client)
    Client().post(link, consent())
    client.post("/registration/", {"contact": ADDRESS, "password": PASSWORD})
    with frozen(now() + datetime.timedelta(hours=25)):
        forget_old_codes()
        assert Registration.objects.count() == 0
        assert client.post("/registration/", {"contact": MOBILE, "password": PASSWORD}).status_code == 302
        client.post("/registration/verification/", {"code": sent_code(Use.REGISTRATION)})
        assert Member.objects.get().subject.minor_until is not None


def test_a_ward_who_never_comes_is_forgotten(client: Client) -> None:
    link = asked(client)
    Client().post(link, consent())
    with frozen(now() + datetime.timedelta(days=9)):
        forget_unanswered_requests()
    assert Guardianship.objects.count() == 0
    assert set(SubjectKey.objects.values_list("wrapped", flat=True)) == {None}


@pytest.mark.clause("VI.2")
def test_the_guardian_has_everything_deleted_and_is_answered_in_time(client: Client) -> None:
    member, adult = registered(client), person("grown@example.cn")
    link, known = link_in_letter("guardian_agreed"), member.pk
    browser = Client(headers={"accept-language": "en"})
    page = browser.get(link).content.decode()
    assert f"{link}deletion/" in page
    assert browser.get(f"{link}deletion/").status_code == 200
    assert Member.objects.filter(pk=known).exists()  # reading the page does nothing
    received = today()
    answer = browser.post(f"{link}deletion/")
    assert answer.status_code == 200
    assert client.get("/me/data/").status_code in {200, 302}
    run_jobs_now()
    erasure = Erasure.objects.get()
    assert (erasure.way, erasure.subject_id) == ("GUARDIAN", known)
    assert erasure.unreadable_at is not None
    assert erasure.proven_at is not None
    assert client.get("/me/data/").status_code == 302
    assert found_anywhere(ADDRESS) == []
    assert set(SubjectKey.objects.filter(subject_id=known).values_list("wrapped", flat=True)) == {None}
    assert Member.objects.filter(pk=known).exclude(email=None).count() == 0
    assert opened(adult, "email") == "grown@example.cn"
    told = Dispatch.objects.get(template="guardian_deletion")
    assert told.created_at.astimezone(ZONE).date() <= add_working_days(received, 15).date
    assert GuardianConsent.objects.filter(act="withdrawn").count() == 1
    assert browser.get(link).status_code == 404
    assert {t.what: t.count for t in MinorTally.objects.all()} == {"ASKED": 1, "CONSENTED_TEEN": 1, "DELETION": 1}


def of_guardian(link: str, text: str) -> str:
    """The guardian asks for the ward; gives the page of the case."""
    page = Client(headers={"accept-language": "en"}).get(f"{link}requests/")
    once = re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]
    answers = [Client(headers={"accept-language": "en"}).post(f"{link}requests/", {"once": once, "text": text})]
    answers += [Client(headers={"accept-language": "en"}).post(f"{link}requests/", {"once": once, "text": text})]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    return answers[0].url


def case_link_in(letter: str) -> str:
    sent = Dispatch.objects.filter(template=letter).order_by("-created_at").first()
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        assert sent.address.open() == GUARDIAN
        return re.search(r"https?://[^/]+(/cases/[\w-]+/)", sent.body.open()).group(1)


def desk(browser: Client, case: Case, what: str, **form: str) -> None:
    assert browser.post(f"/desk/cases/{case.code}/{what}/", form).status_code == 302


@pytest.mark.clause("VI.2")
def test_a_guardians_request_is_a_case_and_ends_in_a_written_answer_in_time(client: Client) -> None:
    """VI.2: guardian asks deletion → the ward's data is erased, reply within the deadline of the case."""
    member = registered(client)
    link = link_in_letter("guardian_agreed")
    page = of_guardian(link, "Please delete everything about my child.")
    case = Case.objects.get()
    assert (case.sort, case.subject_id, case.about_id) == (
        CaseKind.GUARDIAN, Guardianship.objects.get().guardian_id, member.pk,
    )  # fmt: skip
    assert case.due_on == add_working_days(today(), 15).date
    run_jobs_now()
    assert case_link_in("case_opened") == page
    officer = force_in(Client(), person("officer@example.cn", roles="PRIVACY_OFFICER"))
    shown = officer.get(f"/desk/cases/{case.code}/", headers={"accept-language": "en"}).content.decode()
    assert "Please delete everything" in shown
    assert "shown by the link" in shown
    with frozen(now() + datetime.timedelta(days=3)):
        desk(officer, case, "acts", act="cancel")
        desk(officer, case, "replies", move="answer", text="It is deleted.")
        run_jobs_now()
        assert case_link_in("case_answered") == page
        reading = Client(headers={"accept-language": "en"}).get(page).content.decode()
        assert "It is deleted." in reading
        assert "Is this your request?" not in reading
    with frozen(now() + datetime.timedelta(days=5)):
        run_jobs_now()
    erasure = Erasure.objects.get()
    assert (erasure.way, erasure.subject_id, erasure.proven_at is not None) == ("GUARDIAN", member.pk, True)
    assert found_anywhere(ADDRESS) == []
    case.refresh_from_db()
    assert case.state == "answered"
    assert case.answered_at.astimezone(ZONE).date() <= case.due_on
    report = audit(today().year)
    assert (report.requests, report.owed, report.answers.count, report.answers.late) == (1, 0, 1, 0)
    assert report.answers.worst.days == 3
    counted = officer.get(f"/desk/minors/audit/?year={today().year}", headers={"accept-language": "en"}).content
    assert b"The longest answer took" in counted


def test_a_refusal_to_a_guardian_gives_its_ground_in_writing(client: Client) -> None:
    registered(client)
    page = of_guardian(link_in_letter("guardian_agreed"), "Tell me what my child wrote to others.")
    case, officer = Case.objects.get(), force_in(Client(), person("officer@example.cn", roles="PRIVACY_OFFICER"))
    answer = officer.post(f"/desk/cases/{case.code}/replies/", {"move": "refuse", "text": "No."})
    assert (answer.status_code, Case.objects.get().state) == (422, "opened")
    desk(officer, case, "replies", move="refuse", ground="rights_of_others", text="It would harm the other person.")
    run_jobs_now()
    assert case_link_in("case_refused") == page
    reading = Client(headers={"accept-language": "en"}).get(page).content.decode()
    assert "It would harm the other person." in reading
    assert str(Ground.RIGHTS_OF_OTHERS.value.en) in reading
    assert "complain to the authorities" in reading


def test_a_link_that_is_none_of_a_guardian_asks_nothing(client: Client) -> None:
    registered(client)
    found = Guardianship.objects.get()
    for wrong in ("0" * 64, link_key("ward", found.id), link_key("guardian", found.ward_id)):
        for tail in ("requests/", "account/"):
            assert Client().post(f"/wards/{wrong}/{tail}", {"text": "x"}).status_code == 404
    assert (Case.objects.count(), GuardianAccount.objects.count()) == (0, 0)


def test_a_guardian_with_an_account_finds_the_ward_in_the_personal_centre(client: Client) -> None:
    ward = registered(client)
    link, parent = link_in_letter("guardian_agreed"), person("parent@example.cn")
    assert Client().post(f"{link}account/").status_code == 403
    assert client.post(f"{link}account/").status_code == 422  # the ward answers for nobody
    assert GuardianAccount.objects.count() == 0
    browser = signed_in(parent)
    assert link not in browser.get("/me/").content.decode()
    for _ in range(2):
        assert browser.post(f"{link}account/").status_code == 302
    assert GuardianAccount.objects.get().member_id == parent.pk
    assert link in browser.get("/me/").content.decode()
    Subject.objects.filter(pk=ward.pk).update(minor_until=today())
    assert link not in browser.get("/me/").content.decode()
