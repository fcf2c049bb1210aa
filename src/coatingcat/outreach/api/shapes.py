"""What operations of webhooks take and answer, with examples."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from coatingcat.ground.api import NEXT, Body, Shape, told
from coatingcat.outreach.words import WEBHOOK_TYPES

Type = Annotated[str, Field(pattern="^(" + "|".join(WEBHOOK_TYPES).replace(".", r"\.") + ")$")]


class Standing(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


class WebhookShape(Shape):
    """A server of your company that is told."""

    id: UUID
    url: str
    types: list[str] = Field(description=told("推送的事件；空为全部", "Told of these; empty: of everything"))
    state: Standing
    failing_since: datetime | None
    created_at: datetime


class WebhookWithSecret(WebhookShape):
    """A server with the secret its messages are signed with."""

    secret: str = Field(
        description=told("签名密钥（Standard Webhooks）", "Signs the messages (Standard Webhooks)"),
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )


class WebhookPage(Shape):
    items: list[WebhookShape]
    next: str = Field(description=NEXT)


class EventShape(Shape):
    """One thing that a server was, or is to be, told."""

    id: UUID
    type: str
    code: str = Field(description=told("订单或询盘编号", "Code of the order or inquiry"))
    at: datetime
    state: str = Field(examples=["delivered"])
    tries: int


class EventPage(Shape):
    items: list[EventShape]
    next: str = Field(description=NEXT)


class WebhookBody(Body):
    url: str = Field(max_length=300, pattern=r"^https?://[!-~]+$", examples=["https://erp.example/hooks"])
    types: list[Type] = Field(default_factory=list, max_length=len(WEBHOOK_TYPES), examples=[["order.placed"]])


class Wish(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class WebhookChange(Body):
    """What is left out stays."""

    types: list[Type] | None = Field(default=None, max_length=len(WEBHOOK_TYPES))
    state: Wish | None = None


HOOK = {
    "id": "019c0a1e-0000-7000-8000-000000000001",
    "url": "https://erp.example/hooks",
    "types": ["order.placed"],
    "state": "active",
    "failing_since": None,
    "created_at": "2026-11-26T10:00:00+08:00",
}
SECRET = {**HOOK, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
EVENT = {
    "id": "019c0a1e-0000-7000-8000-000000000002",
    "type": "order.placed",
    "code": "CC-7K3M9-QXD4T",
    "at": "2026-11-26T10:00:00+08:00",
    "state": "delivered",
    "tries": 1,
}
