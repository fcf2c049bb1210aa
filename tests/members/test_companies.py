"""Companies, their people, and their certification (I.1c, F.9)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.config import config
from coatingcat.ground.clock import frozen, now, today
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.actions import certifications, companies
from coatingcat.members.models import Certification, CertificationStep, Company, CompanyPaper, Invitation, Position
from coatingcat.members.queries.companies import company_page, invitations_of
from coatingcat.members.refusals import CompanyKnown, LastOwner, NotAllowedNow, NotTheirs, SamePerson
from coatingcat.members.rules import (
    CERTIFICATION_MOVES,
    CERTIFIED_AT_MOST,
    certification_sources,
    company_domain,
    valid_registration_number,
    valid_until,
)
from coatingcat.members.words import CertificationState as C
from coatingcat.members.words import CompanyRole, Paper, Refusal
from coatingcat.outreach.models import Notice
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import Denial, Opening, StoredFile, Subject, SubjectKey
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import ROLE_PURPOSES, Purpose, Question, Role, keeping
from tests.members.people import card, full_member, opened, person, picture, signed_in

pytestmark = pytest.mark.django_db
NUMBER = "91110000600037341L"
"""A unified social credit code whose check character is right."""


def owner_of_a_company(**fields):
    member = full_member(**fields)
    company = companies.found_company(by=member, name="上海海舰涂料有限公司", registration_number=NUMBER)
    return member, company, Position.objects.get(member=member)


def applied(company: Company, position: Position, *papers: Paper) -> Certification:
    content = {paper: Clear(Content("paper.png", "image/png", picture())) for paper in (Paper.LICENCE, *papers)}
    return certifications.apply(company=company, by=position, papers=content, is_hazardous=Paper.HAZARDOUS in papers)


def certifier(number: int):
    return person(f"certifier{number}@example.cn", roles="certifier")


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("CN", "91110000600037341L", "91110000600037341L"),
        ("CN", " 9111 0000 6000 3734 1l ", "91110000600037341L"),
        ("CN", "91110000600037341M", None),
        ("CN", "91110000600037314L", None),
        ("CN", "123", None),
        ("DE", "HRB 86891", "HRB86891"),
        ("DE", "é!", None),
    ],
)
def test_a_registration_number_is_checked(country, typed, kept):
    assert valid_registration_number(country, typed) == kept


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_is_noticed(place, letter):
    changed = NUMBER[:place] + letter + NUMBER[place + 1 :]
    assert (valid_registration_number("CN", changed) is None) == (changed != NUMBER)


@given(st.none() | st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_certification_never_outlasts_the_licence_nor_three_years(ends, decided):
    last = valid_until(ends, decided)
    assert last <= decided + CERTIFIED_AT_MOST
    assert ends is None or last <= ends


def test_what_ended_is_never_moved_again():
    assert {state for state, reached in CERTIFICATION_MOVES.items() if not reached} == {
        C.REFUSED,
        C.WITHDRAWN,
        C.EXPIRED,
        C.REVOKED,
    }
    assert set(CERTIFICATION_MOVES) == set(C)


@pytest.mark.parametrize(
    ("address", "domain"), [("a@covestro.com", "covestro.com"), ("a@qq.com", ""), ("a@GMAIL.com", "")]
)
def test_a_domain_says_something_only_if_not_everybody_can_have_it(address, domain):
    assert company_domain(address) == domain


def test_who_brings_a_company_owns_it_and_it_comes_once():
    member, company, position = owner_of_a_company()
    assert (position.company, position.as_role) == (company, CompanyRole.OWNER)
    other = person("other@example.cn")
    with pytest.raises(CompanyKnown):
        companies.found_company(by=other, name="Another name", registration_number=NUMBER)
    with pytest.raises(NotTheirs):
        companies.found_company(by=member, name="Second", registration_number="X1234")
    assert (Company.objects.count(), Position.objects.count()) == (1, 1)


def test_an_invitation_reaches_whoever_holds_the_address_and_leaves_nothing_behind():
    _, company, position = owner_of_a_company()
    invitation = companies.invite(
        company=company, by=position, address=Clear("Chen@Example.cn"), role=CompanyRole.BUYER, language="en"
    )
    again = companies.invite(
        company=company, by=position, address=Clear("chen@example.cn"), role=CompanyRole.OWNER, language="en"
    )
    assert again is None
    run_jobs_now()
    assert Notice.objects.filter(subject_id=invitation.subject_id, letter="company_invitation").count() == 1

    stranger, invited = person("somebody@example.cn"), person("chen@example.cn")
    assert list(invitations_of(stranger)) == []
    with pytest.raises(NotTheirs):
        companies.answer_invitation(invitation=invitation, member=stranger, yes=True)
    assert list(invitations_of(invited)) == [invitation]
    joined = companies.answer_invitation(invitation=invitation, member=invited, yes=True)
    assert (joined.company, joined.as_role) == (company, CompanyRole.BUYER)
    assert Invitation.objects.count() == 0
    assert not SubjectKey.objects.filter(subject_id=invitation.subject_id, destroyed_at=None).exists()


def test_an_invitation_nobody_answers_lapses_with_its_address():
    _, company, position = owner_of_a_company()
    invitation = companies.invite(
        company=company, by=position, address=Clear("chen@example.cn"), role=CompanyRole.BUYER, language="en"
    )
    with frozen(now() + timedelta(days=13)):
        assert companies.forget_old_invitations() == 0
    with frozen(now() + keeping.INVITATION.for_ + timedelta(minutes=1)):
        assert companies.forget_old_invitations() == 1
    assert not SubjectKey.objects.filter(subject_id=invitation.subject_id, destroyed_at=None).exists()


def test_a_company_keeps_an_owner_and_only_owners_manage():
    _, company, position = owner_of_a_company()
    invited = person("chen@example.cn")
    invitation = companies.invite(
        company=company, by=position, address=Clear("chen@example.cn"), role=CompanyRole.VIEWER, language="en"
    )
    second = companies.answer_invitation(invitation=invitation, member=invited, yes=True)
    for refused in (
        lambda: companies.change_role(position=position, by=position, role=CompanyRole.BUYER),
        lambda: companies.end_position(position=position, by=position),
    ):
        with pytest.raises(LastOwner):
            refused()
    for refused in (
        lambda: companies.change_role(position=second, by=second, role=CompanyRole.OWNER),
        lambda: companies.end_position(position=position, by=second),
    ):
        with pytest.raises(NotTheirs):
            refused()
    assert {p.as_role for p in Position.objects.filter(ended_at=None)} == {CompanyRole.OWNER, CompanyRole.VIEWER}
    companies.change_role(position=second, by=position, role=CompanyRole.OWNER)
    companies.end_position(position=position, by=position)
    assert [p.member_id for p in Position.objects.filter(ended_at=None)] == [invited.pk]


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_a_company_costs_the_same_whoever_is_in_it(people, django_assert_num_queries):
    member, company, _ = owner_of_a_company()
    for number in range(people - 1):
        Position.objects.create(company=company, member=person(f"p{number}@example.cn"), role="BUYER")
    with django_assert_num_queries(8):
        page = company_page(member.pk)
    assert len(page.people) == people


def test_two_certifiers_agree_and_the_company_is_certified_until_the_licence_ends():
    _, company, position = owner_of_a_company()
    found = applied(company, position, Paper.HAZARDOUS)
    first, second = certifier(1), certifier(2)
    ends = today() + timedelta(days=200)
    assert certifications.agree(certification=found, by=first.pk, licence_ends=ends) is C.SEEN
    with pytest.raises(SamePerson):
        certifications.agree(certification=found, by=first.pk, licence_ends=ends)
    company.refresh_from_db()
    assert not company.is_certified
    later = ends + timedelta(days=50)
    assert certifications.agree(certification=found, by=second.pk, licence_ends=later) is C.CERTIFIED
    company.refresh_from_db()
    assert (company.is_certified, company.certified_until, company.may_buy_hazardous) == (True, ends, True)
    with pytest.raises(NotAllowedNow):
        certifications.agree(certification=found, by=second.pk, licence_ends=None)
    assert [step.state for step in CertificationStep.objects.order_by("at")] == ["SUBMITTED", "SEEN", "CERTIFIED"]


def test_without_four_eyes_one_certifier_is_enough(monkeypatch):
    from dataclasses import replace

    monkeypatch.setattr(certifications, "config", lambda: replace(config(), four_eyes=False))
    _, company, position = owner_of_a_company()
    found = applied(company, position)
    assert certifications.agree(certification=found, by=certifier(1).pk, licence_ends=None) is C.CERTIFIED
    company.refresh_from_db()
    assert (company.is_certified, company.may_buy_hazardous) == (True, False)


def test_a_refusal_has_a_reason_the_applicant_reads_and_the_papers_get_their_last_day():
    member, company, position = owner_of_a_company()
    found = applied(company, position)
    certifications.refuse(
        certification=found, by=certifier(1).pk, why=Refusal.UNREADABLE, note=Clear("Please scan it flat.")
    )
    found.refresh_from_db()
    assert (found.as_state, found.refusal) == (C.REFUSED, "UNREADABLE")
    key = SubjectKey.objects.get(subject_id=found.subject_id, kind="hold")
    assert key.ends_at - now() > keeping.CERTIFICATION.for_ - timedelta(minutes=1)
    page = signed_in(member).get(f"/me/company/certifications/{found.code}/", headers={"accept-language": "en"})
    assert "A paper cannot be read" in page.content.decode()
    assert "Please scan it flat." in page.content.decode()
    assert applied(company, position).pk != found.pk


def test_the_database_refuses_a_second_waiting_application_and_a_refusal_without_reason():
    _, company, position = owner_of_a_company()
    found = applied(company, position)
    with pytest.raises(NotAllowedNow):
        applied(company, position)
    assert (Certification.objects.count(), CompanyPaper.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certification.objects.filter(pk=found.pk).update(state=C.REFUSED.name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certification.objects.filter(pk=found.pk).update(state=C.CERTIFIED.name)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in ("UPDATE", "DELETE FROM", "TRUNCATE"):
        tail = " SET state = 'SEEN'" if statement == "UPDATE" else " CASCADE" if statement == "TRUNCATE" else ""
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{statement} members_certificationstep{tail}")


def test_a_certification_is_warned_of_and_ends_on_its_day():
    member, company, position = owner_of_a_company()
    found = applied(company, position)
    ends = today() + timedelta(days=20)
    for number in (1, 2):
        certifications.agree(certification=found, by=certifier(number).pk, licence_ends=ends)
    assert certifications.look_at_expiry() == (0, 1)
    certifications.look_at_expiry()
    run_jobs_now()
    assert Notice.objects.filter(subject_id=member.pk, letter="certification_ends").count() == 1
    with frozen(now() + timedelta(days=21)):
        assert certifications.look_at_expiry() == (1, 0)
        company.refresh_from_db()
        assert not company.is_certified
    found.refresh_from_db()
    assert found.as_state is C.EXPIRED


def test_nobody_moves_an_application_from_where_it_may_not_go():
    _, company, position = owner_of_a_company()
    found = applied(company, position)
    certifications.withdraw(certification=found, by=position)
    for verb in (
        lambda: certifications.refuse(certification=found, by=certifier(1).pk, why=Refusal.NAME),
        lambda: certifications.revoke(certification=found, by=certifier(2).pk, why=Refusal.NAME),
        lambda: certifications.agree(certification=found, by=certifier(3).pk, licence_ends=None),
        lambda: certifications.withdraw(certification=found, by=position),
    ):
        with pytest.raises(NotAllowedNow):
            verb()
    assert CertificationStep.objects.count() == 2
    assert certification_sources(C.REVOKED) == {C.CERTIFIED}


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CERTIFIER, Role.SUBJECT}])
def test_no_other_role_opens_a_paper(role):
    _, company, position = owner_of_a_company()
    paper = applied(company, position).papers.get()
    somebody = Actor(person("staff@example.cn").pk, frozenset({role}))
    for wanted in Purpose:
        before = Opening.objects.count()
        with purpose(wanted, actor=somebody), pytest.raises(Denied) as refusal:
            CompanyPaper.objects.get(pk=paper.pk).file.open()
        assert refusal.value.question in {Question.DECLARED, Question.ROLE}
        assert Opening.objects.count() == before
    assert Purpose.CERTIFICATION in ROLE_PURPOSES[Role.CERTIFIER]


@pytest.mark.clause("I.1c")
def test_sales_staff_who_ask_for_a_licence_are_refused_and_it_is_written_down():
    _, company, position = owner_of_a_company()
    found = applied(company, position)
    address = f"/desk/certifications/{found.code}/papers/licence/"
    for number, role in enumerate(("marketing", "fulfilment", "support", "privacy_officer")):
        staff = person(f"sales{number}@example.cn", roles=role)
        before = Opening.objects.count()
        answer = staff_browser(staff).get(address)
        assert answer.status_code == 403
        assert picture() not in answer.content
        assert Opening.objects.count() == before
        denial = Denial.objects.latest("at")
        assert (denial.actor, denial.page, denial.question) == (staff.pk, "members:desk_paper", "PAGE")
        assert role in denial.roles
    owner = staff_browser(certifier(1))
    answer = owner.get(address)
    assert (answer.status_code, answer.content[:4]) == (200, b"\x89PNG")
    assert "sandbox" in answer["Content-Security-Policy"]
    opening = Opening.objects.get(label="members.CompanyPaper.file", purpose="CERTIFICATION")
    assert (opening.reason, opening.about) == ("CERTIFICATION", found.code)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Denial.objects.all().delete()


def staff_browser(member) -> Client:
    from coatingcat.privacy.access import SECOND_FACTOR

    browser = Client(headers={"accept-language": "en"})
    browser.force_login(member)
    session = browser.session
    session[SECOND_FACTOR] = True
    session.save()
    return browser


def test_another_company_s_application_is_not_found():
    _, company, position = owner_of_a_company()
    found = applied(company, position)
    rival = full_member(email="rival@example.cn", mobile="+8613900139999")
    browser = Client()
    browser.force_login(rival)
    assert browser.get(f"/me/company/certifications/{found.code}/").status_code == 404
    companies.found_company(by=rival, name="Rival", registration_number="HRB1234", country="DE")
    assert browser.get(f"/me/company/certifications/{found.code}/").status_code == 404
    assert browser.post(f"/me/company/people/{position.pk}/", {"end": "1"}).status_code == 404
    position.refresh_from_db()
    assert position.ended_at is None


def test_papers_are_of_nobody_but_whom_they_name():
    member, company, position = owner_of_a_company()
    found = applied(company, position)
    assert found.subject.sort == Subject.Sort.PAPERS
    assert found.subject_id != member.pk
    assert opened(member, "email") not in str(found.papers.get())


def test_a_form_with_a_wrong_number_is_refused_with_its_reason(client):
    member = full_member()
    client.force_login(member)
    answer = client.post(
        "/me/company/founding/", {"name": "X", "country": "CN", "registration_number": "91110000600037341M"},
        headers={"accept-language": "en"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "not a unified social credit code" in answer.content.decode()
    assert Company.objects.count() == 0
    good = {"name": "X", "country": "CN", "registration_number": NUMBER}
    assert client.post("/me/company/founding/", good).status_code == 302
    answer = client.post("/me/company/certifications/", {"licence": card("licence.png")})
    assert answer.status_code == 302
    assert Certification.objects.get().papers.count() == 1


def test_an_application_goes_three_years_after_its_end_with_its_papers_and_its_key():
    _, company, position = owner_of_a_company()
    found = applied(company, position)
    paper = found.papers.get()
    certifications.withdraw(certification=found, by=position)
    with frozen(now() + keeping.CERTIFICATION.for_ - timedelta(days=1)):
        assert certifications.forget_old_certifications() == 0
    with frozen(now() + keeping.CERTIFICATION.for_ + timedelta(minutes=1)):
        assert certifications.forget_old_certifications() == 1
    assert (Certification.objects.count(), CompanyPaper.objects.count(), CertificationStep.objects.count()) == (0, 0, 0)
    assert not SubjectKey.objects.filter(subject_id=found.subject_id, destroyed_at=None).exists()
    assert not StoredFile.objects.filter(row=paper.pk).exists()
