"""A small site with somebody at every place of it, for the contracts that walk all addresses and forms."""

import contextlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver

from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.models import Document
from coatingcat.ground.clock import now, today
from coatingcat.ground.files import accept_file
from coatingcat.ground.ids import new_id
from coatingcat.members.actions import certifications, companies, joining
from coatingcat.members.actions.api_keys import make_key
from coatingcat.members.actions.codes import ask_for_code
from coatingcat.members.actions.credentials import begin_authenticator, confirm_authenticator
from coatingcat.members.actions.details import ask_to_verify
from coatingcat.members.actions.registration import begin_registration
from coatingcat.members.models import DomainClaim, JoinRequest, Member, Passkey, Position, SignIn
from coatingcat.members.scopes import Scope
from coatingcat.members.views.entering import ASKED, CHALLENGE, CODE, CONFIRMED, REGISTRATION, SECOND
from coatingcat.members.words import Channel, CompanyRole, Paper, Use, Way
from coatingcat.outreach.actions import announce
from coatingcat.outreach.actions.webhooks import add_endpoint, note_test
from coatingcat.outreach.models import Campaign, Notice
from coatingcat.outreach.words import Topic
from coatingcat.privacy.access import SECOND_FACTOR
from coatingcat.privacy.actions import answer_consent, ask_for_export, build_export, new_held_link
from coatingcat.privacy.actions.authorities import enter_demand
from coatingcat.privacy.actions.cases import Written, open_case
from coatingcat.privacy.actions.claimants import claim
from coatingcat.privacy.actions.controllers import announce_controller
from coatingcat.privacy.actions.erasures import clear_next, erase, request_erasure
from coatingcat.privacy.actions.guardians import ask_guardian, give_guardian_consent
from coatingcat.privacy.actions.minors import ask_for_access
from coatingcat.privacy.actions.policy import adopt_shipped
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.links import link_key
from coatingcat.privacy.models import Affected, BulkAlarm, Incident
from coatingcat.privacy.policy import current_version, snapshot
from coatingcat.privacy.queries.recipients import recipient_of
from coatingcat.privacy.receipts import code_of
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import ErasureWay, Purpose, Role, Text
from coatingcat.privacy.words.cases import CaseKind
from coatingcat.privacy.words.minors import Guardianship, Reason
from coatingcat.search.actions import rebuild
from coatingcat.trade.access import Counter
from coatingcat.trade.actions import confirm_order
from coatingcat.trade.actions.addresses import Told, save_address
from coatingcat.trade.actions.agencies import add_rule
from coatingcat.trade.actions.assigning import assign
from coatingcat.trade.actions.bulk import put_aside
from coatingcat.trade.actions.deliveries import arrive
from coatingcat.trade.actions.inquiries import move_inquiry
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.actions.price_lists import group_company, open_list
from coatingcat.trade.actions.saved import save_cart
from coatingcat.trade.actions.views import save_view
from coatingcat.trade.models import Agent, BatchCertificate, CartLine, Order, Seller
from coatingcat.trade.words import InquiryKind, InquiryState, Side
from tests.catalog.factories import figure, formulation, line, product, write
from tests.contracts.test_addresses import addresses
from tests.members.people import PASSWORD, full_member, person, picture
from tests.privacy import sharing as share
from tests.trade import approving, asking, billing, firms, quoting
from tests.trade import factories as make

STAFF = {
    "support": Role.SUPPORT,
    "order desk": Role.FULFILMENT,
    "marketing": Role.MARKETING,
    "certifier": Role.CERTIFIER,
    "privacy officer": Role.PRIVACY_OFFICER,
}
TRADERS = ("certified buyer", "approver", "other company", "supplier", "agent")
"""People of companies: a certified one, another one, one that sells here, and an agent of that one."""
EVERYBODY = ("visitor", "member", "full member", *TRADERS, *STAFF)
UNSIGNED = "marketing"
"""Who of the staff has not signed the undertaking yet."""
UNCOUNTED = {"ground_bucket", "members_browsersession", "privacy_opening", "privacy_denial", "privacy_download"}
"""Limits, sessions, and the logs of who opened, fetched and was refused what: written whatever the answer is."""

_WRITTEN = (
    "SELECT relname, count FROM pg_class, LATERAL (SELECT pg_stat_get_xact_tuples_inserted(pg_class.oid)"
    " + pg_stat_get_xact_tuples_updated(pg_class.oid) + pg_stat_get_xact_tuples_deleted(pg_class.oid) AS count) AS rows"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND count > 0"
)
"""What `pg_stat_xact_user_tables` tells, without the figures of indexes, for which it takes four times as long."""


