"""A passkey is made and used in a real browser with a virtual authenticator, under the site's own CSP."""

from playwright.sync_api import expect

from tests.journeys.conftest import Demo, Visits


def test_a_member_makes_a_passkey_and_signs_in_with_it(visit: Visits, demo: Demo):
    account = demo.accounts["full member"]
    page = visit("en")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/sign-in/?next=/me/security/")
    page.get_by_label("E-mail address or mobile number").fill(account["sign_in"])
    page.get_by_label("Password").fill(account["password"])
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Work laptop", exact=True).first).to_be_visible()
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]
    assert [one["rpId"] for one in kept] == ["localhost"]

    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.goto("/me/security/")
    expect(page).to_have_url(f"{demo.url}/sign-in/?next=/me/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Recent sign-ins")).to_be_visible()
    expect(page.get_by_role("cell", name="Passkey", exact=True).first).to_be_visible()

    page.get_by_role("button", name="Remove Work laptop").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not accepted")
    visit.complaints[:] = [one for one in visit.complaints if "422" not in one]  # the browser logs the refusal itself
