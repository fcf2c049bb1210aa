"""Every address × everybody × GET and POST: who comes in, who is asked to sign in, who is refused (ASVS 8.2).

The addresses come from the URLconf, the rules from the views; what a rule means is in one table. An address whose
rule is not in the table fails, and so does one that answers somebody let in otherwise than it says here.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import resolve

from coatingcat.members.models import Code, Member
from coatingcat.members.sessions import digest_of_key
from coatingcat.members.views.entering import CODE
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.models import CartLine, CheckoutDraft, Order, Owner
from coatingcat.trade.queries import basket_of, draft_of
from coatingcat.trade.words import State, Why
from tests.contracts.stage import EVERYBODY, STAFF, Stage, undone, without_tokens, written
from tests.members.people import PASSWORD, opened

IN, SIGN_IN, REFUSED, ABSENT = "comes in", "is asked to sign in", "is refused", "finds nothing"
UNKNOWN = "is asked for a key"
LED = "is led to the obligatory details"
SIGNED_IN = {"visitor": SIGN_IN} | dict.fromkeys(EVERYBODY[1:], IN)
MEANS = {
    "anyone": dict.fromkeys(EVERYBODY, IN),
    "member": SIGNED_IN,
    "full member": SIGNED_IN | {"member": LED},
    "supply side": {"visitor": SIGN_IN} | dict.fromkeys(EVERYBODY[1:], REFUSED) | {"supplier": IN, "agent": IN},
    "bearer of the link": dict.fromkeys(EVERYBODY, IN),
    "key of a company": dict.fromkeys(EVERYBODY, UNKNOWN),
    "demonstration on this machine": dict.fromkeys(EVERYBODY, ABSENT),
    "signed by a gateway": dict.fromkeys(EVERYBODY, ABSENT),
}


def means(rule: str) -> dict[str, str] | None:
    """What a rule means for everybody; `staff …` names the roles that come in. None for a rule nobody knows."""
    sort, *roles = rule.split()
    if sort != "staff":
        return MEANS.get(rule)
    inside = [who for who, role in STAFF.items() if role.name.lower() in roles]
    return {"visitor": SIGN_IN} | dict.fromkeys(EVERYBODY[1:], REFUSED) | dict.fromkeys(inside, IN)


READ, ANSWERED, SENT, TAKEN = {200}, {200, 302}, {422}, {302}
NOT_SO = {405}
OWN = {200, 404}
"""Of one's own there may be none: 404."""
ANSWERS: dict[str, tuple[set[int], set[int]]] = {
    # name: what GET answers who is let in, and what an empty POST does; any other address: 200 and 405
    "front:language": (NOT_SO, {400}),
    "front:theme": (NOT_SO, {400}),
    "privacy:consents_short": (TAKEN, NOT_SO),
    "privacy:consents": (READ, SENT),
    "privacy:questions": (NOT_SO, SENT),
    "privacy:question": (READ, SENT),
    "privacy:consent": (OWN, NOT_SO),
    "privacy:consent_file": (OWN, NOT_SO),
    "privacy:exports": (READ, TAKEN),
    "privacy:export": (OWN, NOT_SO),
    "privacy:archive": (OWN, NOT_SO),
    "privacy:held": (READ, SENT),
    "privacy:held_requests": (READ, SENT),
    "privacy:ward_requests": (READ, SENT),
    "privacy:ward_account": (NOT_SO, TAKEN | {403}),
    "privacy:held_exports": (NOT_SO, TAKEN),
    "privacy:held_export": (OWN, NOT_SO),
    "privacy:held_archive": (OWN, NOT_SO),
    "privacy:my_cookies_deletion": (NOT_SO, TAKEN),
    "privacy:cancellation": (READ, TAKEN),
    "privacy:cancellation_withdrawal": (NOT_SO, TAKEN),
    "privacy:contact_form": (READ, SENT),
    "privacy:claim_messages": (NOT_SO, SENT),
    "privacy:claim_confirmation": (NOT_SO, TAKEN),
    "privacy:claim_closing": (NOT_SO, TAKEN),
    "privacy:objection": (READ, TAKEN),
    "privacy:arrangement": (READ, SENT),
    "privacy:cases": (READ, SENT),
    "privacy:case": (OWN, NOT_SO),
    "privacy:case_step": (OWN, NOT_SO),
    "privacy:case_messages": (NOT_SO, SENT | {404}),
    "privacy:case_closing": (NOT_SO, TAKEN | {404}),
    "privacy:case_file": (OWN, NOT_SO),
    "privacy:desk_case_replies": (NOT_SO, SENT),
    "privacy:desk_case_acts": (NOT_SO, SENT),
    "privacy:desk_case_recognition": (NOT_SO, SENT),
    "privacy:desk_case_kin_approvals": (NOT_SO, SENT),
    "members:registration": (ANSWERED, SENT | TAKEN),
    "members:verification": (TAKEN, TAKEN),
    "members:verification_code": (NOT_SO, TAKEN),
    "members:membership": (ANSWERED, SENT | TAKEN),
    "members:sign_in": (ANSWERED, SENT | TAKEN),
    "members:code_request": (READ, SENT),
    "members:sign_in_code": (ANSWERED, SENT | TAKEN),
    "members:second_step": (TAKEN, TAKEN),
    "members:sign_in_passkey": (NOT_SO, SENT),
    "members:sign_in_passkey_options": (NOT_SO, READ),
    "members:sign_out": (NOT_SO, TAKEN),
    "members:reset_request": (READ, SENT),
    "members:reset": (ANSWERED, SENT | TAKEN),
    "members:name": (OWN, SENT),
    "members:city": (OWN, SENT),
    "members:profession": (OWN, SENT),
    "members:industry": (OWN, SENT),
    "members:company_type": (OWN, SENT),
    "members:business_card": (OWN, SENT),
    "members:company": (READ, TAKEN),
    "members:department": (READ, TAKEN),
    "members:contact_address": (READ, TAKEN),
    "members:interests": (READ, TAKEN),
    "members:business_card_file": (OWN, NOT_SO),
    "members:nickname": (READ, TAKEN),
    "members:language": (READ, SENT),
    "members:appearance": (READ, TAKEN),
    "members:email": (READ, SENT),
    "members:mobile": (READ, SENT),
    "members:contact_verification": (ANSWERED, SENT | TAKEN),
    "members:company_founding": (ANSWERED, SENT | TAKEN),
    "members:invitations": (NOT_SO, {403, 404, 422}),
    "members:invitation_answer": (NOT_SO, {404, 422}),
    "members:invitation_removal": (NOT_SO, {302, 403, 404}),
    "members:position": (NOT_SO, {404, 422}),
    "members:domain": (NOT_SO, TAKEN | {403, 404, 409}),
    "members:domain_removal": (NOT_SO, TAKEN | {403, 404}),
    "members:joining": (NOT_SO, {302, 409}),
    "members:join": (OWN | {403}, SENT | {403, 404}),
    "members:ownership": (NOT_SO, SENT | {403, 404}),
    "members:ownership_answer": (OWN, SENT | {404}),
    "members:branches": (OWN | {403}, SENT | {403, 404}),
    "members:branch": (OWN | {403}, SENT | {403, 404}),
    "members:branch_position": (NOT_SO, {403, 404, 422}),
    "members:desk_recheck": (NOT_SO, SENT),
    "members:application": ({200, 302, 403, 404}, {302, 403, 404, 422}),
    "members:api_keys": ({200, 403, 404}, {403, 404, 422}),
    "members:api_key_rotation": (NOT_SO, {200, 403, 404}),
    "members:api_key_revocation": (NOT_SO, {302, 403, 404}),
    "outreach:webhooks": ({200, 403, 404}, {403, 404, 422}),
    "outreach:webhook": (OWN | {403}, {403, 404, 422}),
    "outreach:webhook_replay": (NOT_SO, {302, 403, 404}),
    "api:absent": ({404}, {404}),
    "members:certification": (OWN, NOT_SO),
    "members:certification_withdrawal": (NOT_SO, {302, 403, 404}),
    "members:desk_agreement": (NOT_SO, TAKEN),
    "members:desk_refusal": (NOT_SO, SENT),
    "members:confirmation": (READ, SENT),
    "members:password": (READ, SENT),
    "members:guardian": (READ, SENT),
    "members:continuation": (READ, TAKEN),
    "members:ward": (READ, SENT),
    "members:ward_deletion": (READ, READ),
    "members:majority": (TAKEN, TAKEN),
    "privacy:desk_minors": (READ, SENT),
    "privacy:desk_minor_decision": (NOT_SO, SENT),
    "members:account_freeze": (READ, READ),
    "members:second_factor": (ANSWERED, SENT | TAKEN),
    "members:device_removal": (NOT_SO, TAKEN),
    "members:devices_removal": (NOT_SO, TAKEN),
    "members:passkeys": (NOT_SO, TAKEN),
    "members:passkey_options": (NOT_SO, READ),
    "members:passkey_removal": (NOT_SO, TAKEN),
    "members:authenticators": (NOT_SO, TAKEN),
    "members:authenticator": (ANSWERED, SENT | TAKEN),
    "members:authenticator_removal": (NOT_SO, TAKEN),
    "members:recovery_codes": (NOT_SO, ANSWERED),
    "privacy:own_policy": (READ, {404}),
    "privacy:policy_comments": (READ, {404}),
    "privacy:policy_asked": (TAKEN, NOT_SO),
    "privacy:desk_policy_version": (READ, {404}),
    "outreach:own_news": (READ, {404}),
    "outreach:news_stop": ({404}, {404}),
    "outreach:desk_new_news": (READ, SENT),
    "outreach:desk_campaign": (READ, SENT),
    "outreach:desk_sending": (NOT_SO, TAKEN),
    "outreach:announcement_reading": (NOT_SO, TAKEN),
    "outreach:notices_reading": (NOT_SO, TAKEN),
    "outreach:desk_new_announcement": (READ, SENT),
    "outreach:desk_publication": (NOT_SO, {404}),
    "outreach:desk_withdrawal": (NOT_SO, TAKEN),
    "trade:cart": (READ, SENT | TAKEN),
    "trade:quick": (READ, SENT),
    "trade:addresses": (READ, SENT),
    "trade:address": (OWN, SENT | {404}),
    "trade:address_removal": (NOT_SO, TAKEN | {404}),
    "trade:saved_carts": (READ, SENT),
    "trade:saved_cart": (OWN, NOT_SO),
    "trade:saved_cart_acts": (NOT_SO, TAKEN | {404}),
    "trade:reorder": (NOT_SO, TAKEN | {404}),
    "trade:cart_lines": (NOT_SO, SENT),
    "trade:checkout": (TAKEN, NOT_SO),
    "trade:checkout_consignee": (ANSWERED, SENT),
    "trade:checkout_project": (ANSWERED, SENT),
    "trade:checkout_review": (ANSWERED, SENT | TAKEN),
    "trade:checkout_placed": (OWN, NOT_SO),
    "trade:order": (OWN, NOT_SO),
    "trade:cancellation": (NOT_SO, {404, 422}),
    "trade:approval": (OWN, SENT | {404}),
    "trade:limits": (OWN, SENT | {403, 404}),
    "trade:limit_removal": (NOT_SO, TAKEN | {403, 404}),
    "trade:steps": (NOT_SO, SENT | {403, 404}),
    "trade:step_removal": (NOT_SO, TAKEN | {403, 404}),
    "trade:material_listing": (OWN | {403}, SENT | {403, 404}),
    "trade:material": (OWN, SENT | {404}),
    "trade:material_removal": (NOT_SO, TAKEN | {403, 404}),
    "trade:materials_import": (OWN | {403}, SENT | {403, 404}),
    "trade:materials_export": (OWN, NOT_SO),
    "trade:inquiry_new": (READ, SENT),
    "trade:inquiry_project": (ANSWERED, SENT | TAKEN),
    "trade:inquiry_recipients": (ANSWERED, SENT | TAKEN),
    "trade:inquiry_review": (ANSWERED, SENT | TAKEN),
    "trade:inquiry": (OWN, NOT_SO),
    "trade:inquiry_told": (OWN, NOT_SO),
    "trade:inquiry_file": (OWN, NOT_SO),
    "trade:inquiry_messages": (NOT_SO, SENT | {404}),
    "trade:inquiry_steps": (NOT_SO, SENT | {404}),
    **{
        f"trade:{side}_{noun}": (OWN, SENT | {404})
        for side in ("desk", "supply")
        for noun in (
            "inquiry",
            "inquiry_told",
            "inquiry_steps",
            "inquiry_messages",
            "inquiry_parcel",
            "inquiry_file",
        )
    },
    **{
        f"trade:{name}": (OWN, NOT_SO)
        for name in (
            "invoice",
            "invoice_pdf",
            "confirmation_pdf",
            "delivery_note",
            "payment",
            "payment_receipt",
            "quote_pdf",
        )
    },
    "trade:payment_announcement": (NOT_SO, SENT | {404}),
    "trade:payment_online": (TAKEN | {404}, TAKEN | {404}),
    "trade:order_told": (OWN, NOT_SO),
    "trade:order_file": (OWN, NOT_SO),
    "trade:order_messages": (NOT_SO, SENT | {404}),
    "trade:order_acceptance": (NOT_SO, TAKEN | {404}),
    "trade:order_arrival": (NOT_SO, TAKEN | {404}),
    "trade:order_delivery": (OWN, NOT_SO),
    "trade:order_certificate": (OWN, NOT_SO),
    "trade:order_amendments": (OWN, SENT | {404}),
    "trade:order_amendment": (OWN, NOT_SO),
    "trade:order_amendment_answer": (NOT_SO, TAKEN | {404}),
    "trade:order_returns": (OWN, SENT | {404}),
    "trade:order_return": (OWN, NOT_SO),
    "trade:order_return_withdrawal": (NOT_SO, TAKEN | {404}),
    **{
        f"trade:{side}_{name}": answers
        for side in ("desk", "supply")
        for name, answers in {
            "billing": (OWN, SENT | {404}),
            "bank_account": (NOT_SO, SENT | {404}),
            "statement": (OWN, SENT | {404}),
            "account": (OWN, NOT_SO),
            "bill": (NOT_SO, SENT | {404}),
            "credit": (NOT_SO, SENT | {404}),
            "movement": (NOT_SO, SENT | {404}),
            "reversal": (NOT_SO, TAKEN | {404}),
            "tax_invoice": (NOT_SO, SENT | {404}),
            "invoice_pdf": (OWN, NOT_SO),
            "confirmation_pdf": (OWN, NOT_SO),
            "delivery_note": (OWN, SENT | {404}),
            "order": (OWN, SENT | {404}),
            "order_told": (OWN, SENT | {404}),
            "order_file": (OWN, SENT | {404}),
            "order_messages": (OWN, SENT | {404}),
            "delivery_bill": (NOT_SO, SENT | {404}),
            "refund": ({404}, {404}),
            "quote_pdf": (OWN, NOT_SO),
            "confirmation": (NOT_SO, TAKEN | {404}),
            "refusal": (NOT_SO, SENT | {404}),
            "shipping": (OWN, SENT | {404}),
            "order_delivery": (OWN, NOT_SO),
            "order_arrival": (NOT_SO, TAKEN | {404}),
            "order_certificate": (OWN, NOT_SO),
            "order_amendments": (OWN, SENT | {404}),
            "order_amendment": (OWN, SENT | {404}),
            "order_amendment_answer": (NOT_SO, TAKEN | {404}),
            "order_return": (OWN, SENT | {404}),
            "order_return_answer": (NOT_SO, SENT | {404}),
            "order_return_receipt": (NOT_SO, TAKEN | {404}),
            "order_return_credit": (NOT_SO, TAKEN | {404}),
            "order_return_replacement": ({404}, {404}),
        }.items()
    },
    "trade:quote_comparison": (OWN, NOT_SO),
    "trade:quote": (OWN, NOT_SO),
    "trade:quote_refusal": (NOT_SO, SENT | {404}),
    "trade:quote_order": (NOT_SO, SENT | {404}),
    "trade:checkout_cart": (NOT_SO, {404}),
    "trade:instant_price": (READ, {404}),
    "trade:counter_offer": (NOT_SO, SENT | {404}),
    **{
        f"trade:{side}_{noun}": (OWN, SENT | {404})
        for side in ("desk", "supply")
        for noun in ("quote", "quote_writing")
    },
    **{
        f"trade:{side}_quote_{noun}": (NOT_SO, TAKEN | {404})
        for side in ("desk", "supply")
        for noun in ("offering", "grant", "withdrawal")
    },
    **{f"trade:{side}_policies": ({200, 403}, NOT_SO) for side in ("desk", "supply")},
    **{
        f"trade:{side}_{noun}": answers
        for side in ("desk", "supply")
        for noun, answers in {
            "offers_import": (OWN, SENT | {404}),
            "prices": (OWN, NOT_SO),
            "price_preview": (OWN, NOT_SO),
            "price_list_new": (OWN, SENT | {404}),
            "price_groups": (OWN, SENT | {404}),
            "price_group_removal": (NOT_SO, TAKEN | {404}),
            "price_list": (OWN, NOT_SO),
            "price_ladder": (NOT_SO, SENT | {404}),
            "price_minimum": (NOT_SO, TAKEN | {404}),
            "price_list_ending": (NOT_SO, TAKEN | {404}),
            "price_list_import": (OWN, SENT | {404}),
        }.items()
    },
    "trade:order_terms": ({200, 404}, TAKEN | {403, 404}),
    **{f"trade:{side}_policy_new": ({200, 403}, SENT | {403}) for side in ("desk", "supply")},
    **{f"trade:{side}_policy": ({200, 403, 404}, SENT | {403, 404}) for side in ("desk", "supply")},
    "privacy:incident_declaration": (READ, SENT),
    "privacy:incident": ({200, 403}, NOT_SO),
    "privacy:incident_steps": (NOT_SO, SENT),
    "privacy:incident_containments": (NOT_SO, SENT),
    "privacy:my_incident": (OWN, NOT_SO),
    "members:staff": (READ, SENT),
    "members:access_review": (READ, SENT),
    "privacy:undertaking": (READ, SENT),
    "privacy:training": (READ, SENT),
    "privacy:alarm": (READ, SENT),
    "privacy:switches": (READ, SENT),
    "privacy:desk_recipient": (READ, SENT),
    "privacy:desk_demand_entry": (READ, SENT),
    "privacy:desk_decision": (NOT_SO, SENT),
    "privacy:desk_instrument": (NOT_SO, READ),
    "privacy:desk_controller": (READ, SENT),
    "privacy:controller": (READ, SENT),
    "privacy:desk_addition": (READ, SENT),
    "privacy:desk_extract": (NOT_SO, TAKEN),
    "privacy:desk_package": (NOT_SO, READ),
    "privacy:desk_receipt": (NOT_SO, TAKEN),
    "trade:supply_profile": (OWN, TAKEN | {404}),
    "trade:desk_sellers": (READ, SENT),
    "trade:desk_seller": (READ, SENT),
    "trade:desk_seller_ending": (NOT_SO, TAKEN),
    "trade:desk_followers": (NOT_SO, SENT),
    "trade:desk_follower_ending": (NOT_SO, TAKEN),
    **{
        f"trade:{side}_{name}": answers
        for side in ("desk", "supply")
        for name, answers in {
            "queue_acts": (NOT_SO, SENT),
            "queue_undoing": (NOT_SO, TAKEN),
            "queue_views": (NOT_SO, SENT),
            "queue_view_removal": (NOT_SO, TAKEN | {404}),
            "agents": (OWN, SENT | {404}),
            "agents_preview": (OWN, NOT_SO),
            "agencies": (NOT_SO, TAKEN | {404}),
            "agency_ending": (NOT_SO, TAKEN | {404}),
            "rule": (NOT_SO, TAKEN | {404}),
            "unassign": (NOT_SO, TAKEN | {404}),
            "offers": (OWN, NOT_SO),
            "offer_stock": (NOT_SO, {404, 422}),
        }.items()
    },
}


