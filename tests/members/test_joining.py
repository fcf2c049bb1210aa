"""Mail domains, requests to join, handing a company over, branches, and certifications looked at anew."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.clock import frozen, now, today
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.access import may
from coatingcat.members.actions import certifications, companies, joining
from coatingcat.members.models import Certification, CertificationStep, Company, DomainClaim, JoinRequest, Position
from coatingcat.members.refusals import DomainTaken, LastOwner, NoDomain, NotAllowedNow, NotCertified, NotTheirs
from coatingcat.members.rules import RIGHTS, has_right
from coatingcat.members.words import CertificationState as C
from coatingcat.members.words import CompanyRight, CompanyRole, Paper
from coatingcat.outreach.models import Notice
from coatingcat.privacy.sealed import Clear, Content
from tests.members.people import full_member, person, picture, signed_in
from tests.trade import firms


def test_every_role_has_a_row_and_the_owner_everything():
    assert set(RIGHTS) == set(CompanyRole)
    assert RIGHTS[CompanyRole.OWNER] == frozenset(CompanyRight)
    table = {right: {role.name for role in CompanyRole if has_right(role, right)} for right in CompanyRight}
    assert table[CompanyRight.MANAGE] == {"OWNER"}
    assert table[CompanyRight.APPROVE] == table[CompanyRight.ORDERS] == {"OWNER", "APPROVER"}
    assert table[CompanyRight.PLACE] == {"OWNER", "BUYER", "APPROVER"}
    assert table[CompanyRight.INQUIRE] == {"OWNER", "BUYER", "APPROVER", "FORMULATOR"}
    assert table[CompanyRight.PRICES] == {role.name for role in CompanyRole}


@given(st.sampled_from(CompanyRole), st.sampled_from(CompanyRight))
def test_who_acts_no_longer_may_nothing(role, right):
    assert not may(Position(role=role.name, ended_at=now()), right)
    assert may(Position(role=role.name), right) == has_right(role, right)


pytestmark = pytest.mark.django_db


def at(domain: str, **fields):
    """An owner of a certified company, with an address there."""
    owner = firms.worker(f"owner@{domain}")
    return owner, firms.firm(domain, owner=owner, **fields)


def position(member) -> Position:
    return Position.objects.select_related("company", "member").get(member=member, ended_at=None)


def test_a_domain_is_one_companys_and_free_mail_nobodys():
    owner, company = at("acme.example")
    first = joining.claim_domain(by=position(owner))
    assert joining.claim_domain(by=position(owner)) == first
    rival = firms.worker("mole@acme.example")
    firms.firm("Rival", owner=rival)
    with pytest.raises(DomainTaken):
        joining.claim_domain(by=position(rival))
    free, _ = at("qq.com")
    with pytest.raises(NoDomain):
        joining.claim_domain(by=position(free))
    unproven, _ = at("other.example", certified=False)
    with pytest.raises(NotCertified):
        joining.claim_domain(by=position(unproven))
    buyer = firms.join(company, CompanyRole.BUYER)
    with pytest.raises(NotTheirs):
        joining.claim_domain(by=position(buyer))
    assert list(DomainClaim.objects.values_list("domain", "company_id")) == [("acme.example", company.pk)]


def test_who_has_an_address_there_asks_and_an_owner_agrees_by_the_pages():
    owner, company = at("acme.example")
    boss = signed_in(owner)
    assert boss.post("/me/company/domain/").status_code == 302
    newcomer = full_member(email="new@acme.example", mobile="+8613811112222")
    browser = signed_in(newcomer)
    assert "acme.example" in browser.get("/me/company/").content.decode()
    for _ in range(2):
        assert browser.post("/me/company/joining/").status_code == 302
    run_jobs_now()
    wish = JoinRequest.objects.get()
    assert list(Notice.objects.values_list("subject_id", "letter")) == [(owner.pk, "join_asked")]
    path = f"/me/company/joins/{wish.pk}/"
    assert boss.get(path).status_code == 200
    assert boss.post(path, {"role": "KING"}).status_code == 422
    assert not Position.objects.filter(member=newcomer).exists()
    assert boss.post(path, {"role": "FORMULATOR"}).status_code == 302
    assert (position(newcomer).company, position(newcomer).as_role) == (company, CompanyRole.FORMULATOR)
    assert JoinRequest.objects.count() == 0
    assert boss.post(path, {"role": "OWNER"}).status_code == 404


def test_nobody_joins_without_such_an_address_or_by_anothers_yes():
    owner, company = at("acme.example")
    joining.claim_domain(by=position(owner))
    with pytest.raises(NoDomain):
        joining.ask_to_join(member=firms.worker("x@elsewhere.example"))
    unverified = person("y@acme.example")
    unverified.email_verified_at = None
    unverified.save()
    with pytest.raises(NoDomain):
        joining.ask_to_join(member=unverified)
    wish = joining.ask_to_join(member=firms.worker("z@acme.example"))
    stranger, _ = at("stranger.example")
    with pytest.raises(NotTheirs):
        joining.answer_join(wish=wish, by=position(stranger), role=CompanyRole.OWNER)
    assert joining.answer_join(wish=wish, by=position(owner), role=None) is None
    assert (JoinRequest.objects.count(), Position.objects.filter(company=company).count()) == (0, 1)
    moved = firms.worker("moved@acme.example")
    wish = joining.ask_to_join(member=moved)
    moved.email = Clear("moved@elsewhere.example")
    moved.save()
    with pytest.raises(NotTheirs):  # who asked has an address there no longer
        joining.answer_join(wish=wish, by=position(owner), role=CompanyRole.BUYER)
    assert (JoinRequest.objects.count(), Position.objects.filter(company=company).count()) == (1, 1)


def test_a_company_changes_hands_only_with_a_yes_and_never_stands_without_owner():
    owner, company = at("acme.example")
    heir = firms.join(company, CompanyRole.BUYER)
    offer = joining.offer_ownership(by=position(owner), to=position(heir))
    with pytest.raises(LastOwner):
        companies.end_position(position=position(owner), by=position(owner))
    with pytest.raises(NotTheirs):
        joining.answer_ownership(offer_id=offer.pk, by=position(owner), yes=True)
    with frozen(now() + timedelta(days=15)), pytest.raises(NotTheirs):
        joining.answer_ownership(offer_id=offer.pk, by=position(heir), yes=True)
    browser = signed_in(heir)
    assert browser.get(f"/me/company/ownership/{offer.pk}/").status_code == 200
    assert browser.post(f"/me/company/ownership/{offer.pk}/", {"answer": "yes"}).status_code == 302
    assert {(p.member_id, p.as_role) for p in Position.objects.filter(company=company)} == {
        (heir.pk, CompanyRole.OWNER),
        (owner.pk, CompanyRole.BUYER),
    }
    with pytest.raises(NotTheirs):
        joining.offer_ownership(by=position(owner), to=position(heir))


def test_owners_of_a_head_office_manage_its_branches_and_nobody_else_does():
    owner, company = at("acme.example")
    boss = signed_in(owner)
    form = {"name": "Acme Nord", "country": "DE", "registration_number": "HRB 4711"}
    assert boss.post("/me/company/branches/", form).status_code == 302
    assert boss.post("/me/company/branches/", form).status_code == 422
    branch = Company.objects.get(head_office=company)
    path = f"/me/company/branches/{branch.pk}/"
    assert boss.post(path, {"address": "north@acme.example", "role": "OWNER"}).status_code == 302
    assert branch.invitations.count() == 1
    local = firms.join(branch, CompanyRole.OWNER)
    assert boss.post(f"{path}people/{position(local).pk}/", {"role": "BUYER"}).status_code == 302
    assert position(local).as_role is CompanyRole.BUYER
    for other, status in ((local, 403), (at("rival.example")[0], 404), (firms.join(company, CompanyRole.BUYER), 403)):
        assert signed_in(other).post(path, {"address": "x@y.example", "role": "OWNER"}).status_code == status
    with pytest.raises(NotTheirs):  # a branch manages neither its head office nor a branch of its own
        companies.change_role(position=position(owner), by=position(local), role=CompanyRole.VIEWER)
    removal = f"/me/company/invitations/{branch.invitations.get().pk}/removal/"
    assert removal in boss.get(path).content.decode()
    assert signed_in(at("another.example")[0]).post(removal).status_code == 404
    assert branch.invitations.count() == 1
    assert boss.post(removal)["Location"] == path
    assert branch.invitations.count() == 0


def certified(company: Company, owner) -> Certification:
    papers = {Paper.LICENCE: Clear(Content("paper.png", "image/png", picture()))}
    found = certifications.apply(company=company, by=position(owner), papers=papers, is_hazardous=True)
    for number in (1, 2):
        by = person(f"c{number}.{found.code.lower()}@example.cn", roles="certifier")
        certifications.agree(certification=found, by=by.pk, licence_ends=today() + timedelta(days=200))
    return Certification.objects.get(pk=found.pk)


def test_a_certification_asked_for_anew_ends_on_that_day_unless_renewed():
    owner, company = at("acme.example", certified=False)
    found = certified(company, owner)
    by, until = person("c3@example.cn", roles="certifier"), today() + timedelta(days=30)
    for wrong in (today() - timedelta(days=1), found.valid_until + timedelta(days=1)):
        with pytest.raises(NotAllowedNow):
            certifications.ask_again(certification=found, by=by.pk, until=wrong)
    certifications.ask_again(certification=found, by=by.pk, until=until, note=Clear("The licence was renewed."))
    company.refresh_from_db()
    assert (company.certified_until, company.hazardous_until) == (until, until)
    run_jobs_now()
    assert Notice.objects.filter(subject_id=owner.pk, letter="certification_recheck").count() == 1
    with frozen(now() + timedelta(days=31)):
        assert certifications.look_at_expiry()[0] == 1
    company.refresh_from_db()
    assert (company.certified_until, company.hazardous_until) == (None, None)


def test_the_end_of_an_earlier_certification_takes_nothing_from_a_later_one():
    owner, company = at("acme.example", certified=False)
    first = certified(company, owner)
    with frozen(now() + timedelta(days=100)):
        second = certified(company, owner)
    with frozen(now() + timedelta(days=201)):
        assert certifications.look_at_expiry()[0] == 0
        company.refresh_from_db()
        assert (company.is_certified, company.certified_until) == (True, second.valid_until)
    first.refresh_from_db()
    assert first.as_state is C.EXPIRED


def test_the_words_of_a_step_may_go_and_nothing_else_of_it():
    owner, company = at("acme.example", certified=False)
    found = certified(company, owner)
    by = person("c3@example.cn", roles="certifier")
    certifications.ask_again(certification=found, by=by.pk, until=today(), note=Clear("Renew it."))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CertificationStep.objects.update(state="REFUSED")
    assert CertificationStep.objects.exclude(note=None).update(note=None) == 1