@dataclass
class Stage:
    """Who is there, in which browser, and what stands in the addresses."""

    people: dict[str, Member] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    order: Order | None = None
    passkey: Passkey | None = None

    def browser(self, who: str, *, language: str = "en", checks_csrf: bool = False) -> Client:
        """A browser with the cookies of this one; a failure is an answer of 500 here, not an exception."""
        client = Client(
            enforce_csrf_checks=checks_csrf, raise_request_exception=False, headers={"accept-language": language}
        )
        for name, cookie in self.browsers[who].cookies.items():
            client.cookies[name] = cookie.value
        return client

    def addresses(self) -> dict[str, str]:
        """Every address of the site by the route it stands for, filled in with what there is."""
        found = {}
        for route, _ in addresses(get_resolver()):
            if route.startswith("api/") and "<uuidstr:" in route:  # things of keys; test_api walks them
                continue
            path = route
            for part, value in self.parts.items():
                path = path.replace(part, value)
            assert "<" not in path, f"nothing is known to stand in {route}"
            found[route] = f"/{path}"
        return found


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written(*, leaving_out: Collection[str] = UNCOUNTED) -> dict[str, int]:
    """Rows written in this transaction so far by table, those taken back since included."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return {name: count for name, count in cursor.fetchall() if name not in leaving_out}


def build(folder: Path) -> Stage:
    """The stage, in the database and in the index; call it in a transaction that is taken back."""
    stage = Stage()
    _fill_shelves(stage, folder)
    _let_in(stage)
    _found_company(stage)
    _join(stage)
    _found_traders(stage)
    _say_something(stage)
    _trade(stage)
    _approve(stage)
    _inquire(stage)
    _quote(stage)
    _bill(stage)
    _hand_out(stage)
    _guard(stage)
    _begin_flows(stage)
    _tell(stage)
    _erase(stage)
    _ask(stage)
    _fill_cart(stage)
    return stage


def _fill_cart(stage: Stage) -> None:
    """The full member is about to order again, whatever was ordered on the way here."""
    buyer = stage.people["full member"].pk
    if not CartLine.objects.filter(cart__subject_id=buyer).exists():
        make.put(buyer, make.offer(stock=1000))
        make.answer(buyer)


def _tell(stage: Stage) -> None:
    """Something is announced, and everybody was told of it."""
    adopt_shipped()
    texts = Text("系统维护", "Maintenance"), Text("两小时", "Two hours")
    told = announce(topic=Topic.SERVICE, title=texts[0], body=texts[1], ends_at=now() + timedelta(days=3))
    stage.parts["<slug:announcement>"] = told.code
    texts = {"title_zh": "新品", "title_en": "New", "body_zh": "环氧", "body_en": "Epoxy"}
    stage.parts |= {"<slug:campaign>": Campaign.objects.create(audience=0, **texts).code, "<str:token>": "nobodys"}
    for member in stage.people.values():
        Notice.objects.create(subject_id=member.pk, letter="announcement", path=f"announcements/{told.code}/")


def _fill_shelves(stage: Stage, folder: Path) -> None:
    codes = ("P1", "P2", "P3")
    rows = {
        "products": [product(code, main_substance_cas="123-86-4") for code in codes],
        "product_properties": [figure(f"R{code}", product_id=code) for code in codes],
        "formulations": [formulation("F1")],
        "formulation_lines": [line("F1", product_id="P1", cas="123-86-4")],
    }
    assert import_catalogue(path=write(folder, **rows)).faults == []
    rebuild()
    stage.parts |= {
        "<code:slug>": "acmedur-p1",
        "<code:cas>": "123-86-4",
        "formulations/<code:code>": "formulations/F1",
        "suppliers/<code:code>": "suppliers/acme",
        "<code:segment>": "wood",
        "<code:technology>": "solventborne",
        "<str:number>": current_version(),
        "<number:document>": str(Document.objects.values_list("pk", flat=True)[0]),
    }


def _say_something(stage: Stage) -> None:
    """The full member has been asked about a use and has said yes."""
    record = answer_consent(
        subject_id=stage.people["full member"].pk,
        purpose=Purpose.PERSONALISED_SERVICES,
        yes=True,
        words="May we? Yes",
        policy_version=current_version(),
    )
    stage.parts |= {"<uuid:consent_id>": str(record.pk), "<asked_purpose:purpose>": "industry-fit"}


def _let_in(stage: Stage) -> None:
    stage.people = {
        "member": person("light@stage.example"),
        "full member": full_member(email="full@stage.example"),
        **{who: firms.worker(f"{who.replace(' ', '.')}@stage.example") for who in TRADERS},
        **{
            who: full_member(
                email=f"{role.name.lower()}@stage.example",
                mobile=f"+861390013900{n}",
                roles=role.name,
                signs=who != UNSIGNED,
            )
            for n, (who, role) in enumerate(STAFF.items())
        },
    }
    stage.browsers["visitor"] = Client()
    for who, member in stage.people.items():
        stage.browsers[who] = browser = Client()
        browser.force_login(member)
        _note(browser, **{CONFIRMED: now().timestamp(), SECOND_FACTOR: True})
    owner = stage.people["full member"]
    stage.passkey = Passkey.objects.create(
        member=owner, credential_id=b"credential", public_key=b"key", name=Clear("My key")
    )
    stage.parts["<uuid:passkey_id>"] = str(stage.passkey.pk)
    begin_authenticator(member=owner)
    stage.browsers["full member elsewhere"] = Client()
    stage.browsers["full member elsewhere"].force_login(owner)


def _found_company(stage: Stage) -> None:
    """The full member owns a company whose application waits; somebody is invited."""
    owner = stage.people["full member"]
    company = companies.found_company(by=owner, name="Acme Coatings", registration_number="91110000600037341L")
    companies.found_company(  # one that may still apply
        by=stage.people["privacy officer"], name="Rhein Lack", registration_number="HRB 86891", country="DE"
    )
    position = Position.objects.get(member=owner)
    paper = Clear(Content("licence.png", "image/png", picture()))
    made = certifications.apply(company=company, by=position, papers={Paper.LICENCE: paper}, is_hazardous=False)
    invitation = companies.invite(
        company=company, by=position, address=Clear("light@stage.example"), role=CompanyRole.BUYER, language="en"
    )
    assert invitation is not None
    made_key, _ = make_key(by=position, name=Clear("ERP"), scopes=frozenset(Scope), days=90)
    endpoint = add_endpoint(company=company, url="https://erp.stage.example/hooks", types=[])
    event = note_test(endpoint=endpoint, by=owner.subject, at=now())
    stage.parts |= {
        "<uuid:webhook_id>": str(endpoint.pk),
        "<uuid:event_id>": str(event.id),
        "<uuid:key_id>": str(made_key.pk),
        "<anything:rest>": "v1/nothing",
        "<sku>": "SKU-99999",
        "<application_code:code>": made.code,
        "<slug:sort>": "licence",
        "<uuid:position_id>": str(position.pk),
        "<uuid:invitation_id>": str(invitation.pk),
    }


def _join(stage: Stage) -> None:
    """The full member's company has a branch and a domain, somebody asks to join, and another owner hands over."""
    position = Position.objects.get(member=stage.people["full member"])
    company = position.company
    branch = companies.open_branch(by=position, name="Acme Branch", registration_number="HRB 7", country="DE")
    claim = DomainClaim.objects.create(company=company, domain="acme.example")
    wish = JoinRequest.objects.create(company=company, member=stage.people["support"])
    other = Position.objects.create(company=company, member=firms.worker(), role=CompanyRole.OWNER.name)
    offer = joining.offer_ownership(by=other, to=position)
    stage.parts |= {
        "<uuid:company_id>": str(branch.pk),
        "<uuid:claim_id>": str(claim.pk),
        "<uuid:wish_id>": str(wish.pk),
        "<uuid:offer_id>": str(offer.pk),
    }


