import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from coatingcat.members.forms.details import MembershipForm
from coatingcat.members.models import Code, Correction, Member, Membership, OptionalDetails
from coatingcat.members.queries.own_data import data_of, labels_of
from coatingcat.members.words import Use
from coatingcat.privacy.declarations import find, personal_entries
from coatingcat.privacy.gate import Actor, Denied, purpose
from coatingcat.privacy.models import Consent
from coatingcat.privacy.queries import standing_consents
from coatingcat.privacy.words import Purpose, Question, Role
from tests.members.people import (
    ADDRESS,
    DETAILS,
    MOBILE,
    full_member,
    membership_form,
    opened,
    person,
    picture,
    sent_code,
    signed_in,
)

pytestmark = pytest.mark.django_db
EIGHT = ("name", "email", "mobile", "city", "profession", "industry", "company_type", "business_card")
JOIN = "/registration/membership/"


@pytest.mark.clause("I.1a")
def test_the_required_fields_are_those_the_registry_requires() -> None:
    form = MembershipForm(verified={})
    required = {getattr(f, "declared", n) for n, f in form.fields.items() if f.required}
    registry = {e.label for e, d in personal_entries() if d.required_for == "membership"}
    assert required == registry
    assert len(required) == 8


@pytest.mark.clause("I.1a")
@pytest.mark.parametrize("missing", [f for f in EIGHT if f != "email"])
def test_each_missing_detail_is_refused_naming_its_reason(missing: str) -> None:
    browser = signed_in(person())
    answer = browser.post(JOIN, membership_form(**{missing: None}), headers={"Accept-Language": "en"})
    form = answer.context["form"]
    assert (answer.status_code, set(form.errors)) == (422, {missing})
    reason = find(form.fields[missing].declared).reason.en
    assert reason in form.errors[missing][0]
    assert Membership.objects.count() == 0
    page = answer.content.decode()
    assert all(f'value="{DETAILS[n]}"' in page for n in ("name", "city", "profession") if n != missing)


def test_the_verified_contact_cannot_be_typed_over(client: Client) -> None:
    member = person()
    browser = signed_in(member)
    browser.post(JOIN, membership_form(email="somebody@else.cn"))
    member.refresh_from_db()
    assert opened(member, "email") == ADDRESS


@pytest.mark.clause("I.1b")
def test_with_no_optional_detail_one_becomes_a_full_member_and_nothing_may_be_pushed() -> None:
    member = person()
    browser = signed_in(member)
    page = browser.get(JOIN, headers={"Accept-Language": "en"}).content.decode()
    assert page.count('type="checkbox"') == 4
    assert "checked" not in page
    assert browser.post(JOIN, membership_form()).url == "/me/data/verification/"
    assert not member.is_full
    answer = browser.post("/me/data/verification/", {"code": sent_code(Use.CONTACT)})
    assert answer.status_code == 302
    member.refresh_from_db()
    assert member.is_full
    assert {n: opened(member.membership, n) for n in DETAILS} == DETAILS
    assert opened(member, "mobile") == MOBILE
    assert (OptionalDetails.objects.count(), Consent.objects.count()) == (0, 0)
    assert standing_consents(member.pk) == frozenset()


@pytest.mark.clause("I.1b")
def test_an_optional_detail_is_kept_with_a_consent_of_its_own_and_opens_for_nothing_else() -> None:
    member = person(mobile=MOBILE)
    browser = signed_in(member)
    answer = browser.post(
        JOIN,
        membership_form(email=ADDRESS, company="Asellion", company_yes="on", interests="marine", interests_yes="on"),
        headers={"Accept-Language": "en"},
    )
    assert answer.url == "/me/"
    row = OptionalDetails.objects.get()
    assert (opened(row, "company"), row.department) == ("Asellion", None)
    assert standing_consents(member.pk) == {Purpose.PERSONALISED_SERVICES, Purpose.PRODUCT_NEWS}
    assert "Company" in Consent.objects.get(purpose="PERSONALISED_SERVICES").words
    with purpose(
        Purpose.PRODUCT_NEWS,
        actor=Actor(person("ads@paint.example", roles="marketing").pk, frozenset({Role.MARKETING})),
    ):
        assert row.interests.open() == "marine"
        with pytest.raises(Denied) as refused:
            row.company.open()
    assert refused.value.question is Question.DECLARED


