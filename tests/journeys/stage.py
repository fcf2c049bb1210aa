"""Somebody at every place of a running demonstration, for the walk over all pages.

It runs inside the demonstration, by its shell, and prints who is there and what stands in the addresses.
"""

import io
import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from coatingcat.ground.clock import now, today
from coatingcat.members.actions import certifications, companies, joining
from coatingcat.members.models import DomainClaim, JoinRequest, Member, Position, SignIn
from coatingcat.members.words import Channel, CompanyRole, Paper, Way
from coatingcat.outreach.actions import announce
from coatingcat.outreach.models import Campaign
from coatingcat.outreach.words import Topic
from coatingcat.privacy.actions import answer_consent, ask_for_export, new_held_link, record_consent
from coatingcat.privacy.actions.authorities import enter_demand
from coatingcat.privacy.actions.cases import Written, open_case
from coatingcat.privacy.actions.claimants import claim
from coatingcat.privacy.actions.controllers import announce_controller
from coatingcat.privacy.actions.erasures import request_erasure
from coatingcat.privacy.actions.guardians import ask_guardian, give_guardian_consent
from coatingcat.privacy.actions.minors import ask_for_access
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.links import link_key
from coatingcat.privacy.models import Affected, BulkAlarm, Incident
from coatingcat.privacy.policy import current_version, snapshot
from coatingcat.privacy.queries.recipients import recipient_of
from coatingcat.privacy.receipts import code_of
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Act, ErasureWay, Purpose, Role, Text
from coatingcat.privacy.words.cases import CaseKind, Relation
from coatingcat.privacy.words.minors import Guardianship, Reason
from coatingcat.trade.actions.price_lists import group_company, open_list
from coatingcat.trade.models import Agency, Agent, AssignmentRule, InstantPolicy, Offer, Order, Quote, Seller
from tests.members.people import PASSWORD, full_member, person
from tests.privacy import sharing as share
from tests.trade import approving, billing, firms
from tests.trade import factories as make

ROOT = Path(__file__).parents[2]
CALL = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests.journeys.stage import build; print(build())"
"""What to tell the demonstration's shell."""


@dataclass
class Stage:
    """Sign-ins by role, what stands in the addresses, and pages of somebody's own."""

    people: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    more: dict[str, list[str]] = field(default_factory=dict)
    password: str = PASSWORD


def build() -> str:
    """Set the stage; gives it as JSON, the last line of the shell's output."""
    stage = Stage()
    owner = full_member(email="full@stage.example", mobile="+8613900139100")
    light = person("light@stage.example")
    leaving = full_member(email="leaving@stage.example", mobile="+8613900139101")
    stage.people = {"full member": "full@stage.example", "leaving": "leaving@stage.example"}
    _work(stage, owner)
    _approve(stage, owner)
    _join(stage, owner)
    _trade(stage, owner)
    _ask(stage, owner)
    _hand_out(stage)
    _guard(stage, light)
    _tell(stage)
    _leave(stage, leaving)
    return "\n" + json.dumps(asdict(stage))


def staff(role: str) -> Member:
    member = Member.objects.by_contact(Channel.EMAIL, Clear(f"{role.replace(' ', '.')}@demo.coatingcat.example"))
    assert member is not None
    return member


def picture() -> Content:
    out = io.BytesIO()
    Image.new("RGB", (400, 240), "teal").save(out, "PNG")
    return Content("picture.png", "image/png", out.getvalue())