def _found_traders(stage: Stage) -> None:
    """A certified company with a buyer and an approver, another company, one that sells here, and its agent."""
    people = stage.people
    certified = firms.firm("Seaworthy Coatings", hazardous=True)
    firms.join(certified, CompanyRole.BUYER, people["certified buyer"])
    firms.join(certified, CompanyRole.APPROVER, people["approver"])
    firms.firm("Other Paints", owner=people["other company"])
    selling = firms.seller(company=firms.firm("Selling Chemicals", owner=people["supplier"]))
    following = firms.agent(selling, company=firms.firm("Agency", owner=people["agent"]))
    _assign(stage, selling, following)


def _assign(stage: Stage, selling: Seller, following: Agent) -> None:
    """The seller's first order is its agent's to follow up; it has put another aside, and keeps a rule and a view."""
    supplier = stage.people["supplier"].pk
    orders = [make.order() for _ in range(2)]
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(seller=selling)
    orders = list(Order.objects.filter(seller=selling).select_related("consignee"))
    assigned = assign(thing=orders[0], agent=following, by=supplier)
    at = Counter(Side.SELLER, firms.acting(selling), seller=selling)
    act = put_aside(counter=at, codes=[orders[1].code], by=supplier).act
    stage.parts |= {
        "<uuid:seller_id>": str(selling.pk),
        "<uuid:agent_id>": str(following.pk),
        "<int:offer_id>": str(make.offer(seller=selling).pk),
        "<int:list_id>": str(open_list(seller=selling, name="Everybody", currency="CNY", valid_from=today()).pk),
        "<int:tier_id>": str(group_company(seller=selling, company=following.company, tier="A").pk),
        "<uuid:agency_id>": str(following.agencies.get().pk),
        "<uuid:rule_id>": str(add_rule(seller=selling, agent=following).pk),
        "<uuid:assignment_id>": str(assigned.pk),
        "<uuid:act_id>": str(act.pk if act else ""),
        "<uuid:view_id>": str(save_view(by=supplier, name=Clear("Mine"), query=Clear("urgency=OVERDUE")).pk),
    }