@pytest.mark.parametrize(
    ("given", "field"), [({"company": "Asellion"}, "company_yes"), ({"company_yes": "on"}, "company")]
)
def test_a_value_without_its_tick_and_a_tick_without_its_value_are_asked_about(given: Any, field: str) -> None:
    browser = signed_in(person())
    answer = browser.post(JOIN, membership_form(**given))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert (Membership.objects.count(), Consent.objects.count()) == (0, 0)


def test_withdrawing_empties_the_details_at_once_and_the_gate_refuses() -> None:
    member = person(mobile=MOBILE)
    browser = signed_in(member)
    browser.post(JOIN, membership_form(interests="marine", interests_yes="on", company="A", company_yes="on"))
    row = OptionalDetails.objects.get()
    page = browser.get("/me/consents/", headers={"Accept-Language": "en"}).content.decode()
    assert page.count('class="button quiet" name="answer"') == 6
    browser.post("/me/consents/", {"purpose": "PRODUCT_NEWS", "answer": "no"})
    with (
        purpose(
            Purpose.PRODUCT_NEWS,
            actor=Actor(person("ads@paint.example", roles="marketing").pk, frozenset({Role.MARKETING})),
        ),
        pytest.raises(Denied),
    ):
        row.interests.open()
    row = OptionalDetails.objects.get()
    assert (row.interests, row.company is None) == (None, False)
    assert [c.act for c in Consent.objects.filter(purpose="PRODUCT_NEWS").order_by("at")] == ["given", "withdrawn"]
    for bad in ({"purpose": "ACCOUNT", "answer": "yes"}, {"purpose": "x\x00", "answer": "no"}, {}):
        assert browser.post("/me/consents/", bad).status_code == 422
    assert Consent.objects.count() == 3


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(20_000_000))
    return out.getvalue()


HOSTILE = [
    ("name", "a\x00b"),
    ("name", "\u202egnp.exe"),
    ("name", "x" * 81),
    ("name", "x" * 1_000_000),
    ("name", "   "),
    ("city", "\x1b[31m"),
    ("mobile", "+" + "9" * 39),
    ("mobile", "1" * 100_000),
    ("mobile", "0"),
    ("mobile", "call me"),
    ("industry", "NOTHING"),
    ("company_type", "<script>"),
    ("business_card", SimpleUploadedFile("card.png", b"PK\x03\x04 no picture", "image/png")),
    ("business_card", SimpleUploadedFile("card.pdf", bomb(), "application/pdf")),
    ("business_card", SimpleUploadedFile("../../etc/passwd", b"", "image/png")),
    ("business_card", SimpleUploadedFile("x.svg", b"<svg onload=alert(1)>", "image/svg+xml")),
    ("business_card", SimpleUploadedFile("big.png", picture() + bytes(5 * 1024 * 1024), "image/png")),
    ("business_card", SimpleUploadedFile("huge.png", bytes(7 * 1024 * 1024), "image/png")),
    ("business_card", "no file at all"),
]


@pytest.mark.parametrize(("field", "value"), HOSTILE, ids=lambda v: str(v)[:20].encode("unicode_escape").decode())
def test_hostile_input_is_said_at_its_field_and_nothing_is_kept(field: str, value: Any) -> None:
    browser = signed_in(person())
    if hasattr(value, "seek"):
        value.seek(0)
    answer = browser.post(JOIN, membership_form(**{field: value}))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert f'href="#id_{field}"' in answer.content.decode()
    assert (Membership.objects.count(), Code.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["Zoë 😀 O’Brien", "𠮷野家", "Ali\u0301", "王\u200d小明", "<b>&amp;\"'"])
def test_names_of_the_world_are_kept_and_shown_as_they_are(name: str) -> None:
    import html
    import unicodedata

    member = person()
    browser = signed_in(member)
    browser.post(JOIN, membership_form(name=name))
    assert opened(Membership.objects.get(), "name") == unicodedata.normalize("NFC", name)
    assert html.escape(unicodedata.normalize("NFC", name)) in browser.get("/me/data/").content.decode()


