"""Accounts of a demonstration: one for each role, with random passwords of this machine."""

import io
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyotp
from django.contrib.auth.hashers import make_password
from django.db import transaction
from PIL import Image, ImageDraw

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.members.actions.details import give_membership
from coatingcat.members.actions.staff import set_roles
from coatingcat.members.models import Member, TotpDevice
from coatingcat.members.words import Channel
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.actions.staff import pass_training, sign_undertaking
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.sealed import Clear, Content
from coatingcat.privacy.words import Purpose, Role


class NotADemonstration(Exception):
    """Accounts with passwords in a file are for demonstrations and tests only."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What the demonstration prints: what the account is for, and how to sign in.

    Accounts of staff have an authenticator as well; in a demonstration the page that asks for its code shows it.
    """

    role: str
    sign_in: str
    password: str


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    roles: frozenset[Role]
    is_full: bool
    mobile: str


_PARTS = (
    _Part("member", frozenset(), False, ""),
    _Part("full member", frozenset(), True, "+8613800100001"),
    _Part("support", frozenset({Role.SUPPORT}), True, "+8613800100002"),
    _Part("order desk", frozenset({Role.FULFILMENT}), True, "+8613800100003"),
    _Part("marketing", frozenset({Role.MARKETING}), True, "+8613800100004"),
    _Part("certifier", frozenset({Role.CERTIFIER}), True, "+8613800100006"),
    _Part("second certifier", frozenset({Role.CERTIFIER}), True, "+8613800100007"),
    _Part("buyer", frozenset(), True, "+8613800100011"),
    _Part("approver", frozenset(), True, "+8613800100012"),
    _Part("supplier", frozenset(), True, "+8613800100013"),
    _Part("agent", frozenset(), True, "+8613800100014"),
    _Part("privacy officer", frozenset({Role.PRIVACY_OFFICER}), True, "+8613800100005"),
)


def demo_accounts() -> list[DemoAccount]:
    """The accounts, made where they are missing; known ones keep their password. Raises NotADemonstration."""
    if config().mode == "production":
        raise NotADemonstration("Accounts for a demonstration are never made in production.")
    known = {account.role: account for account in read_accounts()}
    accounts = []
    for part in _PARTS:
        address = f"{part.name.replace(' ', '.')}@demo.coatingcat.example"
        member = Member.objects.by_contact(Channel.EMAIL, Clear(address))
        account = known.get(part.name)
        if account is None or member is None:
            account = DemoAccount(part.name, address, secrets.token_urlsafe(9))
            member = _make(part, account, member)
        if part.roles and not TotpDevice.objects.filter(pk=member.pk).exists():
            TotpDevice.objects.create(member=member, secret=Clear(pyotp.random_base32()), confirmed_at=now())
        accounts.append(account)
    _write(accounts)
    return accounts


def demo_member(role: str) -> Member | None:
    """The member of one of these accounts; None before they are made."""
    return Member.objects.by_contact(Channel.EMAIL, Clear(f"{role.replace(' ', '.')}@demo.coatingcat.example"))


def _make(part: _Part, account: DemoAccount, member: Member | None) -> Member:
    with transaction.atomic():
        if member is None:
            member = Member(subject=new_subject("member"), declared_adult_at=now())
            member.email, member.email_verified_at = Clear(account.sign_in), now()
            if part.is_full:
                member.mobile, member.mobile_verified_at = Clear(part.mobile), now()
        member.password = make_password(account.password)
        member.save()
        set_roles(member=member, roles=part.roles, by=None)
        if part.roles:
            sign_undertaking(subject_id=member.pk, language="zh-hans")
            pass_training(subject_id=member.pk)
        if part.is_full and not member.is_full:
            give_membership(member=member, details=dict(_details(part)), optional={}, policy_version=current_version())
    return member


def demo_code(member: Member) -> str:
    """The authenticator's code of this half minute, for accounts of staff in a demonstration; else nothing."""
    device = TotpDevice.objects.filter(pk=member.pk).exclude(confirmed_at=None).first() if _shows(member) else None
    if device is None:
        return ""
    with purpose(Purpose.ACCOUNT, actor=Actor(member.pk, frozenset({Role.SUBJECT}), "members.demo")):
        return pyotp.TOTP(device.secret.open()).at(now())


def _shows(member: Member) -> bool:
    return config().is_demo and bool(member.role_set)


def _details(part: _Part) -> Iterator[tuple[str, Any]]:
    yield "name", Clear(f"Demo {part.name}")
    yield "city", Clear("上海")
    yield "profession", Clear("Formulation chemist")
    yield "industry", Clear("COATINGS")
    yield "company_type", Clear("FORMULATOR")
    yield "business_card", Clear(Content("card.png", "image/png", _card(part.name)))


def _card(text: str) -> bytes:
    picture = Image.new("RGB", (540, 340), "white")
    ImageDraw.Draw(picture).text((40, 140), f"CoatingCat demonstration: {text}", fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _file() -> Path:
    return config().data / "demo-accounts.json"


def read_accounts() -> list[DemoAccount]:
    """The accounts as they were printed last; none if there is no file or it is not readable."""
    try:
        return [DemoAccount(**entry) for entry in json.loads(_file().read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):
        return []


def _write(accounts: list[DemoAccount]) -> None:
    """Readable by the owner only, and never half-written."""
    _file().parent.mkdir(parents=True, exist_ok=True)
    new = _file().with_name(f".demo-accounts.{os.getpid()}")
    new.touch(mode=0o600)
    new.write_text(json.dumps([asdict(a) for a in accounts], indent=1), encoding="utf-8")
    new.replace(_file())
