"""Hazardous chemicals go only to companies whose licence was seen (Decree 591)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.catalog.models import ProductSubstance, PropertyValue, Substance
from coatingcat.members.models import Company
from coatingcat.members.words import CompanyRole
from coatingcat.trade.actions.licences import refuse_without_licence
from coatingcat.trade.models import CartLine, Order, Stock
from coatingcat.trade.refusals import LicenceMissing
from coatingcat.trade.rules.hazard import WATER, Part, hazards_of
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser

BUTYL_ACETATE = Part("123-86-4", False, ("H226", "H336"))


@pytest.mark.parametrize(
    ("parts", "flash_point", "found"),
    [
        ([], None, ()),
        ([BUTYL_ACETATE], None, ("H226",)),
        ([BUTYL_ACETATE], 60.0, ("H226",)),
        ([BUTYL_ACETATE], 60.1, ()),
        ([BUTYL_ACETATE, Part(WATER, False, ())], None, ()),
        ([BUTYL_ACETATE, Part(WATER, False, ())], 23.0, ("H226",)),
        ([Part("123-86-4", True, ("H226", "H336"))], None, ("H226",)),
        ([Part("26471-62-5", True, ("H330", "H351", "H315"))], None, ("H330",)),
        ([Part("1761-71-3", True, ("H314",))], 150.0, ("H314",)),
        ([Part("0-00-0", False, ("H330",))], None, ()),
        ([], 40.0, ("H226",)),
    ],
)
def test_what_counts_as_hazardous(parts, flash_point, found):
    assert hazards_of(parts, flash_point) == found


@given(st.floats(-100, 60), st.lists(st.builds(Part, st.just("1-0-0"), st.booleans(), st.just(())), max_size=3))
def test_a_low_flash_point_always_counts(point, parts):
    assert hazards_of(parts, point) == ("H226",)


pytestmark = pytest.mark.django_db


def solvent_borne(**terms):
    """An offer of a resin in butyl acetate."""
    offer = make.offer(**terms)
    made, _ = Substance.objects.get_or_create(
        cas="123-86-4", defaults={"name_en": "n-Butyl acetate", "hazards": ["H226"]}
    )
    ProductSubstance.objects.create(product=offer.product, substance=made, role="carrier")
    return offer


def at(country: str, **fields) -> Company:
    company = firms.firm("House", **fields)
    company.country = country
    company.save()
    return company


def test_an_order_is_refused_with_its_reason_and_nothing_happens():
    company, offer = at("CN"), solvent_borne(stock=5)
    buyer = firms.join(company, CompanyRole.BUYER)
    with pytest.raises(LicenceMissing) as refusal:
        make.order(buyer.pk, offer, make.offer())
    assert (refusal.value.names, refusal.value.is_company) == ((offer.product.name,), True)
    assert (Order.objects.count(), CartLine.objects.count(), Stock.objects.get(pk=offer.pk).free) == (0, 2, 5)
    assert offer.product.name in browser(buyer).get("/cart/").content.decode().partition("Hazardous chemicals")[2]
    sent = make.submission(buyer.pk)
    answer = browser(buyer).post("/checkout/review/", {"key": sent["key"], "seen": sent["seen"].hex()})
    assert (answer.status_code, Order.objects.count()) == (409, 0)
    assert "hand it in on the page of your company" in answer.content.decode()


@pytest.mark.parametrize(
    ("country", "hazardous", "allowed"), [("CN", True, True), ("CN", False, False), ("DE", False, True)]
)
def test_the_licence_is_asked_in_china(country, hazardous, allowed):
    company, offer = at(country, hazardous=hazardous), solvent_borne()
    if allowed:
        refuse_without_licence(company, [offer.product_id])
    else:
        with pytest.raises(LicenceMissing):
            refuse_without_licence(company, [offer.product_id])


def test_who_acts_for_no_company_gets_none_and_harmless_goods_need_no_licence():
    with pytest.raises(LicenceMissing) as refusal:
        make.order(None, solvent_borne())
    assert refusal.value.is_company is False
    refuse_without_licence(None, [make.offer().product_id])


def test_a_flash_point_above_sixty_degrees_clears_a_resin(django_assert_num_queries):
    offer = solvent_borne()
    PropertyValue.objects.create(
        code="V1", product=offer.product, property="flash_point", label="Flash point", printed="75", form="exact",
        lo=75, hi=75, canonical_lo=75, canonical_hi=75, unit="°C", canonical_unit="°C",
    )  # fmt: skip
    with django_assert_num_queries(2):
        refuse_without_licence(None, {offer.product_id: "Resin", "P-NONE": "Other"})
