"""What members keep outside declared fields of their own."""

from coatingcat.members.actions.leaving import end_account
from coatingcat.privacy.declarations import cookie, hold
from coatingcat.privacy.places import at_once
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

hold(
    "members.BrowserSession.session_data",
    kind=Kind.PERSON_ID,
    subject="member_id",
    purposes={Purpose.ACCOUNT, Purpose.SHOPPING},
    keep=keeping.SESSION,
    erase="delete row",
    find="rows of the member; the signed text holds ids and states of a sign-in, no value about a person",
    exported=False,
    fixed_because=Text("由系统记录，退出登录即删除", "Recorded by the system and deleted when you sign out"),
)

cookie(
    "cc_session",
    purpose=Purpose.ACCOUNT,
    days=14,
    why=Text("使您保持登录，直到您退出或 14 天未使用", "Keeps you signed in until you sign out, or for 14 days"),
)

at_once(end_account)
