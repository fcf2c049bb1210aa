"""Members who browse."""

from collections.abc import Callable

import pytest
from django.test import Client

from coatingcat.ground.clock import now
from coatingcat.members.models import Member
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.actions.staff import pass_training, sign_undertaking
from coatingcat.privacy.sealed import Clear
from tests.members.people import force_in

Signed = Callable[..., Client]


@pytest.fixture
def member(db: None) -> Member:
    return new_member()


def new_member(email: str = "buyer@paint.example", **values: object) -> Member:
    given = {"email": Clear(email), "email_verified_at": now(), "declared_adult_at": now(), **values}
    member = Member.objects.create(subject=new_subject("member"), **given)
    if member.role_set:
        sign_undertaking(subject_id=member.pk, language="en")
        pass_training(subject_id=member.pk)
    return member


def browser(member: Member | None = None) -> Client:
    """A browser that reads English, signed in as this member."""
    client = Client(headers={"accept-language": "en"})
    if member is not None:
        force_in(client, member)
    return client


@pytest.fixture
def guest(db: None) -> Client:
    return browser()


@pytest.fixture
def client(member: Member) -> Client:
    return browser(member)
