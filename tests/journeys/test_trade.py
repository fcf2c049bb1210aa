"""Trade between companies, side by side in several browsers: a sample, and a quote that becomes an order."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from coatingcat.trade.words import Step
from tests.journeys import walks
from tests.journeys.conftest import DESKTOP, PHONE, Visits
from tests.journeys.trading import Trader, amounts, enters, in_days, pdf_of
from tests.journeys.walks import Delivery, token

GOODS, NAME = "/products/disperbyk-109/", "DISPERBYK-109"
"""What the demonstration's supplier sells."""
CODE = re.compile(r"\b(?:IQ|QU|CC|RT)-[0-9A-Z]{5}-[0-9A-Z]{5}\b")
VAT = Decimal("0.13")
WAY = [Step.APPROVED, Step.CONFIRMED, Step.SHIPPED, Step.DELIVERED, Step.SHIPPED, Step.DELIVERED, Step.COMPLETED]
WAY += [Step.INVOICED, Step.PAID, Step.RETURN_ASKED, Step.RETURN_AGREED, Step.RETURN_RECEIVED, Step.RETURN_SETTLED]
"""What happens to the order after it was placed."""
PRICE, FEWER = Decimal(5_200), Decimal(5_600)
"""A pack from six on, and a pack of fewer, in yuan without VAT: six are beyond what the buyer may order alone."""


def code_in(trader: Trader) -> str:
    """The number of what the browser stands on."""
    found = CODE.search(trader.page.url)
    assert found is not None, trader.page.url
    return found[0]


def asks(buyer: Trader, kind: str, quantity: str, unit: str, project: dict[str, str]) -> None:
    """From the product's page through products and project to whom to ask: the supplier alone."""
    buyer.page.locator(f"main a[href*='kind={kind}']").first.click()
    buyer.looks()
    expect(buyer.page.locator(f"[name=kind][value={kind.upper()}]")).to_be_checked()
    buyer.line("quantity-").fill(quantity)
    buyer.line("unit-").select_option(unit)
    buyer.sends()
    buyer.fill(**project)
    buyer.page.select_option("[name=demand_unit]", "t")
    if "formula_line" in project:
        buyer.page.check("[name=formula_share][value=LINE]")
    buyer.sends()
    for box in buyer.page.locator("[name=sellers]").all():
        box.set_checked(box.get_attribute("value") == "supplier")


def is_right(*traders: Trader) -> None:
    faults = {trader.who: trader.faults for trader in traders if trader.faults}
    assert faults == {}


@pytest.mark.clause("F.8")
def test_a_sample_is_asked_for_with_a_line_of_the_formula_and_comes(visit: Visits):
    buyer, supplier = enters(visit, "buyer", "zh", PHONE), enters(visit, "supplier", "en", DESKTOP)
    delivery, line = Delivery(), token("hardener ")
    told = {"application": token("C5 steel "), "background": delivery.background, "yearly_demand": "1200"}
    buyer.goes(GOODS)
    asks(buyer, "sample", "0.5", "kg", told | {"formula_line": line})
    buyer.fill(**{key: getattr(delivery, key) for key in ("name", "phone", "email", "address")})
    buyer.sends()
    for value in (NAME, line, told["application"], delivery.name):
        buyer.sees(value.strip())
    buyer.sends(".receipt form")
    code = code_in(buyer)
    expect(buyer.page.locator("main .timeline .next progress")).to_be_visible()  # the clock of the first answer

    supplier.goes("/supply/")
    supplier.goes("/supply/queue/")
    supplier.page.get_by_role("link", name=code).click()
    supplier.looks()
    for value in (line, told["application"], delivery.name, delivery.address.strip()):
        supplier.sees_not(value.strip())
    supplier.says_why("INQUIRY")
    for value in (*told.values(), line, delivery.name, delivery.address):
        supplier.sees(value.strip())
    account = visit.demo.accounts["buyer"]
    assert account["sign_in"] not in supplier.page.content()
    for state in ("qualified", "approved"):
        supplier.goes(f"/supply/inquiries/{code}/steps/?to={state}")
        supplier.sends()
    supplier.fill(text="Which spray gun do you use?")
    supplier.sends(supplier.form("/messages/"))
    buyer.goes(f"/inquiries/{code}/")
    buyer.sees("Which spray gun do you use?")
    buyer.page.locator(f"{buyer.form('/messages/')} [name=text]").fill("无气喷涂。")
    buyer.sends(buyer.form("/messages/"))
    supplier.goes(f"/supply/inquiries/{code}/parcel/")
    supplier.page.select_option("[name=carrier]", "carrier")
    supplier.fill(tracking="SF-20261126", weight_kg="0.6")
    supplier.sends()
    supplier.says_why("INQUIRY")
    supplier.sees("无气喷涂。")

    buyer.goes(f"/inquiries/{code}/")
    buyer.sees("SF-20261126")
    for state in ("DELIVERED", "CLOSED"):
        buyer.page.check(f"[name=to][value={state}]")
        buyer.sends(buyer.form("/steps/"))
    expect(buyer.page.locator("main .timeline").first).to_contain_text("已完结")
    agent = enters(visit, "agent", "zh", DESKTOP)
    agent.goes("/supply/inquiries/")
    agent.sees(code)  # samples of Chinese companies are this agent's by the supplier's rule
    is_right(buyer, supplier, agent)


