"""Cases: the table of moves, deadlines, alarms, measured times, who may read (VIII.1, III.3a, I.3-4)."""

import itertools
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.ground.access import Refused
from coatingcat.ground.clock import frozen
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.outreach.models import Dispatch, Notice
from coatingcat.privacy import corrections
from coatingcat.privacy.actions import record_consent
from coatingcat.privacy.actions.cases import (
    Deadline,
    Written,
    answer_case,
    ask_back,
    close_case,
    close_quiet_cases,
    date_cases_anew,
    open_case,
    refuse_case,
    remind_of_cases,
    take_case,
    write_to_case,
)
from coatingcat.privacy.actions.corrections import pass_correction_on
from coatingcat.privacy.actions.disclosure import disclose
from coatingcat.privacy.actions.kin import agree_to_kin, arrange, recognise
from coatingcat.privacy.actions.restrictions import lift_restriction, restrict
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.models import (
    Case,
    CaseMessage,
    CaseStep,
    Claimant,
    Consent,
    Erasure,
    Opening,
    Restriction,
    Share,
    Subject,
)
from coatingcat.privacy.queries import standing_consents
from coatingcat.privacy.queries.cases import answer_times, cases_at_desk, waiting_at_desk
from coatingcat.privacy.queries.corrections import flows_of
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.rules.cases import (
    CLOSED_AFTER,
    MOVES,
    STATE_CHANGES,
    after,
    kinds_for,
    may_handle,
    median,
    move_of_message,
)
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Act, Purpose, Question, Role
from coatingcat.privacy.words.cases import (
    UNANSWERED,
    AfterDeath,
    CaseKind,
    CaseState,
    Ground,
    KinScope,
    Move,
    Relation,
)
from tests.members.people import force_in, full_member, person, picture, signed_in
from tests.privacy import sharing as share