@pytest.mark.clause("V.1a")
@pytest.mark.clause("F.16")
def test_every_declared_value_of_a_member_is_on_the_page() -> None:
    member = person(mobile=MOBILE, nickname="Zinc Fox", roles="support", page_language="en", page_theme="dark")
    browser = signed_in(member)
    canaries = {name: f"CANARY-{name}" for name in ("name", "city", "profession")}
    optional = {name: f"CANARY-{name}" for name in ("company", "department", "contact_address", "interests")}
    ticks = {f"{name}_yes": "on" for name in optional}
    browser.post(JOIN, membership_form(**canaries, **optional, **ticks), headers={"Accept-Language": "en"})
    browser.post("/me/consents/", {"purpose": "INDUSTRY_FIT", "answer": "yes"})  # a yes with an end
    page = browser.get("/me/data/", headers={"Accept-Language": "en"}).content.decode()
    for shown in (
        *canaries.values(),
        *optional.values(),
        ADDRESS,
        MOBILE,
        "Marine and offshore",
        "Formulator",
        "Zinc Fox",
    ):
        assert shown in page, shown
    assert "card.png" in page
    with purpose(Purpose.OWN_DATA, actor=Actor(member.pk, frozenset({Role.SUBJECT}))):
        shown = set(labels_of(member.pk))
    tables = {
        "members.Member.",
        "members.Membership.",
        "members.OptionalDetails.",
        "members.SignIn.",
        "privacy.Consent.",
    }
    declared = {e.label for e, _ in personal_entries() if any(e.label.startswith(t) for t in tables)}
    declared.remove("privacy.Consent.recipient")  # no recipient was ever asked about
    declared -= {
        "members.SignIn.country",
        "members.SignIn.signals",
    }  # nothing was unusual, and no proxy names a country
    assert declared - shown == set()
    assert all(label in page for label in declared)
    assert member.password not in page


def test_every_personal_value_of_this_room_can_be_edited_or_says_why_not() -> None:
    for entry, declaration in personal_entries():
        if entry.label.startswith("members."):
            assert bool(declaration.editable_at) != bool(declaration.fixed_because), entry.label
    browser = signed_in(full_member())
    addresses = {d.editable_at for e, d in personal_entries() if e.label.startswith("members.") and d.editable_at}
    from django.urls import reverse

    for name in addresses:
        assert browser.get(reverse(name)).status_code == 200, name


def test_the_page_asks_as_often_whatever_it_shows(django_assert_num_queries) -> None:
    member = full_member()
    signed_in(member)
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (0, 3):
        for _ in range(more):
            Correction.objects.create(member=member, label="members.Membership.city")
        with (
            purpose(Purpose.OWN_DATA, actor=Actor(member.pk, frozenset({Role.SUBJECT}))),
            CaptureQueriesContext(connection) as seen,
        ):
            data_of(member.pk)
        counts.append(len(seen))
    assert counts[0] <= counts[1] <= counts[0] + 1


def test_who_opened_a_value_is_shown_to_its_subject() -> None:
    member = full_member()
    with purpose(
        Purpose.ACCOUNT,
        actor=Actor(person("desk@paint.example", roles="support").pk, frozenset({Role.SUPPORT}), "desk"),
    ):
        member.email.open()
    page = signed_in(member).get("/me/data/", headers={"Accept-Language": "en"}).content.decode()
    assert "Support · To register you, sign you in and manage your account" in page


@pytest.mark.clause("V.2")
@pytest.mark.parametrize(("field", "value"), [("name", "李强"), ("city", "Köln"), ("industry", "INKS")])
def test_a_detail_is_corrected_and_that_is_remembered_without_values(field: str, value: str) -> None:
    member = full_member()
    browser = signed_in(member)
    page = browser.get(f"/me/data/{field}/").content.decode()
    assert DETAILS[field] in page
    assert browser.post(f"/me/data/{field}/", {field: value}).url == "/me/data/"
    assert opened(Membership.objects.get(), field) == value
    assert [c.label for c in Correction.objects.all()] == [f"members.Membership.{field}"]
    assert browser.post(f"/me/data/{field}/", {field: "\x00"}).status_code == 422
    assert opened(Membership.objects.get(), field) == value


