"""Programs that call the API, each with a key of its own."""

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from coatingcat.members.actions.api_keys import make_key
from coatingcat.members.models import Member, Position
from coatingcat.members.scopes import Scope
from coatingcat.privacy.sealed import Clear


def key_for(member: Member, *scopes: Scope, days: int = 90) -> str:
    """The text of a key that a member made; with every scope unless some are named."""
    position = Position.objects.get(member=member, ended_at=None)
    return make_key(by=position, name=Clear("ERP"), scopes=frozenset(scopes or Scope), days=days)[1]


class Program:
    """A program at work: every change carries a number of its own, unless one is given."""

    def __init__(self, token: str = "", *, language: str = "en") -> None:
        self.client = Client(raise_request_exception=False, headers={"accept-language": language})
        self.token = token

    def __call__(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["authorization"] = f"Bearer {self.token}"
        if method not in {"get", "head"} and key != "":
            sent["idempotency-key"] = key or str(uuid4())
        if method == "get":
            return self.client.get(f"/api/v1/{path}", headers=sent)
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        send = getattr(self.client, method)
        return send(f"/api/v1/{path}", text, content_type="application/json", headers=sent)
