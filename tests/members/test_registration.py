import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coatingcat.ground.clock import frozen, now
from coatingcat.members.models import Code, Member, Membership, Registration, SignIn
from coatingcat.members.words import Use
from coatingcat.privacy.models import Subject, SubjectKey
from tests.members.people import ADDRESS, MOBILE, PASSWORD, opened, person, sent_code

pytestmark = pytest.mark.django_db
FORM = {"contact": ADDRESS, "password": PASSWORD, "age": "adult"}


def rows() -> dict[str, int]:
    """How many rows each table of the database has; the rate limits' own are HMACs and go by themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'ground_bucket'")
        names = [name for (name,) in cursor.fetchall()]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


@pytest.mark.clause("F.1")
@pytest.mark.parametrize(
    ("typed", "field", "kept"),
    [
        (" Lin.Wen@Example.cn ", "email", ADDRESS),
        ("138 0013 8000", "mobile", MOBILE),
        ("+49 1512 3456789", "mobile", "+4915123456789"),
    ],
)
def test_a_light_account_is_one_verified_contact(client: Client, typed: str, field: str, kept: str) -> None:
    answer = client.post("/registration/", FORM | {"contact": typed})
    assert answer.url == "/registration/verification/"
    assert Member.objects.count() == 0
    answer = client.post("/registration/verification/", {"code": sent_code(Use.REGISTRATION)})
    assert answer.url == "/registration/membership/"
    member = Member.objects.get()
    assert opened(member, field) == kept
    assert member.role_set == frozenset()
    assert Subject.objects.get().sort == "member"
    assert Registration.objects.count() == 0
    assert client.get("/me/data/").status_code == 200
    assert [s.way for s in SignIn.objects.all()] == ["REGISTRATION"]


def test_an_address_nobody_has_is_forgotten_at_once_and_its_asker_without_trace(client: Client) -> None:
    import datetime

    from coatingcat.members.actions.codes import forget_old_codes

    client.post("/sign-in/code/", {"contact": "nobody@example.cn"})
    sent_code(Use.SIGN_IN)
    assert opened(Code.objects.get(), "address") == ""
    with frozen(now() + datetime.timedelta(minutes=31)):
        forget_old_codes()
    assert (Code.objects.count(), Subject.objects.count(), SubjectKey.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"age": ""}, "age"),
        ({"age": "99"}, "age"),
        ({"contact": ""}, "contact"),
        ({"contact": "nobody@"}, "contact"),
        ({"contact": "12345"}, "contact"),
        ({"contact": '"a@b"@example.cn'}, "contact"),
        ({"contact": "a@" + ".".join(["\u0130" * 60] * 4) + ".cn"}, "contact"),
        ({"contact": "021 6350 0000"}, "contact"),
        ({"contact": "1" * 5000}, "contact"),
        ({"contact": "a\x00@b.cn"}, "contact"),
        ({"contact": "a\u202e@b.cn"}, "contact"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890123"}, "password"),
        ({"password": "password123"}, "password"),
        ({"password": ""}, "password"),
        ({"password": "\x00" * 12}, "password"),
        ({"password": "x" * 1_000_000}, "password"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_nothing_is_kept(client, change, field) -> None:
    before = rows()
    answer = client.post("/registration/", FORM | change)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert rows() == before
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page
    if change.get("password"):
        assert f'value="{change["password"]}' not in page


def test_a_known_address_gets_the_same_page_by_the_same_work(client: Client) -> None:
    person()
    pages, queries = [], []
    for contact in (ADDRESS, "new.person@example.cn"):
        browser = Client()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            first = browser.post("/registration/", FORM | {"contact": contact})
        second = browser.get("/registration/verification/")
        third = browser.post("/registration/verification/", {"code": "000000"})
        queries.append([q["sql"].split(" ")[0:3] for q in seen.captured_queries])
        pages.append([first.status_code, first.url, *(without_token(a) for a in (second, third))])
    assert pages[0] == pages[1]
    assert queries[0] == queries[1]
    known = Code.objects.filter(use="notice")
    sent_code(Use.REGISTRATION)
    assert [c.letter for c in known] == ["known_address"]
    assert known.get().code is None


def without_token(answer) -> str:
    page = answer.content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(token, "")


def test_the_code_sent_for_a_known_address_opens_nothing(client: Client) -> None:
    known = person()
    client.post("/registration/", FORM | {"password": "another fine password"})
    code = Code.objects.get()
    with frozen(now()):
        guess = opened(code, "code")
    assert sent_code(Use.REGISTRATION) == ""
    answer = client.post("/registration/verification/", {"code": guess})
    assert answer.status_code == 422
    assert Member.objects.get() == known
    assert known.check_password(PASSWORD)


def test_five_wrong_codes_void_the_right_one(client: Client) -> None:
    client.post("/registration/", FORM)
    code = sent_code(Use.REGISTRATION)
    for _ in range(5):
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        assert client.post("/registration/verification/", {"code": wrong}).status_code == 422
    assert client.post("/registration/verification/", {"code": code}).status_code == 422
    assert Member.objects.count() == 0


def test_a_code_works_once_and_the_one_before_is_void(client: Client) -> None:
    client.post("/registration/", FORM)
    first = sent_code(Use.REGISTRATION)
    client.post("/registration/verification/code/")
    second = sent_code(Use.REGISTRATION)
    if first != second:
        assert client.post("/registration/verification/", {"code": first}).status_code == 422
    assert client.post("/registration/verification/", {"code": f" {second[:3]} {second[3:]} "}).status_code == 302
    assert Member.objects.count() == 1


def test_a_code_ends_after_its_time(client: Client) -> None:
    client.post("/registration/", FORM)
    code = sent_code(Use.REGISTRATION)
    import datetime

    with frozen(now() + datetime.timedelta(minutes=16)):
        assert client.post("/registration/verification/", {"code": code}).status_code == 422


def test_the_same_address_registered_twice_at_once_is_one_account(client: Client) -> None:
    other = Client()
    for browser in (client, other):
        browser.post("/registration/", FORM)
    codes = []
    sent_code(Use.REGISTRATION)
    for code in Code.objects.filter(use="registration").order_by("created_at"):
        codes.append(opened(code, "code"))
    assert client.post("/registration/verification/", {"code": codes[0]}).status_code == 302
    assert other.post("/registration/verification/", {"code": codes[1]}).status_code == 422
    assert Member.objects.count() == 1


def test_registration_asks_at_most_five_times_an_hour_for_an_address(client: Client) -> None:
    answers = [Client().post("/registration/", FORM).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    refused = Client().post("/registration/", FORM)
    assert int(refused["Retry-After"]) > 60
    assert ADDRESS in refused.content.decode()
    assert Registration.objects.count() == 5


def test_what_nobody_finished_goes_and_cannot_be_read(client: Client) -> None:
    import datetime

    from coatingcat.members.actions.codes import forget_old_codes

    client.post("/registration/", FORM)
    sent_code(Use.REGISTRATION)
    with frozen(now() + datetime.timedelta(minutes=31)):
        forget_old_codes()
    assert (Code.objects.count(), Registration.objects.count()) == (0, 1)
    assert SubjectKey.objects.filter(wrapped=None).count() == 0
    with frozen(now() + datetime.timedelta(hours=25)):
        forget_old_codes()
    assert Registration.objects.count() == 0
    assert [k.wrapped for k in SubjectKey.objects.all()] == [None]
    assert Subject.objects.get().sort == "applicant"


def test_next_leads_only_to_pages_of_this_site(client: Client) -> None:
    person()
    for bad in (
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "\x00",
        "/a" * 2000,
    ):
        answer = Client().post("/sign-in/", {"contact": ADDRESS, "password": PASSWORD, "next": bad})
        assert answer.url == "/me/", bad
    answer = client.post("/sign-in/", {"contact": ADDRESS, "password": PASSWORD, "next": "/cart/?a=1"})
    assert answer.url == "/cart/?a=1"


def test_no_membership_row_without_a_member(client: Client) -> None:
    assert client.get("/registration/membership/").url == "/sign-in/?next=/registration/membership/"
    assert Membership.objects.count() == 0