def _asks_for_a_quote(buyer: Trader) -> str:
    buyer.goes(GOODS)
    asks(buyer, "quote", "150", "kg", {"background": "Wind turbine blades", "yearly_demand": "1800"})
    buyer.sends()
    buyer.sends(".receipt form")
    return code_in(buyer)


def _quotes(supplier: Trader, inquiry: str, ladder: str) -> None:
    """Write a version and offer it; what the version before said is there already."""
    supplier.goes(f"/supply/inquiries/{inquiry}/")
    supplier.page.locator("main a[href*='/quotes/for/']").first.click()
    supplier.looks()
    supplier.line("size-").fill("25")
    supplier.line("unit-").select_option("kg")
    supplier.line("packs-").fill("6")
    supplier.line("ladder-").fill(ladder)
    supplier.page.select_option("[name=incoterm]", "DAP")
    supplier.page.select_option("[name=payment]", "NET_30")
    supplier.fill(place="Shanghai", lead_days="5")
    supplier.sends()
    assert CODE.search(supplier.page.url)


def _asks_for_less(buyer: Trader, inquiry: str) -> None:
    """The buyer reads the first version and says what it would rather pay."""
    buyer.goes(f"/quotes/for/{inquiry}/")
    buyer.page.locator("main a[href^='/quotes/QU-']").first.click()
    buyer.looks()
    buyer.page.locator("details:has(form[action$='/counter-offer/']) > summary").click()
    buyer.line("price-").fill("5200")
    buyer.sends(buyer.form("/counter-offer/"))


def _orders(buyer: Trader, inquiry: str, number: str, delivery: Delivery) -> str:
    """At the second version: its prices are fixed, the order has a number of the buyer's own. The same submission twice
    is one order."""
    buyer.goes(f"/quotes/for/{inquiry}/")
    buyer.page.locator("main a[href^='/quotes/QU-']").first.click()
    buyer.looks()
    expect(buyer.page.locator("section[aria-labelledby=versions] li")).to_have_count(2)
    buyer.sends(buyer.form("/order/"))
    buyer.goes("/checkout/consignee/")
    form = "main form.form:has([name=address])"
    buyer.page.locator(f"{form} [name=is_buyer]").uncheck()
    buyer.fill(**{key: getattr(delivery, key) for key in ("name", "phone", "email", "address")})
    buyer.sends(form)
    buyer.goes("/checkout/project/")  # what the inquiry said stands there already
    buyer.fill(background=delivery.background, po_number=number)
    buyer.sends()
    buyer.page.wait_for_url("**/checkout/review/")
    for shown in (number, delivery.name, f"{6 * PRICE:,.2f}"):
        buyer.sees(shown)
    sent: list[str] = []
    buyer.page.once("request", lambda request: sent.append(request.post_data or ""))
    buyer.sends(".receipt form")
    buyer.page.wait_for_url("**/checkout/placed/**")
    code = code_in(buyer)
    again = buyer.page.request.post(
        "/checkout/review/",
        data=sent[0],
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": buyer.page.url},
    )
    assert again.url.endswith(f"/checkout/placed/{code}/")
    return code


