"""What members keep outside declared fields of their own."""

from coatingcat.members.actions.api_keys import forget_old_answers
from coatingcat.members.actions.certifications import forget_old_certifications
from coatingcat.members.actions.codes import forget_old_codes
from coatingcat.members.actions.companies import forget_old_invitations
from coatingcat.members.actions.keeping import forget_old_sessions
from coatingcat.members.actions.leaving import end_account
from coatingcat.members.words import CompanyRole, CompanyType, Industry, Way
from coatingcat.privacy.declarations import cookie, find, hold
from coatingcat.privacy.places import at_once
from coatingcat.privacy.queries.held import reads
from coatingcat.privacy.retention import swept
from coatingcat.privacy.words import Kind, Purpose, Role, Text, keeping

reads("members.Membership.industry", lambda code: Industry[code].value)
reads("members.Membership.company_type", lambda code: CompanyType[code].value)
reads("members.SignIn.way", lambda code: Way[code].text)
reads("members.Correction.label", lambda code: find(code).kind.text)
reads("members.Position.role", lambda code: CompanyRole[code].value)
reads("members.Member.roles", lambda code: Role[code.upper()].value)

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

swept(
    "codes and unfinished registrations", ("members.Code", keeping.CODE), ("members.Registration", keeping.UNFINISHED)
)(forget_old_codes)
swept(
    "ended certifications", *((f"members.{noun}", keeping.CERTIFICATION) for noun in ("Certification", "CompanyPaper"))
)(forget_old_certifications)
swept("invitations", ("members.Invitation", keeping.INVITATION))(forget_old_invitations)
swept("answers of the API", ("members.KeptAnswer", keeping.REPLAY))(forget_old_answers)
swept("sessions", ("members.BrowserSession", keeping.SESSION))(forget_old_sessions)

cookie(
    "cc_session",
    purpose=Purpose.ACCOUNT,
    days=14,
    why=Text("使您保持登录，直到您退出或 14 天未使用", "Keeps you signed in until you sign out, or for 14 days"),
)

at_once(end_account)