def _trade(stage: Stage) -> None:
    """The full member has ordered once, and is about to order again; the light member has something in the cart."""
    offer, buyer = make.offer(stock=1000), stage.people["full member"].pk
    stage.order = make.order(buyer, offer)
    _execute(stage, buyer)
    make.put(buyer, offer)
    make.answer(buyer)
    make.put(stage.people["member"].pk, offer)
    stage.parts["<order_code:code>"] = stage.order.code
    with purpose(Purpose.SHOPPING, actor=Actor(buyer, frozenset({Role.MEMBER}), "stage")):
        told = Told(
            Clear("Dock"), Clear("王收货"), Clear("+8613800138000"), Clear("dock@x.example"), Clear("码头路 7 号")
        )
        stage.parts["<uuid:address_id>"] = str(save_address(by=buyer, told=told, is_own=False).pk)
        stage.parts["<uuid:cart_id>"] = str(save_cart(by=buyer, name=Clear("Weekly")).pk)
    begin, officer = now() - timedelta(days=1), stage.people["privacy officer"].pk
    incident = Incident.objects.create(
        kind="LEAK", is_drill=False, aware_at=begin, scope="OPENINGS", since=begin, until=begin, declared_by_id=officer
    )
    Affected.objects.create(incident=incident, subject_id=stage.people["full member"].pk)
    stage.parts["<uuid:incident_id>"] = str(incident.pk)
    stage.parts["<uuid:alarm_id>"] = str(
        BulkAlarm.objects.create(subject_id=stage.people["marketing"].pk, window_minutes=60, count=120).pk
    )
    make.put_in(stage.browsers["visitor"], offer)
    export = ask_for_export(subject_id=buyer, language="en")
    build_export(export_id=export.pk)
    stage.parts["<uuid:export_id>"] = str(export.pk)
    stage.parts["<slug:held_token>"] = new_held_link(subject_id=stage.order.consignee.subject_id)[1]


def _approve(stage: Stage) -> None:
    """Rules about orders in two companies: of one, an order waits for the approver; of the other, all addresses are."""
    buyer = stage.people["certified buyer"]
    approving.rules(firms.owner_of(Position.objects.get(member=buyer).company))
    waiting = approving.waiting(buyer.pk)
    stage.parts = {
        "orders/<order_code:code>/approval": f"orders/{waiting.code}/approval",
        **approving.rules(stage.people["full member"]),
        **stage.parts,
    }


def _bill(stage: Stage) -> None:
    """The full member's order at the company that sells here was billed, sent and partly paid."""
    stage.parts = billing.on_stage(stage.people["full member"].pk, Seller.objects.get()) | stage.parts