def _approves(approver: Trader, code: str) -> None:
    approver.goes("/me/company/approvals/")
    approver.page.get_by_role("link", name=code).click()
    approver.looks()
    approver.page.locator("button[value=APPROVED]").click()
    approver.page.wait_for_url("**/me/company/approvals/")
    approver.sees_not(code)


def _confirms(supplier: Trader, code: str, delivery: Delivery, number: str) -> None:
    supplier.goes("/supply/queue/")
    supplier.page.get_by_role("link", name=code).click()
    supplier.looks()
    supplier.sees_not(delivery.name)
    supplier.says_why("DELIVERY")
    for told in (delivery.name, delivery.address.strip(), number):
        supplier.sees(told)
    supplier.fill(promised_on=in_days(6))
    supplier.is_in("Placed, waiting for confirmation")
    supplier.sends(supplier.form("/confirmation/"))
    supplier.is_in("Confirmed")


def _follows_up(supplier: Trader, agent: Trader, code: str) -> None:
    """An agent finds nothing of the order until it is assigned to it."""
    answer = agent.page.request.get(f"/supply/orders/{code}/")
    assert answer.status == 404
    supplier.goes(f"/supply/queue/?code={code}")
    supplier.page.check("main [name=thing]")
    supplier.page.select_option("main [name=verb]", "ASSIGN")
    supplier.page.locator("main form[action$='/acts/'] [name=agent]").select_option(index=1)
    supplier.sends(supplier.form("/acts/"))
    agent.goes("/supply/orders/")
    agent.page.get_by_role("link", name=code).click()
    agent.looks()
    agent.sees(NAME)


def _ships(supplier: Trader, code: str, packs: int, carrier: str = "") -> str:
    """Some of the packs, with batch and certificate; the batch."""
    batch = token("B")
    supplier.goes(f"/supply/orders/{code}/deliveries/")
    supplier.page.select_option("[name=transport]", "CARRIER" if carrier else "OWN")
    if carrier:
        supplier.page.select_option("[name=carrier]", carrier)
        supplier.fill(parcel_packs="1", weight_kg="101", tracking="SF-77001")
    supplier.line("quantity_").fill(str(packs))
    supplier.line("batch_").fill(batch)
    supplier.line("best_before_").fill(in_days(300))
    supplier.line("certificate_").set_input_files([walks.card_of(walks.Person())])
    supplier.sends()
    return batch


def _is_delivered(supplier: Trader, buyer: Trader, code: str) -> None:
    """In two parts, each with its batch and certificate, and accepted by the buyer."""
    for number, (packs, carrier) in enumerate([(4, "carrier"), (2, "")], start=1):
        batch = _ships(supplier, code, packs, carrier)
        buyer.goes(f"/orders/{code}/")
        buyer.is_in("部分已发出")
        buyer.goes(f"/orders/{code}/deliveries/{number}/")
        buyer.sees(batch)
        certificate = buyer.page.locator("main a[href*='/certificates/']").get_attribute("href")
        assert buyer.page.request.get(certificate).ok
        buyer.sends(buyer.form("/arrival/"))
    buyer.goes(f"/orders/{code}/")
    buyer.is_in("已送达")
    buyer.sends(buyer.form("/acceptance/"))
    buyer.is_in("已完成")


