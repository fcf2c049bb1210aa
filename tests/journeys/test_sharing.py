"""Who receives data, as everybody can read it (IV.1-2, F.20)."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Visits
from tests.journeys.test_frame import violations


@pytest.mark.clause("IV.1-2")
@pytest.mark.clause("F.20")
def test_the_third_party_list_names_who_what_for_and_what(visit: Visits):
    page = visit("en")
    page.goto("/privacy/")
    page.locator("footer a[href='/privacy/recipients/']").click()
    expect(page.locator("h1")).to_have_text("Who receives data")
    for key, name, role, gets in (
        ("builder", "Delaware Information Consulting (Suzhou) Co., Ltd.", "Website builder", "Orders"),
        ("server", "Shanghai Blue Cloud Network Technology Co., Ltd.", "Server provider", "Everything stored here"),
        ("carrier", "Demonstration Carrier", "Carrier", "Mobile number"),
    ):
        entry = page.locator(f"#{key}")
        for told in (name, role, gets, "What for", "Country", "Contract"):
            expect(entry).to_contain_text(told)
    expect(page.locator("#builder")).to_contain_text("under a pseudonym made for this recipient alone")
    expect(page.locator("#server")).to_contain_text("the recipient cannot read it")
    assert violations(page) == []

    narrow = visit("zh", viewport=PHONE)
    narrow.goto("/privacy/recipients/")
    expect(narrow.locator("#builder")).to_contain_text("特拉华信息咨询（苏州）有限公司")
    expect(narrow.locator("#server")).to_contain_text("上海蓝云网络科技有限公司")
    assert violations(narrow) == []