def _execute(stage: Stage, buyer: UUID) -> None:
    """Another order of the full member's is half delivered, one pack of it claimed, and a change of it waits."""
    order = make.order(buyer, make.offer(), quantity=4)
    confirm_order(order=order)
    paper = accept_file("coa.png", picture())
    delivery = make.sent(order, 2, certificate=paper)
    arrive(delivery=delivery, by=buyer, side=Side.BUYER)
    returned = make.asked_return(order)
    make.proposed(order, Side.OPERATOR)
    file = Clear(Content("drum.png", "image/png", picture()))
    said = write_message(about=order, side=Side.BUYER, by=buyer, submission=new_id(), text=Clear("Lumps"), file=file)
    code = f"orders/{order.code}"
    numbers = {
        f"orders/<order_code:code>/{noun}/<int:number>": f"{code}/{noun}/1" for noun in ("deliveries", "amendments")
    }
    certificate = BatchCertificate.objects.get().pk
    stage.parts = {
        **numbers,
        "orders/<order_code:code>/files/<uuid:message_id>": f"{code}/files/{said.pk}",
        "orders/<order_code:code>/<int:number>": f"{code}/20300131",
        "orders/<order_code:code>/amendments": f"{code}/amendments",
        "orders/<order_code:code>/deliveries": f"{code}/deliveries",
        "orders/<order_code:code>/returns/<return_code:return_code>": f"{code}/returns/{returned.code}",
        "orders/<order_code:code>/returns": f"{code}/returns",
        "orders/<order_code:code>/certificates/<uuid:certificate_id>": f"{code}/certificates/{certificate}",
        **stage.parts,
    }


def _inquire(stage: Stage) -> None:
    """The full member was promised a sample by the company that sells here, has written, and is about to ask again."""
    buyer, selling = stage.people["full member"].pk, Seller.objects.get()
    inquiry = asking.inquiry(selling, kind=InquiryKind.SAMPLE, by=buyer)
    for state in (InquiryState.QUALIFIED, InquiryState.APPROVED):
        move_inquiry(inquiry=inquiry, to=state, side=Side.SELLER, by=stage.people["supplier"].pk)
    file = Clear(Content("part.png", "image/png", picture()))
    said = write_message(
        about=inquiry, side=Side.BUYER, by=buyer, submission=new_id(), text=Clear("Here it is"), file=file
    )
    asking.begun(buyer)
    stage.parts |= {
        "<inquiry_code:code>/files/<uuid:message_id>": f"{inquiry.code}/files/{said.pk}",
        "<inquiry_code:code>": inquiry.code,
    }


def _quote(stage: Stage) -> None:
    """The company that sells here has quoted for something else, and gives prices at once."""
    buyer, selling = stage.people["full member"].pk, Seller.objects.get()
    quote = quoting.quote(quoting.wanted(selling, by=buyer)[0], note="With care")
    stage.parts = {
        "quotes/for/<inquiry_code:code>": f"quotes/for/{quote.inquiry.code}",
        "<quote_code:code>": quote.code,
        "<uuid:policy_id>": str(quoting.policy(selling).pk),
        **stage.parts,
    }


def _hand_out(stage: Stage) -> None:
    """A carrier under contract, and a package that waits to be fetched."""
    share.contracted("builder")
    share.contracted()
    parcel = share.parcel(share.confirmed())
    sent = share.handed(share.told(parcel), about=parcel.pk)
    demand = enter_demand(
        by=share.desk(Role.PRIVACY_OFFICER).subject_id,
        authority="Court",
        country="CN",
        article="Law 1",
        reference="No. 7",
        instrument=Clear(Content("order.png", "image/png", picture())),
        age_key=recipient_of("carrier").age_key,
        labels=["trade.Order.code"],
        subjects=[parcel.order.buyer_id],
    )
    change = announce_controller(
        name="New House",
        contact="new@house.example",
        theirs=snapshot(),
        takes_effect_on=today() + timedelta(days=30),
        by=None,
    )
    stage.parts |= {"<uuid:request_id>": str(demand.pk), "<uuid:change_id>": str(change.pk)}
    stage.parts |= {"<slug:key>": "builder", "<slug:declared>": "carrier", "<uuid:share_id>": str(sent.pk)}