EARLY = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""A Monday morning in Shanghai, the calendar of the year published."""
STATES = st.sampled_from([None, *CaseState])


def asked(kind: CaseKind = CaseKind.QUESTION, text: str = "Why do you keep my city?", **more) -> Case:
    subject_id = more.pop("subject_id", None) or person().pk
    return open_case(subject_id=subject_id, kind=kind, written=Written(Clear(text)), language="en", **more)


def said(text: str = "To estimate delivery.") -> Written:
    return Written(Clear(text))


def moves_of(case: Case) -> list[str]:
    return list(case.steps.order_by("number").values_list("move", flat=True))


# ---- rules ------------------------------------------------------------------------------------


@given(st.sampled_from(list(Move)), STATES)
def test_a_move_leads_where_its_table_says_or_nowhere(move, state):
    starts, end = MOVES.get(move, (frozenset({state}), state))
    assert after(move, state) is (end if state in starts else None)


@given(st.lists(st.sampled_from(list(MOVES)), max_size=12))
def test_whatever_is_tried_a_case_owes_an_answer_until_it_is_answered_refused_or_closed(tried):
    state = after(Move.OPEN, None)
    last = Move.OPEN
    for move in tried:
        reached = after(move, state)
        if reached is not None:
            state, last = reached, move
    assert (state in UNANSWERED) is (last not in {Move.ANSWER, Move.REFUSE, Move.CLOSE, Move.ERASED})


def test_what_a_person_writes_means_by_where_the_case_stands():
    assert {state: move_of_message(state) for state in CaseState} == {
        CaseState.OPENED: Move.WRITE,
        CaseState.TAKEN: Move.WRITE,
        CaseState.REOPENED: Move.WRITE,
        CaseState.WAITING: Move.REPLY,
        CaseState.ANSWERED: Move.REOPEN,
        CaseState.REFUSED: Move.REOPEN,
        CaseState.CLOSED: Move.REOPEN,
    }


def test_support_answers_questions_complaints_and_opt_outs_officers_everything_others_nothing():
    assert kinds_for({Role.SUPPORT}) == [CaseKind.QUESTION, CaseKind.COMPLAINT, CaseKind.OPT_OUT]
    assert kinds_for({Role.PRIVACY_OFFICER}) == list(CaseKind)
    assert kinds_for(set(Role) - {Role.SUPPORT, Role.PRIVACY_OFFICER}) == []
    assert not may_handle({Role.MARKETING, Role.FULFILMENT}, CaseKind.QUESTION)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_at_least_half_the_answers_took_no_longer_than_the_median(hours):
    times = [timedelta(hours=h) for h in hours]
    middle = median(times)
    assert sum(t <= middle for t in times) * 2 >= len(times)
    assert min(times) <= middle <= max(times)


def test_no_median_of_nothing():
    assert median([]) is None


@pytest.mark.parametrize(
    ("received", "due", "is_provisional"),
    [
        ("2026-03-02", "2026-03-23", False),
        (
            "2026-09-24",
            "2026-10-22",
            False,
        ),  # Mid-Autumn, the national holiday, a Saturday that is worked
        ("2026-11-26", "2026-12-17", False),
        ("2026-12-25", "2027-01-12", True),  # 2027 is not published: the fewest days there ever were
    ],
)
def test_an_answer_is_promised_within_fifteen_working_days(received, due, is_provisional):
    found = Deadline.from_day(datetime.fromisoformat(received).date())
    assert (f"{found.due_on}", found.is_provisional) == (due, is_provisional)
    assert datetime.fromisoformat(received).date() < found.half_on < found.due_on


# ---- actions ----------------------------------------------------------------------------------


def _put(case: Case, state: str) -> None:
    answered = EARLY if state in {"answered", "refused"} else None
    Case.objects.filter(pk=case.pk).update(state=state, answered_at=answered)


@pytest.mark.django_db
def test_the_database_knows_the_same_table_of_moves():
    ways = {"opened": [], "reopened": ["closed", "reopened"]}
    states = [state.code for state in CaseState]
    subject_id, allowed = person().pk, set()
    for before, end in itertools.product(states, states):
        case = asked(subject_id=subject_id)
        for state in ways.get(before, [before]):
            _put(case, state)
        try:
            with transaction.atomic():
                _put(case, end)
        except IntegrityError:
            continue
        allowed.add((before, end))
    assert allowed - {(state, state) for state in states} == {(a, b) for a, b in STATE_CHANGES if a != b}


@pytest.mark.django_db
def test_a_case_does_not_begin_in_the_middle():
    case = asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            subject_id=case.subject_id, kind="question", state="taken", language="en", half_on=case.half_on,
            due_on=case.due_on, is_provisional=False,
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["privacy_casestep", "privacy_restriction", "privacy_arrangement"])
@pytest.mark.parametrize("what", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_records_are_only_ever_added(table, what):
    case = asked()
    restrict(subject_id=case.subject_id)
    arrange(subject_id=case.subject_id, wish=AfterDeath.DELETE)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(what.format(table))


@pytest.mark.django_db
def test_sent_twice_it_is_one_case_and_anothers_key_opens_nothing_of_theirs():
    once, member, other = uuid4(), person(), person("other@example.cn")
    first = asked(subject_id=member.pk, once=once)
    assert asked(subject_id=member.pk, once=once).pk == first.pk
    assert asked(subject_id=other.pk, once=once).pk != first.pk
    assert (Case.objects.count(), CaseMessage.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_every_move_is_a_step_and_the_time_is_measured_by_rounds():
    officer = person("officer@example.cn", roles="PRIVACY_OFFICER").pk
    with frozen(EARLY):
        case = asked()
    with frozen(EARLY + timedelta(days=1)):
        take_case(case=case, by=officer)
        ask_back(case=case, by=officer, written=said("Which city?"))
    with frozen(EARLY + timedelta(days=2)):
        write_to_case(case=case, written=said("Shanghai."))
        answer_case(case=case, by=officer, written=said())
    with frozen(EARLY + timedelta(days=10)):
        write_to_case(case=case, written=said("And my name?"))
    with frozen(EARLY + timedelta(days=16)):
        refuse_case(case=case, by=officer, ground=Ground.LAW_KEEPS, written=said("It is on an order."))
        case.refresh_from_db()
        assert moves_of(case) == ["open", "take", "ask", "reply", "answer", "reopen", "refuse"]
        assert (case.state, case.answered_at) == ("refused", EARLY + timedelta(days=16))
        times = answer_times()
    assert (times.count, times.median, times.worst, times.late) == (2, timedelta(days=4), timedelta(days=6), 0)
    assert list(case.steps.exclude(actor=None).values_list("actor", flat=True).distinct()) == [officer]
    assert case.steps.get(move="refuse").why is Ground.LAW_KEEPS


@pytest.mark.django_db
def test_what_has_moved_on_is_refused_and_nothing_is_written():
    case, officer = asked(), uuid4()
    answer_case(case=case, by=officer, written=said())
    before = (CaseStep.objects.count(), CaseMessage.objects.count())
    for late in (
        lambda: answer_case(case=case, by=officer, written=said()),
        lambda: ask_back(case=case, by=officer, written=said()),
        lambda: take_case(case=case, by=officer),
    ):
        with pytest.raises(Refused) as refusal:
            late()
        assert refusal.value.status == 409
    assert (CaseStep.objects.count(), CaseMessage.objects.count()) == before


@pytest.mark.django_db
def test_alarms_are_raised_once_at_half_and_once_when_it_is_over():
    person("officer@example.cn", roles="PRIVACY_OFFICER")
    with frozen(EARLY):
        case = asked()
    raised = []
    for day in (1, 8, 12, 20, 22, 30):
        with frozen(EARLY + timedelta(days=day)):
            raised.append((day, remind_of_cases()))
    assert raised == [(1, 0), (8, 0), (12, 1), (20, 0), (22, 1), (30, 0)]
    assert moves_of(case) == ["open", "half", "overdue"]
    run_jobs_now()
    assert Notice.objects.filter(letter="case_due").count() == 2
    with frozen(EARLY + timedelta(days=22)):
        assert waiting_at_desk({Role.PRIVACY_OFFICER}).overdue == 1


@pytest.mark.django_db
def test_a_provisional_day_is_worked_out_again_once_the_calendar_is_there(tmp_path):
    from coatingcat.config import put
    from coatingcat.ground.clock import reload_calendar

    with frozen(datetime(2026, 12, 25, 3, tzinfo=UTC)):
        case = asked()
        assert (case.is_provisional, f"{case.due_on}") == (True, "2027-01-12")
        assert date_cases_anew() == 0
    calendar = tmp_path / "days.csv"
    calendar.write_text("date,day\n2027-01-01,rest\n2027-01-02,rest\n")
    put(COATINGCAT_WORKING_DAYS=str(calendar))
    reload_calendar()
    try:
        assert date_cases_anew() == 1
    finally:
        put(COATINGCAT_WORKING_DAYS="")
        reload_calendar()
    case.refresh_from_db()
    assert (case.is_provisional, f"{case.due_on}") == (False, "2027-01-18")


@pytest.mark.django_db
def test_an_answer_nobody_comes_back_to_ends_the_case():
    with frozen(EARLY):
        case = asked()
        answer_case(case=case, by=uuid4(), written=said())
    with frozen(EARLY + CLOSED_AFTER - timedelta(days=1)):
        assert close_quiet_cases() == 0
    with frozen(EARLY + CLOSED_AFTER + timedelta(days=1)):
        assert close_quiet_cases() == 1
    assert Case.objects.get(pk=case.pk).state == "closed"


@pytest.mark.django_db
def test_restricting_is_a_record_and_the_gate_obeys():
    case, officer = asked(CaseKind.RESTRICTION), person("officer@example.cn", roles="PRIVACY_OFFICER").pk
    assert [restrict(subject_id=case.subject_id, by=officer, case=case) for _ in range(2)] == [True, False]
    message = CaseMessage.objects.get(case=case)
    staff = Actor(officer, frozenset({Role.PRIVACY_OFFICER}))
    with purpose(Purpose.CORRESPONDENCE, actor=staff):
        assert message.text.open() == "Why do you keep my city?"  # what was asked can still be answered
    assert lift_restriction(subject_id=case.subject_id, by=officer, case=case) is True
    assert list(Restriction.objects.order_by("at").values_list("is_on", "actor")) == [(True, officer), (False, officer)]
    assert moves_of(case) == ["open", "restrict", "lift"]
    assert Subject.objects.get(pk=case.subject_id).restricted_at is None


# ---- who may read (III.3a) --------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.clause("III.3a")
@pytest.mark.parametrize("role", [Role.MARKETING, Role.FULFILMENT])
def test_what_a_person_writes_is_sealed_and_marketing_reads_nothing_of_it(role):
    case = asked(text="needle-in-a-case")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(m::text, '') FROM privacy_casemessage m")
        assert "needle-in-a-case" not in cursor.fetchone()[0]
    thief = person("thief@example.cn", roles=role.name)
    message, log = CaseMessage.objects.get(case=case), Opening.objects.count()
    for wanted in Purpose:
        with purpose(wanted, actor=Actor(thief.pk, frozenset({Role.MEMBER, role}))), pytest.raises(Denied) as refusal:
            message.text.open()
        expected = Question.ROLE if wanted in {Purpose.CORRESPONDENCE, Purpose.OWN_DATA} else Question.DECLARED
        assert refusal.value.question is expected
    browser = force_in(Client(), thief)
    paths = ["/desk/cases/", f"/desk/cases/{case.code}/", f"/desk/cases/{case.code}/files/{message.pk}/"]
    assert [browser.get(path).status_code for path in paths] == [403, 403, 403]
    posts = [f"/desk/cases/{case.code}/{end}/" for end in ("replies", "acts", "recognition", "kin-approvals")]
    assert [browser.post(path, {"act": "take"}).status_code for path in posts] == [403] * 4
    mine = [f"/me/cases/{case.code}/", f"/me/cases/{case.code}/files/{message.pk}/"]
    assert [browser.get(path).status_code for path in mine] == [404, 404]
    assert (Opening.objects.count(), moves_of(case)) == (log, ["open"])


@pytest.mark.django_db
def test_support_does_not_find_cases_of_rights_and_each_reading_is_written_down():
    support, officer = (person(f"{r.lower()}@example.cn", roles=r) for r in ("SUPPORT", "PRIVACY_OFFICER"))
    question, access = asked(), asked(CaseKind.ACCESS, subject_id=person("other@example.cn").pk)
    browser = force_in(Client(), support)
    assert browser.get(f"/desk/cases/{access.code}/").status_code == 404
    assert browser.get(f"/desk/cases/{question.code}/").status_code == 200
    assert list(Opening.objects.values_list("actor", "label", "purpose", "count")) == [
        (support.pk, "privacy.CaseMessage.text", "CORRESPONDENCE", 1)
    ]
    assert force_in(Client(), officer).get(f"/desk/cases/{access.code}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_and_the_lists_ask_the_same_number_of_questions(count, django_assert_num_queries):
    member = person()
    for _ in range(count):
        case = asked(subject_id=member.pk)
        answer_case(case=case, by=uuid4(), written=said())
        write_to_case(case=case, written=said("Once more."))
    with django_assert_num_queries(2):
        assert len(cases_at_desk({Role.SUPPORT}).rows) == count


# ---- walks through the pages ------------------------------------------------------------------


def letters(subject_id) -> list[str]:
    run_jobs_now()
    return list(
        Dispatch.objects.filter(subject_id=subject_id).order_by("created_at").values_list("template", flat=True)
    )


def body_of(letter: str) -> str:
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        return Dispatch.objects.filter(template=letter).order_by("-created_at")[0].body.open()


@pytest.mark.django_db
@pytest.mark.clause("I.3-4")
def test_somebody_who_finds_it_difficult_writes_and_the_desk_opts_out_for_them():
    """Message, case, opt-out by staff, logged, confirmation."""
    member = full_member(email="tired@example.cn")
    support = person("support@example.cn", roles="SUPPORT")
    for wanted in (Purpose.PRODUCT_NEWS, Purpose.PERSONALISED_SERVICES):
        record_consent(subject_id=member.pk, purpose=wanted, act=Act.GIVEN, words="Yes", policy_version="1")
    browser = force_in(Client(headers={"accept-language": "en"}), member)
    page = browser.get("/me/cases/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    answer = browser.post("/me/cases/", {"once": once, "kind": "opt_out", "text": "I cannot find the switch."})
    case = Case.objects.get()
    assert answer["Location"] == f"/me/cases/{case.code}/"
    desk = force_in(Client(headers={"accept-language": "en"}), support)
    assert case.code in desk.get("/desk/cases/").content.decode()
    assert "I cannot find the switch." in desk.get(f"/desk/cases/{case.code}/").content.decode()
    assert desk.post(f"/desk/cases/{case.code}/acts/", {"act": "opt_out"}).status_code == 302
    assert standing_consents(member.pk) == frozenset()
    latest = Consent.objects.filter(subject_id=member.pk).order_by("-at")[:2]
    assert {(c.purpose, c.act) for c in latest} == {
        ("PRODUCT_NEWS", "withdrawn"),
        ("PERSONALISED_SERVICES", "withdrawn"),
    }
    assert all(case.code in c.words for c in latest)
    assert (moves_of(case), case.steps.get(move="opt_out").actor) == (["open", "opt_out"], support.pk)
    assert letters(member.pk) == ["case_opened", "case_opted_out"]
    assert case.code in body_of("case_opted_out")
    assert "Consents withdrawn for the person" in browser.get(f"/me/cases/{case.code}/").content.decode()


CLAIM = {"kind": "access", "text": "What do you hold about me?", "email": "carrier.contact@example.cn", "name": "Wu"}


def claimed(browser: Client, **changes) -> Case:
    page = browser.get("/contact/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    answer = browser.post("/contact/", {**CLAIM, "once": once, **changes})
    assert (answer.status_code, answer["Location"]) == (302, "/contact/received/")
    return Case.objects.order_by("-opened_at")[0]


@pytest.mark.django_db
def test_a_claimant_without_an_account_reads_and_answers_by_the_link_of_the_letter():
    officer = person("officer@example.cn", roles="PRIVACY_OFFICER")
    browser = Client(headers={"accept-language": "en"})
    case = claimed(browser)
    assert letters(case.subject_id) == ["case_opened"]
    link = re.search(r"/cases/[\w-]{43}/", body_of("case_opened"))[0]
    page = browser.get(link)
    assert (page.status_code, "What do you hold about me?" in page.content.decode()) == (200, True)
    assert Claimant.objects.get().confirmed_at is None  # a program that reads mail follows links by itself
    assert browser.post(f"{link}confirmation/").status_code == 302
    desk = force_in(Client(headers={"accept-language": "en"}), officer)
    assert "confirmed by the link" in desk.get(f"/desk/cases/{case.code}/").content.decode()
    desk.post(f"/desk/cases/{case.code}/replies/", {"move": "answer", "text": "Your name and address, for one order."})
    assert letters(case.subject_id) == ["case_opened", "case_answered"]
    assert "for one order" in browser.get(link).content.decode()
    browser.post(f"{link}messages/", {"text": "Thank you, and my phone number?"})
    case.refresh_from_db()
    assert (case.state, moves_of(case)) == ("reopened", ["open", "confirm", "answer", "reopen"])
    assert browser.get(f"/cases/{'x' * 43}/").status_code == 404


@pytest.mark.django_db
def test_the_answer_of_the_contact_form_does_not_tell_who_is_known():
    person("known@example.cn")
    pages = []
    for email in ("known@example.cn", "unknown@example.cn"):
        browser = Client(headers={"accept-language": "en"})
        claimed(browser, email=email)
        pages.append(browser.get("/contact/received/").content)
    assert pages[0] == pages[1]
    assert Subject.objects.filter(sort="claimant").count() == 2


@pytest.mark.django_db
def test_who_writes_too_often_is_asked_to_wait_and_nothing_is_kept():
    browser = Client(headers={"accept-language": "en"})
    for _ in range(5):
        claimed(browser)
    page = browser.get("/contact/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    assert browser.post("/contact/", {**CLAIM, "once": once}).status_code == 429
    assert Case.objects.count() == 5


@pytest.mark.django_db
def test_files_go_to_the_two_sides_only():
    member = person()
    case = open_case(
        subject_id=member.pk,
        kind=CaseKind.QUESTION,
        written=Written(Clear("See the picture."), Clear(Content("proof.png", "image/png", picture()))),
        language="en",
    )
    message = CaseMessage.objects.get(case=case)
    support, other = person("s@example.cn", roles="SUPPORT"), person("o@example.cn")
    own, desk = f"/me/cases/{case.code}/files/{message.pk}/", f"/desk/cases/{case.code}/files/{message.pk}/"
    assert force_in(Client(), member).get(own).content == picture()
    answer = force_in(Client(), support).get(desk)
    assert (answer.content, answer["Content-Disposition"]) == (picture(), "attachment")
    assert [force_in(Client(), other).get(path).status_code for path in (own, desk)] == [404, 403]


# ---- next of kin (PIPL 49) --------------------------------------------------------------------


@pytest.mark.django_db
def test_two_officers_decide_for_next_of_kin_unless_the_deceased_arranged_otherwise():
    deceased, first, second = person("gone@example.cn"), uuid4(), uuid4()
    case = claimed(Client(), kind="next_of_kin", relation=Relation.CHILD.code)
    assert case.kinship.what is Relation.CHILD
    with pytest.raises(Refused):
        agree_to_kin(case=case, scope={KinScope.COPY}, by=first)
    recognise(case=case, about_id=deceased.pk, by=first)
    assert agree_to_kin(case=case, scope={KinScope.COPY}, by=first) is False
    with pytest.raises(Refused):
        agree_to_kin(case=case, scope={KinScope.COPY}, by=first)
    assert moves_of(case) == ["open", "recognise", "approve"]
    assert agree_to_kin(case=case, scope={KinScope.COPY}, by=second) is True
    assert list(case.steps.filter(move__in=["approve", "grant"]).values_list("actor", "scope")) == [
        (first, "copy"), (second, "copy"),
    ]  # fmt: skip
    arrange(subject_id=deceased.pk, wish=AfterDeath.DELETE)
    with pytest.raises(Refused):
        agree_to_kin(case=case, scope={KinScope.COPY}, by=first)
    assert agree_to_kin(case=case, scope={KinScope.DELETE}, by=first) is False


@pytest.mark.django_db
def test_closing_by_the_person_owes_no_answer():
    case = asked()
    close_case(case=case)
    assert (Case.objects.get(pk=case.pk).state, answer_times().count) == ("closed", 0)


@pytest.mark.django_db
@pytest.mark.clause("VIII.1")
@pytest.mark.clause("F.21")
def test_a_member_asks_support_answers_and_the_time_is_measured_for_everybody_to_see():
    member, support = full_member(email="asker@example.cn"), person("support@example.cn", roles="SUPPORT")
    english = {"accept-language": "en"}
    browser, desk, visitor = (Client(headers=english) for _ in range(3))
    force_in(browser, member)
    force_in(desk, support)
    with frozen(EARLY):
        once = re.search(r'name="once" value="([^"]+)"', browser.get("/me/cases/").content.decode())[1]
        browser.post("/me/cases/", {"once": once, "kind": "question", "text": "Which products hold isocyanates?"})
        case = Case.objects.get()
        assert "2026-03-23" in browser.get(f"/me/cases/{case.code}/").content.decode()  # the promised day
        assert "1 case waits for an answer" in desk.get("/desk/").content.decode()
    with frozen(EARLY + timedelta(hours=30)):
        assert "Which products hold isocyanates?" in desk.get(f"/desk/cases/{case.code}/").content.decode()
        reply = {"move": "answer", "text": "Those of the polyurethane range."}
        assert desk.post(f"/desk/cases/{case.code}/replies/", reply).status_code == 302
        assert letters(member.pk) == ["case_opened", "case_answered"]
        assert "Those of the polyurethane range." in browser.get(f"/me/cases/{case.code}/").content.decode()
        for page in (desk.get("/desk/cases/"), visitor.get("/privacy/contact/"), visitor.get("/contact/")):
            assert "30 hours" in page.content.decode()
        assert visitor.get("/privacy/contact/").cookies == {}


@pytest.mark.django_db
@pytest.mark.clause("V.3-1")
def test_the_desk_and_the_button_of_the_member_end_in_the_same_request():
    member, officer = full_member(email="leaver@example.cn"), person("officer@example.cn", roles="PRIVACY_OFFICER")
    case = asked(CaseKind.DELETION, "Please cancel my account.", subject_id=member.pk)
    desk = force_in(Client(headers={"accept-language": "en"}), officer)
    assert desk.post(f"/desk/cases/{case.code}/acts/", {"act": "cancel"}).status_code == 302
    by_desk = Erasure.objects.get()
    assert (by_desk.subject_id, by_desk.by, by_desk.way) == (member.pk, officer.pk, "DESK")
    assert moves_of(case) == ["open", "cancel"]
    browser = signed_in(member, Client(headers={"accept-language": "en"}))
    assert "Your receipt" in browser.get("/me/cancellation/").content.decode()
    assert browser.post("/me/cancellation/").status_code == 302
    assert Erasure.objects.get().pk == by_desk.pk
    assert Subject.objects.get(pk=member.pk).restricted_at is not None


@pytest.mark.django_db
@pytest.mark.clause("V.3-1")
def test_the_button_of_the_member_and_then_the_desk_end_in_the_same_request():
    member, officer = full_member(email="leaver@example.cn"), person("officer@example.cn", roles="PRIVACY_OFFICER")
    browser = signed_in(member, Client(headers={"accept-language": "en"}))
    form = browser.get("/me/cases/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form)[1]
    browser.post("/me/cases/", {"once": once, "kind": "deletion", "text": "Please cancel my account."})
    case = Case.objects.get()
    assert browser.post("/me/cancellation/").status_code == 302
    by_member = Erasure.objects.get()
    assert (by_member.by, by_member.way) == (member.pk, "SELF_SERVICE")
    desk = force_in(Client(headers={"accept-language": "en"}), officer)
    assert desk.post(f"/desk/cases/{case.code}/acts/", {"act": "cancel"}).status_code == 302
    assert Erasure.objects.get().pk == by_member.pk
    assert moves_of(case) == ["open", "cancel"]
    with frozen(by_member.grace_ends_at + timedelta(minutes=1)):
        run_jobs_now()
    assert Erasure.objects.get().proven_at is not None
    assert moves_of(case) == ["open", "cancel", "erased"]


# ---- corrections flow on (V.2, PIPL 46) -------------------------------------------------------


@pytest.mark.django_db
def test_a_correction_reaches_the_copies_and_the_recipient_that_got_the_value(monkeypatch):
    followed: list[object] = []
    monkeypatch.setitem(corrections._followers, "trade.Consignee.phone", {"search": followed.append})
    share.contracted()
    parcel = share.parcel()
    sent = disclose(
        recipient="carrier", purpose=Purpose.ORDER_FULFILMENT, records=[share.told(parcel)], actor=share.desk()
    )
    subject_id, correction = parcel.order.consignee.subject_id, uuid4()
    for _ in range(2):
        pass_correction_on(subject_id=subject_id, label="trade.Consignee.phone", correction_id=correction)
    told = Share.objects.exclude(pk=sent.pk).get()
    assert (told.recipient, told.label_list, told.about) == ("carrier", ["trade.Consignee.phone"], correction)
    assert set(followed) == {subject_id}
    flows = flows_of(subject_id)[str(correction)]
    assert sorted((f.copy, f.recipient) for f in flows) == [("", "carrier"), ("search", "")]


@pytest.mark.django_db
def test_an_edit_of_a_member_asks_for_the_flow_in_the_same_transaction_and_shows_where_it_went(monkeypatch):
    member, followed = full_member(email="moved@example.cn"), []
    monkeypatch.setitem(corrections._followers, "members.Membership.city", {"index": followed.append})
    browser = force_in(Client(headers={"accept-language": "en"}), member)
    assert browser.post("/me/data/city/", {"city": "苏州"}).status_code == 302
    run_jobs_now()
    assert followed == [member.pk]
    assert "Passed on to:" in browser.get("/me/data/").content.decode()