@pytest.mark.clause("V.2")
def test_a_new_email_address_counts_once_its_code_comes_back_and_the_old_one_is_told() -> None:
    member = full_member()
    browser = signed_in(member)
    assert browser.post("/me/data/email/", {"email": "new@example.cn"}).url == "/me/data/verification/"
    member.refresh_from_db()
    assert opened(member, "email") == ADDRESS
    code = sent_code(Use.CONTACT)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert browser.post("/me/data/verification/", {"code": wrong}).status_code == 422
    browser.post("/me/data/verification/", {"code": code})
    member.refresh_from_db()
    assert opened(member, "email") == "new@example.cn"
    notice = Code.objects.get(letter="contact_changed")
    assert opened(notice, "address") == ADDRESS
    assert (
        Client().post("/sign-in/", {"contact": ADDRESS, "password": "a quiet primer dries 9 hours"}).status_code == 422
    )


def test_an_address_that_is_somebodys_is_not_told_and_not_given() -> None:
    other, member = person("zhou@example.cn"), full_member()
    browser = signed_in(member)
    answer = browser.post("/me/data/email/", {"email": "zhou@example.cn"})
    assert answer.url == "/me/data/verification/"
    guess = opened(Code.objects.get(use="contact"), "code")
    assert sent_code(Use.CONTACT) == ""
    assert browser.post("/me/data/verification/", {"code": guess}).status_code == 422
    told = Code.objects.get(use="notice")
    assert (told.subject_id, told.letter) == (other.pk, "known_address")


def test_the_business_card_is_replaced_and_shown_cleaned() -> None:
    browser = signed_in(full_member())
    with_camera = io.BytesIO()
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    Image.new("RGB", (30, 20), "navy").save(with_camera, "JPEG", exif=exif)
    upload = SimpleUploadedFile("neu.jpg", with_camera.getvalue(), "image/jpeg")
    assert browser.post("/me/data/business-card/", {"business_card": upload}).url == "/me/data/"
    file = browser.get("/me/data/business-card/file/")
    assert file["Content-Type"] == "image/jpeg"
    assert file["Content-Disposition"] == "attachment"
    assert b"CANARY-CAMERA" not in file.content


def test_a_light_account_is_led_to_the_form_by_pages_for_full_members() -> None:
    browser = signed_in(person())
    assert browser.get("/me/data/city/").status_code == 404
    assert "/registration/membership/" in browser.get("/me/").content.decode()


@pytest.mark.clause("II.1")
def test_the_nickname_is_public_by_choice_and_the_public_id_is_no_number() -> None:
    member = full_member()
    browser = signed_in(member)
    assert str(member) == member.public_id
    browser.post("/me/data/nickname/", {"nickname": "Zinc Fox"})
    member.refresh_from_db()
    assert str(member) == "Zinc Fox"
    assert browser.post("/me/data/nickname/", {"nickname": "\u202eevil"}).status_code == 422
    ids = [m.public_id for m in (member, person("a@b.cn"), person("c@d.cn"))]
    assert len(set(ids)) == 3
    assert all(len(i) == 13 and i.startswith("M-") for i in ids)


def test_no_row_of_the_database_shows_a_value_in_clear() -> None:
    """Every column of every table, looked through for values of a full member."""
    member = person("needle.canary@example.cn", "+8613911112222")
    browser = signed_in_as(member, "needle.canary@example.cn")
    needles = {
        n: f"NEEDLE-{n}"
        for n in ("name", "city", "profession", "company", "department", "contact_address", "interests")
    }
    ticks = {f"{n}_yes": "on" for n in ("company", "department", "contact_address", "interests")}
    assert browser.post(JOIN, membership_form(**needles, **ticks)).status_code == 302
    browser.post("/password-reset/", {"contact": "needle.canary@example.cn"})
    browser.post("/me/data/email/", {"email": "second.needle@example.cn"})
    sent_code(Use.CONTACT)
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                low = row.lower()
                for needle in ("needle", "13911112222", "MARINE".lower()):
                    if needle in low or needle.encode().hex() in low:
                        found.append((table, needle))
    assert found == []
    assert Member.objects.count() == 1


def signed_in_as(member: Member, address: str) -> Client:
    browser = Client()
    assert (
        browser.post("/sign-in/", {"contact": address, "password": "a quiet primer dries 9 hours"}).status_code == 302
    )
    return browser


@pytest.mark.clause("I.1a")
def test_a_page_for_full_members_is_come_back_to_after_joining() -> None:
    browser = signed_in(person(mobile=MOBILE))
    assert browser.post(f"{JOIN}?next=/cart/", membership_form()).url == "/cart/"