def _guard(stage: Stage) -> None:
    """One minor waits for the guardian, another's guardian has agreed; somebody asks to see that one's data."""
    asked = ask_guardian(channel="email", address=Clear("mother@stage.example"), language="en")
    other = ask_guardian(channel="email", address=Clear("father@stage.example"), language="en")
    agreed = give_guardian_consent(
        request_id=other.id,
        relation=Guardianship.PARENT,
        born=(today().year - 16, 1),
        words="yes",
        policy_version=current_version(),
    )
    support = stage.people["support"].pk
    access = ask_for_access(staff=support, ward_id=agreed.ward_id, wanted=Purpose.ACCOUNT, reason=Reason.ORDER)
    stage.parts |= {
        "sign-in/freezes/<str:key>": f"sign-in/freezes/{link_key('freeze', _signed_in_once(stage).pk)}",
        "registration/guardian/<str:key>": f"registration/guardian/{link_key('ward', agreed.id)}",
        "wards/<str:key>/deletion": f"wards/{link_key('guardian', agreed.id)}/deletion",
        "wards/<str:key>/requests": f"wards/{link_key('guardian', agreed.id)}/requests",
        "wards/<str:key>/account": f"wards/{link_key('guardian', agreed.id)}/account",
        "wards/<str:key>": f"wards/{link_key('guardian', asked.id)}",
        "<uuid:access_id>": str(access.id),
    }
    stage.browsers["waiting for the guardian"] = Client()
    _note(stage.browsers["waiting for the guardian"], **{ASKED: str(asked.id)})


def _signed_in_once(stage: Stage) -> SignIn:
    return SignIn.objects.create(member=stage.people["member"], way=Way.PASSWORD.name, device="Firefox")


def _begin_flows(stage: Stage) -> None:
    """Browsers that stand in the middle of something."""
    begun = begin_registration(
        channel=Channel.EMAIL, address=Clear("new@stage.example"), password=PASSWORD, language="en"
    )
    known = {"channel": Channel.EMAIL, "address": Clear("full@stage.example"), "language": "en"}
    guarded = stage.people["privacy officer"]
    begin_authenticator(member=guarded)
    confirm_authenticator(member=guarded, step=1)
    second = {"member": str(guarded.pk), "way": Way.PASSWORD.name, "at": now().timestamp()}
    flows = {
        "registering": {REGISTRATION: str(begun.registration_id), CODE: str(begun.code_id)},
        "entering by code": {CODE: str(ask_for_code(use=Use.SIGN_IN, **known).id), CHALLENGE: "challenge"},
        "resetting": {CODE: str(ask_for_code(use=Use.RESET, **known).id)},
        "at the second step": {SECOND: second},
    }
    for who, session in flows.items():
        stage.browsers[who] = Client()
        _note(stage.browsers[who], **session)
    stage.browsers["before the desk"] = Client()
    stage.browsers["before the desk"].force_login(stage.people["support"])  # without a second factor
    code = ask_to_verify(member=stage.people["member"], channel=Channel.SMS, address=Clear("+8613700137000"))
    _note(stage.browsers["member"], **{CODE: str(code.id), CHALLENGE: "challenge"})


def _erase(stage: Stage) -> None:
    """Somebody has left, and kept the receipt; somebody is about to."""
    gone = person("gone@stage.example")
    erasure = request_erasure(subject_id=gone.pk, by=gone.pk, way=ErasureWay.SELF_SERVICE, grace_days=0)
    erase(erasure_id=erasure.pk)
    while erasure.proven_at is None:
        clear_next(erasure_id=erasure.pk)
        erasure.refresh_from_db()
    stage.parts["<str:receipt>"] = code_of(erasure.pk)
    leaving = person("leaving@stage.example")
    request_erasure(subject_id=leaving.pk, by=leaving.pk, way=ErasureWay.SELF_SERVICE)
    stage.browsers["leaving"] = Client()
    stage.browsers["leaving"].force_login(leaving)


def _ask(stage: Stage) -> None:
    """The full member has asked something with a file, and somebody without an account something else."""
    picture_sent = Written(Clear("Why do you keep my city?"), Clear(Content("proof.png", "image/png", picture())))
    case = open_case(
        subject_id=stage.people["full member"].pk, kind=CaseKind.QUESTION, written=picture_sent, language="en"
    )
    claimed = claim(
        email=Clear("claimant@stage.example"), name=None, kind=CaseKind.ACCESS, written=picture_sent, language="en"
    )
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        token = claimed.link.token.open()
    stage.parts = {
        "<link_token:token>/files/<uuid:message_id>": f"{token}/files/{claimed.messages.get().pk}",
        "<link_token:token>": token,
        "<case_code:code>": case.code,
        "<uuid:message_id>": str(case.messages.get().pk),
        "<int:number>": "1",
        "<slug:slug>": "account-security",
        **stage.parts,
    }


def _note(browser: Client, **values: object) -> None:
    session = browser.session
    session.update(values)
    session.save()


def without_tokens(page: str) -> str:
    """A page without what differs each time it is made."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", "", page)
