"""Operations of the API, each declared whole: what it is, which scope it takes, how it answers, with an example."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router

from coatingcat.ground.api import Fault, Problem, Shape, told
from coatingcat.ground.api.cursors import MOST, USUAL
from coatingcat.ground.api.problems import documented
from coatingcat.members.machines.callers import Key, caller_of
from coatingcat.members.machines.once import HEADER, PATTERN, once
from coatingcat.members.scopes import Scope
from coatingcat.privacy.words import Text

Cursor = Annotated[
    str,
    Query(
        max_length=400,
        description=told("上一页返回的 next；空为第一页", "The `next` of the page before; empty: the first page"),
    ),
]
Limit = Annotated[
    int, Query(ge=1, le=MOST, description=told("本页最多的行数", "How many rows a page has at most"), examples=[USUAL])
]

_READ_REFUSALS = (400, 401, 403, 422, 429, 503)
_WRITE_REFUSALS = (*_READ_REFUSALS, 409, 413)
_IDEMPOTENCY = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "description": told(
        "每次变更取一个新值，重试时保持不变；24 小时内重试得到同样的应答，不会重复执行",
        "New for each change, the same when you try it again: for 24 hours a retry gets the same answer and does "
        "nothing again",
    ),
    "schema": {"type": "string", "pattern": PATTERN},
    "example": "8c5b1f0e-order-2026-0042",
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": told("您所修改的版本，即读取时的 ETag", "The version you change: the ETag you read it with"),
    "schema": {"type": "string", "pattern": r'^(\*|"[0-9a-f]{32}")$'},
}
REASON = {
    "in": "header",
    "name": "CoatingCat-Reason",
    "required": False,
    "description": told(
        "查看个人信息的理由；不填则以空值代替。当事人可以看到该理由",
        "Why you need to see personal values; without it they are null. The person can read your reason",
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers where it says more than the body: an ETag, a Location."""

    shape: Shape | None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declared:
    """An operation as its room declared it."""

    noun: Text
    method: str
    path: str
    scope: Scope
    summary: Text
    is_write: bool


Act = TypeVar("Act", bound=Callable[..., Any])

_all: list[Declared] = []


def every_operation() -> Iterator[Declared]:
    """Every operation of every room that was mounted, for the contract tests and the reference."""
    return iter(list(_all))


class Operations:
    """The operations of one noun of a room: `products = Operations(Text("产品", "Products"))`, then `@products.read(…)`.

    An operation gives back a `Shape`, an `Answer` with headers, None for a status without a body, or a paper.
    """

    def __init__(self, noun: Text) -> None:
        self.noun = noun
        self.router = Router(tags=[told(noun.zh, noun.en)])

    def read(
        self,
        path: str,
        *,
        scope: Scope,
        summary: Text,
        answer: type[Shape],
        example: Any,
        finds: bool = False,
        parameters: Sequence[Mapping[str, Any]] = (),
        also: Sequence[int] = (),
    ) -> Callable[[Act], Act]:
        """Declare a GET. `finds`: it may find nothing (404)."""
        refusals = (*_READ_REFUSALS, *((404,) if finds else ()), *also)
        declared = Declared(self.noun, "GET", path, scope, summary, is_write=False)
        return self._declare(declared, 200, answer, refusals, example, parameters)

    def write(
        self,
        method: str,
        path: str,
        *,
        scope: Scope,
        summary: Text,
        answer: type[Shape] | None,
        example: Any,
        status: int = 200,
        finds: bool = False,
        matches: bool = False,
        parameters: Sequence[Mapping[str, Any]] = (),
        also: Sequence[int] = (),
    ) -> Callable[[Act], Act]:
        """Declare a POST, PUT, PATCH or DELETE, which is done once. `matches`: it changes a version (If-Match)."""
        refusals = (*_WRITE_REFUSALS, *((404,) if finds else ()), *((412, 428) if matches else ()), *also)
        headers = [_IDEMPOTENCY, *([_IF_MATCH] if matches else []), *parameters]
        declared = Declared(self.noun, method, path, scope, summary, is_write=True)
        return self._declare(declared, status, answer, refusals, example, headers)

    def paper(self, path: str, *, scope: Scope, summary: Text) -> Callable[[Act], Act]:
        """Declare a GET that answers a PDF, or finds nothing (404)."""
        declared = Declared(self.noun, "GET", path, scope, summary, is_write=False)
        return self._declare(declared, 200, None, (*_READ_REFUSALS, 404), None, (), media="application/pdf")

    def _declare(
        self,
        declared: Declared,
        status: int,
        answer: type[Shape] | None,
        refusals: Sequence[int],
        example: Any,
        parameters: Sequence[Mapping[str, Any]],
        *,
        media: str = "",
    ) -> Callable[[Act], Act]:
        def register(act: Act) -> Act:
            _all.append(declared)
            extra: dict[str, Any] = {"parameters": [dict(one) for one in parameters], "x-scope": declared.scope.value}
            if answer is not None:
                extra["responses"] = {status: _with_example(example)}
            elif media:
                extra["responses"] = {status: {"content": {media: {"schema": {"type": "string", "format": "binary"}}}}}
            self.router.api_operation(
                [declared.method],
                declared.path,
                auth=Key(declared.scope),
                response={status: answer} | documented(*refusals),
                summary=told(declared.summary.zh, declared.summary.en),
                operation_id=f"{act.__module__.rsplit('.', 1)[-1]}_{act.__name__}",
                openapi_extra=extra,
            )(_guarded(act, status, is_write=declared.is_write))
            return act

        return register


def _with_example(example: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"example": example}}}


def _guarded(act: Callable[..., Any], status: int, *, is_write: bool) -> Callable[..., HttpResponse]:
    """The act behind what it may be asked, and a write behind its Idempotency-Key."""

    @functools.wraps(act)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _demand_known(request, inside)
        made = functools.partial(_made, act, request, status, *args, **kwargs)
        return once(request, caller_of(request), made) if is_write else made()

    return inside


def _made(act: Callable[..., Any], request: HttpRequest, status: int, *args: Any, **kwargs: Any) -> HttpResponse:
    result = act(request, *args, **kwargs)
    if isinstance(result, HttpResponse):
        return result
    answer = result if isinstance(result, Answer) else Answer(result)
    text = answer.shape.model_dump_json() if answer.shape is not None else ""
    response = HttpResponse(text, status=status, content_type="application/json")
    for name, value in answer.headers.items():
        response[name] = value
    return response


def _demand_known(request: HttpRequest, inside: Any) -> None:
    """A parameter nobody knows is refused: a mistyped filter would else show everything."""
    models = inside._ninja_operation.models
    known = {
        name for model in models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__
    }
    if unknown := sorted(set(request.GET) - known):
        reason = gettext("There is no such parameter.")
        remedy = gettext("Leave it out, or see the reference for those there are.")
        faults = [Fault(field=name[:80], reason=reason, remedy=remedy) for name in unknown[:20]]
        raise Problem(422, "validation", reason, faults)
