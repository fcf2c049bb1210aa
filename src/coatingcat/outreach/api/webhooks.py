"""Servers that are told of what happens, as programs set them up."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Path

from coatingcat.ground.api import Fault, Problem, demand_match, etag_of, page_of
from coatingcat.ground.clock import now
from coatingcat.ground.outbound import may_be_sent_to
from coatingcat.members.machines import Answer, Cursor, Limit, Operations, caller_of
from coatingcat.members.models import Company
from coatingcat.members.queries.companies import position_of
from coatingcat.members.scopes import Scope
from coatingcat.members.words import MANAGERS
from coatingcat.outreach.actions import webhooks as acts
from coatingcat.outreach.api.shapes import (
    EVENT,
    HOOK,
    SECRET,
    EventPage,
    EventShape,
    Standing,
    WebhookBody,
    WebhookChange,
    WebhookPage,
    WebhookShape,
    WebhookWithSecret,
)
from coatingcat.outreach.models import WebhookEndpoint, WebhookEvent
from coatingcat.outreach.queries.webhooks import endpoint_of, endpoints_of, event_of, events_of
from coatingcat.outreach.words import Telling, WebhookState
from coatingcat.privacy.words import Text

webhooks = Operations(Text("事件推送", "Webhooks"))

Id = Annotated[UUID, Path(examples=["019c0a1e-0000-7000-8000-000000000001"])]


@webhooks.read(
    "/webhooks",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("列出推送地址", "List servers that are told"),
    answer=WebhookPage,
    example={"items": [HOOK], "next": ""},
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> WebhookPage:
    """The servers of the company."""
    page = page_of(endpoints_of(_company(request).pk), by=["created_at", "id"], cursor=cursor, limit=limit)
    return WebhookPage(items=[WebhookShape(**_shape(one)) for one in page.rows], next=page.next)


@webhooks.write(
    "POST",
    "/webhooks",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("添加推送地址", "Tell a server from now on"),
    answer=WebhookWithSecret,
    example=SECRET,
    status=201,
)
def add(request: HttpRequest, body: WebhookBody) -> Answer:
    """The answer holds the secret."""
    if not may_be_sent_to(body.url):
        reason = gettext("Enter an address that begins with https:// and has no password in it.")
        raise Problem(422, "validation", reason, [Fault(field="url", reason=reason, remedy="https://")])
    try:
        made = acts.add_endpoint(company=_company(request), url=body.url, types=set(body.types))
    except acts.TooManyEndpoints:
        told_why = gettext("This server is told already, or your company has ten of them.")
        raise Problem(409, "conflict", told_why) from None
    shape = WebhookWithSecret(**_shape(made), secret=acts.secret_of(made))
    return Answer(shape, {"ETag": _etag(made), "Location": f"/api/v1/webhooks/{made.pk}"})


@webhooks.read(
    "/webhooks/{uuid:webhook_id}",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("读取推送地址", "Read a server that is told"),
    answer=WebhookShape,
    example=HOOK,
    finds=True,
)
def one(request: HttpRequest, webhook_id: Id) -> Answer:
    """Without its secret."""
    return _answer(_found(request, webhook_id))


@webhooks.write(
    "PATCH",
    "/webhooks/{uuid:webhook_id}",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("修改或暂停推送", "Change or pause a server"),
    answer=WebhookShape,
    example=HOOK,
    finds=True,
    matches=True,
)
def change(request: HttpRequest, webhook_id: Id, body: WebhookChange) -> Answer:
    """What happens while it is paused is not told afterwards."""
    endpoint = _found(request, webhook_id)
    demand_match(request, _etag(endpoint))
    types = endpoint.type_list if body.types is None else body.types
    state = endpoint.as_state if body.state is None else WebhookState[body.state.name]
    acts.change_endpoint(endpoint=endpoint, types=set(types), state=state)
    return _answer(endpoint)


@webhooks.write(
    "DELETE",
    "/webhooks/{uuid:webhook_id}",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("移除推送地址", "Tell a server no longer"),
    answer=None,
    example=None,
    status=204,
    finds=True,
)
def remove(request: HttpRequest, webhook_id: Id) -> None:
    """From now on."""
    acts.end_endpoint(endpoint=_found(request, webhook_id))


@webhooks.write(
    "POST",
    "/webhooks/{uuid:webhook_id}/secret",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("更换签名密钥", "Replace the secret"),
    answer=WebhookWithSecret,
    example=SECRET,
    finds=True,
)
def secret(request: HttpRequest, webhook_id: Id) -> Answer:
    """For a day messages carry the signatures of both."""
    endpoint = _found(request, webhook_id)
    acts.rotate_secret(endpoint=endpoint)
    return Answer(WebhookWithSecret(**_shape(endpoint), secret=acts.secret_of(endpoint)), {"ETag": _etag(endpoint)})


@webhooks.write(
    "POST",
    "/webhooks/{uuid:webhook_id}/test",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("发送测试事件", "Send a test"),
    answer=EventShape,
    example={**EVENT, "type": "test", "code": "TEST", "state": "waiting", "tries": 0},
    status=202,
    finds=True,
)
def test(request: HttpRequest, webhook_id: Id) -> EventShape:
    """An event that says nothing, under way."""
    caller = caller_of(request)
    return _event(acts.note_test(endpoint=_found(request, webhook_id), by=caller.member.subject, at=now()))


@webhooks.read(
    "/webhooks/{uuid:webhook_id}/events",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("列出推送记录", "List what a server was told"),
    answer=EventPage,
    example={"items": [EVENT], "next": ""},
    finds=True,
)
def events(request: HttpRequest, webhook_id: Id, cursor: Cursor = "", limit: Limit = 50) -> EventPage:
    """Of the last 30 days, latest first."""
    page = page_of(events_of(_found(request, webhook_id)), by=["-number"], cursor=cursor, limit=limit)
    return EventPage(items=[_event(it) for it in page.rows], next=page.next)


@webhooks.write(
    "POST",
    "/webhooks/{uuid:webhook_id}/events/{uuid:event_id}/replay",
    scope=Scope.WEBHOOKS_MANAGE,
    summary=Text("重新推送事件", "Tell an event once more"),
    answer=EventShape,
    example={**EVENT, "state": "waiting"},
    status=202,
    finds=True,
)
def replay(request: HttpRequest, webhook_id: Id, event_id: Id) -> EventShape:
    """Under the same id."""
    endpoint = _found(request, webhook_id)
    event = event_of(endpoint, event_id)
    if event is None:
        raise Http404
    acts.replay(event=event)
    event.refresh_from_db()
    return _event(event)


def _company(request: HttpRequest) -> Company:
    """The caller's company, whose servers only its owners set up: who made the key may own it no longer."""
    caller = caller_of(request)
    position = position_of(caller.subject_id)
    if position is None or position.as_role not in MANAGERS:
        raise Problem(403, "not-allowed", gettext("Only an owner of the company can do this."))
    return caller.company


def _found(request: HttpRequest, webhook_id: UUID) -> WebhookEndpoint:
    found = endpoint_of(_company(request).pk, webhook_id)
    if found is None:
        raise Http404
    return found


def _answer(endpoint: WebhookEndpoint) -> Answer:
    return Answer(WebhookShape(**_shape(endpoint)), {"ETag": _etag(endpoint)})


def _etag(endpoint: WebhookEndpoint) -> str:
    return etag_of(endpoint.pk, endpoint.types, endpoint.state, endpoint.generation)


def _shape(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "types": endpoint.type_list,
        "state": Standing[endpoint.state],
        "failing_since": endpoint.failing_since,
        "created_at": endpoint.created_at,
    }


def _event(event: WebhookEvent) -> EventShape:
    state = Telling[event.telling].name.lower()
    return EventShape(id=event.id, type=event.type, code=event.code, at=event.at, state=state, tries=event.tries)