def name_and_rule(path: str) -> tuple[str, str]:
    match = resolve(path)
    return match.view_name, match.func.access_rule


def as_meant(answer: Any, path: str, method: str, meant: str) -> bool:
    name, _ = name_and_rule(path)
    if meant in {SIGN_IN, LED}:
        page = "/sign-in/" if meant == SIGN_IN else "/registration/membership/"
        way = f"{page}?next={path}" if method == "get" else page
        return (answer.status_code, answer.get("Location")) == (302, way)
    if meant == UNKNOWN:
        return answer.status_code in {401, 405, 429}  # whatever their cookies say; `test_api` walks these with keys
    if meant == REFUSED:
        return answer.status_code == 403
    if meant == ABSENT:
        return answer.status_code in {404, 405}
    return answer.status_code in ANSWERS.get(name, (READ, NOT_SO))[method == "post"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_what_the_rule_of_an_address_says(stage: Stage, who: str, method: str):
    found, cells = {}, 0
    for path in stage.addresses().values():
        name, rule = name_and_rule(path)
        meanings = means(rule)
        assert meanings, f"{name}: nobody knows what {rule!r} means"
        meant, before = meanings[who], written()
        with undone():
            answer = getattr(stage.browser(who), method)(path)
            wrote = written() != before
        cells += 1
        if not as_meant(answer, path, method, meant) or (wrote and (method == "get" or meant != IN)):
            found[path] = (answer.status_code, answer.get("Location", ""), "wrote" if wrote else "", meant)
    assert found == {}
    assert cells >= 80


def test_the_table_names_addresses_that_there_are(stage: Stage):
    names = {name_and_rule(path)[0] for path in stage.addresses().values()}
    assert set(ANSWERS) - names == set()
    assert set(MEANS) - {name_and_rule(path)[1] for path in stage.addresses().values()} == set()
    assert {role.name for role in STAFF.values()} == {role for who in STAFF for role in stage.people[who].roles.split()}


def test_nothing_is_changed_without_the_token_of_a_form(stage: Stage):
    browser, before = stage.browser("full member", checks_csrf=True), written()
    told = {path: name_and_rule(path) for path in stage.addresses().values()}
    answers = {name: browser.post(path).status_code for path, (name, rule) in told.items() if "key" not in rule}
    by_other_means = {
        "api:absent",
        "outreach:news_stop",
        "outreach:sms_gateway",
        "trade:payment_events",
        "front:language",
        "front:theme",
    }  # guarded by the headers of the browser, see their view
    assert {name: status for name, status in answers.items() if status != 403 and name not in by_other_means} == {}
    assert written() == before


def alike(stage: Stage, who: str, method: str, paths: tuple[str, str], data: tuple[Any, Any] = ({}, {})) -> Any:
    """The answer to somebody else's thing, which is the answer to what there is not: neither tells of it or acts."""
    answers = []
    for path, values in zip(paths, data, strict=True):
        before = written()
        with undone():
            answer = getattr(stage.browser(who), method)(path, values)
            assert differing(before, written()) <= HELD, path
        page = without_tokens(answer.content.decode()).replace(paths[0], "").replace(paths[1], "")
        answers.append((answer.status_code, answer.get("Location", ""), page))
    assert answers[0] == answers[1]
    return answers[0][0]


HELD = {"trade_cart"}
"""One's own cart is held by a change of its date."""


def differing(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {table for table, count in after.items() if count != before.get(table, 0)}


NO_ORDER = "CC-00000-00000"


@pytest.mark.parametrize("who", ["member", "support", "order desk"])
def test_somebody_elses_order_is_not_there(stage: Stage, who: str):
    code = stage.order.code
    for method, path in (("get", "/orders/{}/"), ("get", "/checkout/placed/{}/"), ("post", "/orders/{}/cancellation/")):
        paths, values = (path.format(code), path.format(NO_ORDER)), {"why": Why.MISTAKE.value}
        assert alike(stage, who, method, paths, (values, values)) == 404
    assert code not in stage.browser(who).get("/orders/").content.decode()
    asked = stage.browser(who).get("/orders/", {"code": code}).content.decode()
    assert f'value="{code}"' in asked
    assert code not in asked.replace(f'value="{code}"', "")
    assert Order.objects.get(code=code).state == State.PLACED


def test_the_desk_confirms_no_order_that_there_is_not(stage: Stage):
    before = written()
    assert stage.browser("order desk").post(f"/desk/orders/{NO_ORDER}/confirmation/").status_code == 404
    assert written() == before


def test_somebody_elses_passkey_stays(stage: Stage):
    paths = tuple(f"/me/security/passkeys/{key}/removal/" for key in (stage.passkey.pk, uuid4()))
    assert alike(stage, "member", "post", paths) == 302
    assert stage.people["full member"].passkeys.count() == 1


def test_somebody_elses_browser_stays_signed_in(stage: Stage):
    key = digest_of_key(stage.browsers["full member"].session.session_key)
    path = "/me/security/devices/removal/"
    assert alike(stage, "member", "post", (path, path), ({"device": key}, {"device": "0" * 64})) == 302
    assert stage.browser("full member").get("/me/").status_code == 200


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_somebody_elses_cart_line_stays(stage: Stage, who: str):
    theirs = CartLine.objects.get(cart__subject_id=stage.people["full member"].pk)
    assert alike(stage, who, "post", ("/cart/", "/cart/"), ({"remove": theirs.pk}, {"remove": 10**15})) == 302
    swapped = ({f"quantity-{theirs.pk}": "7"}, {f"quantity-{10**15}": "7"})
    assert alike(stage, who, "post", ("/cart/", "/cart/"), swapped) == 422
    theirs.refresh_from_db()
    assert theirs.quantity == 1


def test_somebody_elses_answers_are_not_ordered(stage: Stage):
    buyer = stage.people["full member"].pk
    theirs, path, before = CheckoutDraft.objects.get(subject_id=buyer), "/checkout/review/", Order.objects.count()
    seen = basket_of(Owner(buyer)).seen(draft_of(buyer)).hex()
    alike(stage, "member", "post", (path, path), ({"key": theirs.pk, "seen": seen}, {"key": uuid4(), "seen": seen}))
    assert Order.objects.count() == before


def test_a_code_sent_to_somebody_else_verifies_nothing_of_mine(stage: Stage):
    """Even to who knows the code and could write into the session."""
    code = Code.objects.get(pk=stage.browsers["member"].session[CODE])
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        text = code.code.open()
    thief = stage.browser("support")
    session = thief.session
    session[CODE] = str(code.pk)
    session.save()
    before = opened(stage.people["support"], "mobile")
    assert thief.post("/me/data/verification/", {"code": text}).status_code == 422
    assert opened(Member.objects.get(pk=stage.people["support"].pk), "mobile") == before


def test_a_file_is_its_owners(stage: Stage):
    path = "/me/data/business-card/file/"
    assert stage.browser("visitor").get(path).status_code == 302
    for member in (stage.people["full member"], stage.people["support"]):  # whoever they say to be in the address
        assert stage.browser("member").get(path, {"member": member.pk, "subject": member.pk}).status_code == 404


def test_a_password_of_mine_confirms_nothing_of_somebody_else(stage: Stage):
    browser = stage.browser("member")
    assert browser.post("/me/security/confirmation/", {"password": PASSWORD + "!"}).status_code == 422
    assert browser.post("/me/security/confirmation/", {"password": PASSWORD}).status_code == 302