def _is_billed_and_paid(supplier: Trader, buyer: Trader, code: str, number: str, folder: Path) -> None:
    supplier.goes("/supply/invoices/billing/")
    supplier.goes(f"/supply/orders/{code}/account/")
    supplier.sends(supplier.form("/account/invoices/"))
    buyer.goes("/invoices/")
    buyer.page.locator(f"main a[href^='/orders/{code}/invoices/']").first.click()
    buyer.looks()
    address = buyer.page.locator("main a[href*='.pdf']").first.get_attribute("href") or ""
    for language in ("zh-hans", "en"):
        paper = pdf_of(buyer.page, f"{address.partition('?')[0]}?language={language}", folder)
        assert {6 * PRICE, 6 * PRICE * VAT, 6 * PRICE * (1 + VAT)} <= amounts(paper)
        assert number in paper
        assert code in paper
    buyer.goes(f"/orders/{code}/payment/")
    buyer.fill(amount=f"{6 * PRICE * (1 + VAT):.2f}")
    buyer.sends(buyer.form("/announcement/"))
    supplier.goes(f"/supply/orders/{code}/account/")
    supplier.page.locator(f"{supplier.form('/payments/')} [name=amount]").fill(f"{6 * PRICE * (1 + VAT):.2f}")
    supplier.sends(supplier.form("/payments/"))
    expect(supplier.page.locator("main dl.facts .badge").first).to_have_text("Paid")


def _sends_a_pack_back(supplier: Trader, buyer: Trader, code: str, folder: Path) -> None:
    """One pack comes back and is credited; both sides read the same timeline."""
    first = {"zh": "已下单", "en": "Placed"}
    buyer.goes(f"/orders/{code}/returns/")
    buyer.page.select_option("[name=sort]", "RETURN")
    buyer.page.select_option("[name=why]", "QUALITY")
    buyer.line("quantity_").fill("1")
    buyer.fill(note="桶底有结块。")
    buyer.sends()
    supplier.goes("/supply/queue/")
    supplier.goes(f"/supply/orders/{code}/")
    supplier.page.locator("main a[href*='/returns/RT-']").first.click()
    supplier.looks()
    supplier.page.check("[name=answer][value=agree]")
    supplier.sends(supplier.form("/answer/"))
    supplier.sends(supplier.form("/receipt/"))
    supplier.sends(supplier.form("/credit/"))
    buyer.goes(f"/orders/{code}/")
    buyer.goes(f"/orders/{code}/payment/")
    note = buyer.page.locator("main a[href*='/invoices/CN']").get_attribute("href") or ""
    buyer.goes(note)
    paper = pdf_of(buyer.page, f"{note.rstrip('/')}.pdf?language=en", folder)
    assert {PRICE, PRICE * VAT, PRICE * (1 + VAT)} <= amounts(paper)
    for trader, base, language in ((buyer, "/orders", "zh"), (supplier, "/supply/orders", "en")):
        trader.goes(f"{base}/{code}/")
        steps = trader.page.locator("section[aria-labelledby=timeline] .timeline b").all_inner_texts()
        assert steps == [first[language], *(step.value.in_language(language) for step in WAY)]


@pytest.mark.clause("F.6")
@pytest.mark.clause("F.8")
def test_a_quote_becomes_an_order_that_goes_through_all_its_states(visit: Visits, tmp_path: Path):
    buyer, supplier = enters(visit, "buyer", "zh", PHONE), enters(visit, "supplier", "en", DESKTOP)
    approver, agent = enters(visit, "approver", "en", DESKTOP), enters(visit, "agent", "zh", DESKTOP)
    delivery, number = Delivery(), token("PO-")
    inquiry = _asks_for_a_quote(buyer)
    _quotes(supplier, inquiry, f"1 {FEWER}")
    _asks_for_less(buyer, inquiry)
    _quotes(supplier, inquiry, f"1 {FEWER}\n6 {PRICE}")
    code = _orders(buyer, inquiry, number, delivery)
    supplier.goes("/supply/orders/")
    supplier.sees_not(code)  # it waits in the buyer's company
    _approves(approver, code)
    _confirms(supplier, code, delivery, number)
    _follows_up(supplier, agent, code)
    _is_delivered(supplier, buyer, code)
    _is_billed_and_paid(supplier, buyer, code, number, tmp_path)
    _sends_a_pack_back(supplier, buyer, code, tmp_path)
    buyer.looks_again("en")
    supplier.looks_again("zh")
    is_right(buyer, supplier, approver, agent)
