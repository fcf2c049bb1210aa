"""People for the tests of this room, made by the room's own verbs."""

import io
from typing import Any
from uuid import UUID

import pyotp
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import run_jobs_now
from coatingcat.members.actions.details import give_membership
from coatingcat.members.models import Code, Member, TotpDevice
from coatingcat.members.words import Use
from coatingcat.privacy.access import SECOND_FACTOR
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.actions.staff import pass_training, sign_undertaking
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Purpose, Role

PASSWORD = "a quiet primer dries 9 hours"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of every authenticator of staff in the tests."""
ADDRESS = "lin.wen@example.cn"
MOBILE = "+8613800138000"


def person(
    email: str | None = ADDRESS,
    mobile: str | None = None,
    *,
    password: str = PASSWORD,
    roles: str = "",
    signs: bool = True,
    **fields: Any,
) -> Member:
    """A member with a light account; one of the staff has an authenticator with SECRET, has signed and was trained."""
    member = Member(
        subject=new_subject("member"), password=make_password(password), declared_adult_at=now(), roles=roles, **fields
    )
    if email:
        member.email, member.email_verified_at = Clear(email), now()
    if mobile:
        member.mobile, member.mobile_verified_at = Clear(mobile), now()
    member.save(force_insert=True)
    if roles:  # pages for staff ask for a second factor
        TotpDevice.objects.create(member=member, secret=Clear(SECRET), confirmed_at=now())
    if roles and signs:
        sign_undertaking(subject_id=member.pk, language="en")
        pass_training(subject_id=member.pk)
    return member


DETAILS = {
    "name": "林文",
    "city": "上海",
    "profession": "Formulation chemist",
    "industry": "MARINE",
    "company_type": "FORMULATOR",
}


def full_member(**fields: Any) -> Member:
    """A member with both contacts and the six details."""
    member = person(**{"mobile": MOBILE, **fields})
    details: dict[str, Any] = {name: Clear(value) for name, value in DETAILS.items()}
    details["business_card"] = Clear(Content("card.png", "image/png", picture()))
    give_membership(member=member, details=details, optional={}, policy_version=current_version())
    return member


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 24), "teal").save(out, "PNG")
    return out.getvalue()


def card(name: str = "card.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(), "image/png")


def signed_in(member: Member, client: Client | None = None) -> Client:
    """A browser in which the member has signed in by password, like anybody; staff by the second step as well."""
    client = client or Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"})
    answer = client.post("/sign-in/", {"contact": opened(member, "email"), "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    if answer.url == "/sign-in/second-step/":
        answer = client.post(answer.url, {"code": second_code(member)})
        assert answer.status_code == 302, answer.content.decode()
    return client


def secret_of(device: TotpDevice) -> str:
    """The secret of an authenticator, as its owner's app was given it."""
    with purpose(Purpose.ACCOUNT, actor=Actor(device.member_id, frozenset({Role.SUBJECT}))):
        return device.secret.open()


def second_code(member: Member) -> str:
    """The code that the authenticator of a member of the staff shows; it counts even if it was used just before."""
    TotpDevice.objects.filter(pk=member.pk).update(last_step=0)
    return pyotp.TOTP(SECRET).at(now())


def force_in(client: Client, member: Member) -> Client:
    """Signed in without the pages; with the second factor that pages for staff ask for."""
    client.force_login(member)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def opened(row: Any, field: str) -> Any:
    """A sealed value, opened as its own subject."""
    subject_id = getattr(row, "subject_id", None) or row.pk
    with purpose(Purpose.OWN_DATA, actor=Actor(subject_id, frozenset({Role.SUBJECT}))):
        value = getattr(row, field)
        return None if value is None else value.open()


def sent_code(use: Use, code_id: UUID | None = None) -> str:
    """The text of the latest code of a use, as its message would carry it, once the jobs have run."""
    run_jobs_now()
    code = Code.objects.filter(use=use.value).order_by("-created_at").first()
    assert code is not None
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("test")):
        return code.code.open() if code.code is not None else ""


def membership_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for step 2."""
    form: dict[str, Any] = {**DETAILS, "email": ADDRESS, "mobile": "138 0013 8000", "business_card": card()}
    form |= changes
    return {name: value for name, value in form.items() if value is not None}