def _work(stage: Stage, owner: Member) -> None:
    """A company whose application waits, an order, and what was answered about consents."""
    company = companies.found_company(by=owner, name="Rhein Lack", registration_number="HRB 86891", country="DE")
    position = Position.objects.get(member=owner)
    papers = {Paper.LICENCE: Clear(picture())}
    made = certifications.apply(company=company, by=position, papers=papers, is_hazardous=False)
    guest = Clear("colleague@stage.example")
    invitation = companies.invite(company=company, by=position, address=guest, role=CompanyRole.BUYER, language="en")
    assert invitation is not None
    order = share.confirmed(owner.pk)
    say = {"subject_id": owner.pk, "words": "May we? Yes", "policy_version": current_version()}
    record_consent(purpose=Purpose.PRODUCT_NEWS, act=Act.GIVEN, **say)
    yes = answer_consent(purpose=Purpose.PERSONALISED_SERVICES, yes=True, **say)
    export = ask_for_export(subject_id=owner.pk, language="en")
    stage.parts |= {
        "<application_code:code>": made.code,
        "<uuid:position_id>": str(position.pk),
        "<uuid:invitation_id>": str(invitation.pk),
        "<uuid:consent_id>": str(yes.pk),
        "<uuid:export_id>": str(export.pk),
        "<order_code:code>": order.code,
        "<slug:held_token>": new_held_link(subject_id=order.consignee.subject_id)[1],
    }
    alarm = BulkAlarm.objects.create(subject_id=staff("marketing").pk, window_minutes=60, count=120)
    begin, officer = now() - timedelta(days=1), staff("privacy officer").pk
    incident = Incident.objects.create(
        kind="LEAK", is_drill=False, aware_at=begin, scope="OPENINGS", since=begin, until=begin, declared_by_id=officer
    )
    Affected.objects.create(incident=incident, subject_id=owner.pk)
    stage.parts |= {"<uuid:alarm_id>": str(alarm.pk), "<uuid:incident_id>": str(incident.pk)}


def _approve(stage: Stage, owner: Member) -> None:
    """Rules about orders, one that waits for the owner, and a material."""
    stage.parts |= approving.rules(owner)
    buyer = firms.join(Position.objects.get(member=owner).company, CompanyRole.BUYER)
    code = approving.waiting(buyer.pk).code
    stage.parts = {"orders/<order_code:code>/approval": f"orders/{code}/approval", **stage.parts}


def _trade(stage: Stage, owner: Member) -> None:
    """What the companies of the demonstration traded; and of the owner's, an order there that was billed and sent."""
    selling = Seller.objects.order_by("pk")[0]
    quote = Quote.objects.filter(seller=selling).order_by("pk")[0]
    billed = billing.on_stage(owner.pk, selling)
    order = Order.objects.filter(seller=selling, company__isnull=False, state="confirmed").order_by("pk")[0]
    prices = open_list(seller=selling, name="Export", currency="EUR", valid_from=today())
    group = group_company(seller=selling, company=Position.objects.get(member=owner).company, tier="B")
    there: dict[str, Any] = {
        "<int:offer_id>": Offer.objects.filter(seller=selling).order_by("pk").first(),
        "<uuid:seller_id>": selling,
        "<uuid:agent_id>": Agent.objects.first(),
        "<uuid:agency_id>": Agency.objects.first(),
        "<uuid:rule_id>": AssignmentRule.objects.first(),
        "<uuid:policy_id>": InstantPolicy.objects.filter(seller=selling).first(),
    }
    stage.parts = {
        **billed,
        "<int:list_id>": str(prices.pk),
        "<int:tier_id>": str(group.pk),
        **{part: str(one.pk) for part, one in there.items() if one is not None},
        "<inquiry_code:code>": quote.inquiry.code,
        "<quote_code:code>": quote.code,
        **stage.parts,
    }
    trade = [f"orders/{order.code}", f"inquiries/{quote.inquiry.code}", f"quotes/{quote.code}"]
    stage.more["buyer"] = [f"/{one}/" for one in trade]
    stage.more["supplier"] = [f"/supply/{one}/" for one in trade]


def _join(stage: Stage, owner: Member) -> None:
    """A branch, a domain, somebody who asks to join, and a colleague who hands the company over."""
    position = Position.objects.get(member=owner)
    company = position.company
    branch = companies.open_branch(by=position, name="Rhein Lack Nord", registration_number="HRB 7", country="DE")
    claim = DomainClaim.objects.create(company=company, domain="rheinlack.example")
    wish = JoinRequest.objects.create(company=company, member=full_member(email="w@a.example", mobile="+8613900139177"))
    other = Position.objects.create(company=company, member=firms.worker(), role=CompanyRole.OWNER.name)
    offer = joining.offer_ownership(by=other, to=position)
    stage.parts |= {
        "<uuid:company_id>": str(branch.pk),
        "<uuid:claim_id>": str(claim.pk),
        "<uuid:wish_id>": str(wish.pk),
        "<uuid:offer_id>": str(offer.pk),
    }


