"""Companies that trade, and their people, made by the rooms' own verbs."""

import itertools
from datetime import timedelta
from typing import Any

from coatingcat.catalog.models import Company as Maker
from coatingcat.ground.clock import today
from coatingcat.members.actions.companies import found_company
from coatingcat.members.models import Company, Member, Position
from coatingcat.members.words import CompanyRole
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.words import Role
from coatingcat.trade.models import Agency, Agent, Representation, Seller
from coatingcat.trade.words import AGENT, SUPPLIER, AgentSort
from tests.members.people import full_member
from tests.privacy.sharing import contracted

_numbers = itertools.count(1)


def worker(email: str = "", **fields: Any) -> Member:
    """A member with all details, whose contacts nobody else has."""
    number = next(_numbers)
    return full_member(email=email or f"worker{number}@firm.example", mobile=f"+86137{number:08}", **fields)


def firm(
    name: str = "Firm", *, owner: Member | None = None, certified: bool = True, hazardous: bool = False
) -> Company:
    """A company with an owner; certified for a year unless it is said otherwise."""
    company = found_company(by=owner or worker(), name=name, registration_number=f"HRB {next(_numbers)}", country="DE")
    if certified:
        company.certified_until = today() + timedelta(days=365)
        company.hazardous_until = company.certified_until if hazardous else None
        company.save()
    return company


def join(company: Company, role: CompanyRole, member: Member | None = None) -> Member:
    """Somebody who acts for the company in this role."""
    member = member or worker()
    Position.objects.create(company=company, member=member, role=role.name)
    return member


def seller(*makers: Maker, company: Company | None = None, contract: bool = True) -> Seller:
    """A company that sells these makers' products, under contract as a recipient of data."""
    company = company or firm("Supplier")
    found = Seller.objects.create(company=company, recipient=f"supplier-{next(_numbers)}")
    Representation.objects.bulk_create(Representation(seller=found, maker=maker) for maker in makers)
    if contract:
        contracted(found.recipient, declared=SUPPLIER, name=company.name)
    return found


def agent(*sellers: Seller | None, company: Company | None = None, contract: bool = True) -> Agent:
    """A company that follows up for these sellers; None stands for the operator."""
    company = company or firm("Agency")
    found = Agent.objects.create(company=company, sort=AgentSort.AGENT.name, recipient=f"agent-{next(_numbers)}")
    Agency.objects.bulk_create(Agency(agent=found, seller=one) for one in sellers)
    if contract:
        contracted(found.recipient, declared=AGENT, name=company.name)
    return found


def owner_of(company: Company) -> Member:
    """Who owns the company."""
    found: Member = (
        Position.objects.select_related("member")
        .get(company=company, role=CompanyRole.OWNER.name, ended_at=None)
        .member
    )
    return found


def acting(party: Seller | Agent) -> Actor:
    """The owner of a seller or agent at its counter."""
    role = Role.SUPPLIER if isinstance(party, Seller) else Role.AGENT
    return Actor(owner_of(party.company).pk, frozenset({role}), "test", recipient=party.recipient)