def _ask(stage: Stage, owner: Member) -> None:
    """A question with a file, a wish of somebody without an account, and one of next of kin."""
    written = Written(Clear("Why do you keep my city?"), Clear(picture()))
    case = open_case(subject_id=owner.pk, kind=CaseKind.QUESTION, written=written, language="en")
    say = {"email": Clear("claimant@stage.example"), "name": Clear("Wu"), "written": written, "language": "en"}
    claimed = claim(kind=CaseKind.ACCESS, **say)
    kin = claim(kind=CaseKind.NEXT_OF_KIN, relation=Relation.CHILD, **say)
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        token = claimed.link.token.open()
    stage.parts |= {"<link_token:token>": token, "<case_code:code>": case.code, "<int:number>": "1"}
    stage.parts |= {"<uuid:message_id>": str(case.messages.get().pk), "<slug:slug>": "account-security"}
    stage.more["privacy officer"] = [f"/desk/cases/{one.code}/" for one in (claimed, kin)]


def _hand_out(stage: Stage) -> None:
    """A package that waits to be fetched, a demand of an authority, and a new administrator."""
    share.contracted("builder")
    parcel = share.parcel(share.confirmed())
    sent = share.handed(share.told(parcel), about=parcel.pk)
    demand = enter_demand(
        by=share.desk(Role.PRIVACY_OFFICER).subject_id,
        authority="Court",
        country="CN",
        article="Law 1",
        reference="No. 7",
        instrument=Clear(picture()),
        age_key=recipient_of("carrier").age_key,
        labels=["trade.Order.code"],
        subjects=[parcel.order.buyer_id],
    )
    new = {"name": "New House", "contact": "new@house.example", "theirs": snapshot(), "by": None}
    change = announce_controller(takes_effect_on=today() + timedelta(days=30), **new)
    stage.parts |= {"<uuid:request_id>": str(demand.pk), "<uuid:change_id>": str(change.pk)}
    stage.parts |= {"<slug:key>": "builder", "<slug:declared>": "carrier", "<uuid:share_id>": str(sent.pk)}


def _guard(stage: Stage, light: Member) -> None:
    """One minor waits for the guardian, another's has agreed; an account was frozen after an unusual sign-in."""
    asked = ask_guardian(channel="email", address=Clear("mother@stage.example"), language="en")
    other = ask_guardian(channel="email", address=Clear("father@stage.example"), language="en")
    agreed = give_guardian_consent(
        request_id=other.id,
        relation=Guardianship.PARENT,
        born=(today().year - 16, 1),
        words="yes",
        policy_version=current_version(),
    )
    access = ask_for_access(
        staff=staff("support").pk, ward_id=agreed.ward_id, wanted=Purpose.ACCOUNT, reason=Reason.ORDER
    )
    came = SignIn.objects.create(member=light, way=Way.PASSWORD.name, device="Firefox")
    wards = f"wards/{link_key('guardian', agreed.id)}"
    stage.parts |= {
        "sign-in/freezes/<str:key>": f"sign-in/freezes/{link_key('freeze', came.pk)}",
        "registration/guardian/<str:key>": f"registration/guardian/{link_key('ward', agreed.id)}",
        "wards/<str:key>/deletion": f"{wards}/deletion",
        "wards/<str:key>": f"wards/{link_key('guardian', asked.id)}",
        "<uuid:access_id>": str(access.id),
    }
    stage.more["visitor"] = [f"/{wards}/"]


def _tell(stage: Stage) -> None:
    texts = Text("搬仓库", "Moving the warehouse"), Text("两小时", "Two hours")
    told = announce(topic=Topic.SERVICE, title=texts[0], body=texts[1], ends_at=now() + timedelta(days=3))
    news = {"title_zh": "新品", "title_en": "New", "body_zh": "环氧", "body_en": "Epoxy"}
    stage.parts["<slug:announcement>"] = told.code
    stage.parts["<slug:campaign>"] = Campaign.objects.create(audience=0, **news).code


def _leave(stage: Stage, leaving: Member) -> None:
    """Somebody left just now, with an order that the law keeps; somebody else still may stay."""
    gone = full_member(email="gone@stage.example", mobile="+8613900139102")
    make.order(gone.pk)
    erasure = request_erasure(subject_id=gone.pk, by=gone.pk, way=ErasureWay.SELF_SERVICE, grace_days=0)
    open_one = request_erasure(subject_id=leaving.pk, by=leaving.pk, way=ErasureWay.SELF_SERVICE, grace_days=3)
    stage.parts["<str:receipt>"] = code_of(erasure.pk)
    stage.more["visitor"].append(f"/receipts/{code_of(open_one.pk)}/")
