"""The API: each operation is declared whole, takes its scope, and answers as its description says whatever is sent."""

from typing import Any

import pytest

from coatingcat.front.api.schema import schema_in
from coatingcat.ground.api import Body, Shape
from coatingcat.ground.api.problems import MEDIA_TYPE
from coatingcat.members.machines import callers, every_operation
from coatingcat.members.scopes import Scope
from tests.contracts.stage import Stage, undone, written
from tests.members.machines import Program, key_for

KEPT = {"ground_bucket", "members_apikey"}
"""Tries are counted, and the day of the last use is noted, whatever the answer is."""
OPERATIONS = sorted(every_operation(), key=lambda one: (one.path, one.method))
WRITES = [one for one in OPERATIONS if one.is_write]


def filled(stage: Stage, path: str) -> str:
    """The path of an operation with what stands there on the stage."""
    for part, value in stage.parts.items():
        path = path.replace(part.replace("<", "{").replace(">", "}"), value)
    assert "{" not in path, path
    return path.lstrip("/")


def described() -> dict[tuple[str, str], Any]:
    whole = schema_in("en")
    return {(m.upper(), path): one for path, methods in whole["paths"].items() for m, one in methods.items()}


def test_every_operation_is_declared_whole():
    found = described()
    assert len(found) == len(OPERATIONS)
    lacking = []
    for (method, path), one in found.items():
        answered = {status: answer for status, answer in one["responses"].items() if int(status) < 300}
        contents = [answer["content"] for status, answer in answered.items() if int(status) != 204]
        example = [one["application/json"].get("example") for one in contents if "application/pdf" not in one]
        if not (one["summary"] and one["x-scope"] in {s.value for s in Scope} and one["tags"] and None not in example):
            lacking.append(f"{method} {path}")
        writes = {p["name"] for p in one["parameters"] if p["in"] == "header" and p["required"]}
        if method != "GET" and "Idempotency-Key" not in writes:
            lacking.append(f"{method} {path} once")
    assert lacking == []
    assert {one["x-scope"] for one in found.values()} == {scope.value for scope in Scope}


def test_no_two_shapes_have_one_name():
    """The description knows shapes by name: of two with the same, one would be told to stand for both."""
    known: dict[str, set[Any]] = {}
    waiting = [Shape, Body]
    while waiting:
        one = waiting.pop()
        known.setdefault(one.__name__, set()).add(one)
        waiting += one.__subclasses__()
    assert [name for name, ones in known.items() if len(ones) > 1] == []


def test_everything_said_of_the_api_is_said_in_chinese_too():
    english, chinese = schema_in("en"), schema_in("zh-hans")

    def same(one: Any, other: Any, key: str = "") -> list[str]:
        if isinstance(one, dict):
            return [text for name in one for text in same(one[name], other[name], name)]
        if isinstance(one, list):
            return [text for pair in zip(one, other, strict=True) for text in same(*pair, key)]
        return [one] if key in {"summary", "description"} and one == other and one and " " in one else []

    paths = {name: english["paths"][name] for name in english["paths"]}
    statuses = {"Bad Request", "Not Found", "Too Many Requests", "Service Unavailable", "Precondition Failed"}
    told = same(paths, chinese["paths"])
    assert {text for text in told if text not in statuses and text[0].islower()} == set()


def test_the_reference_shows_every_operation(stage: Stage):
    page = stage.browser("visitor").get("/api/").content.decode()
    assert [
        one.path
        for one in OPERATIONS
        if f" /api/v1{one.path.replace('{code:', '{')}" not in page and ":" not in one.path
    ] == []
    assert stage.browser("visitor").get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"


def send(program: Program, stage: Stage, one: Any, body: Any = None) -> Any:
    return program(one.method.lower(), filled(stage, one.path), body)


def test_no_operation_answers_without_its_scope(stage: Stage):
    found = {}
    for one in OPERATIONS:
        others = [scope for scope in Scope if scope is not one.scope]
        with undone():
            program, before = Program(key_for(stage.people["supplier"], *others)), written(leaving_out=KEPT)
            answer = send(program, stage, one, {})
            if answer.status_code != 403 or written(leaving_out=KEPT) != before:
                found[one.method, one.path] = answer.status_code
    assert found == {}


def test_no_operation_answers_without_a_key(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(callers, "WRONG_PER_MINUTE", 10_000)
    answers = {(one.method, one.path): send(Program(), stage, one, {}) for one in OPERATIONS}
    assert {what: answer.status_code for what, answer in answers.items() if answer.status_code != 401} == {}
    assert {answer["Content-Type"] for answer in answers.values()} == {MEDIA_TYPE}


def test_no_change_is_made_without_a_number_of_its_own(stage: Stage):
    program = Program(key_for(stage.people["supplier"]))
    for one in WRITES:
        before = written(leaving_out=KEPT)
        answer = program(one.method.lower(), filled(stage, one.path), {}, key="")
        assert answer.status_code in {400, 422}, one
        assert written(leaving_out=KEPT) == before


def test_what_the_api_does_not_know_is_a_problem(stage: Stage):
    program = Program(key_for(stage.people["supplier"]), language="zh-CN")
    answer = program("get", "nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, MEDIA_TYPE)
    assert program("post", "products", {}).status_code == 405
    unknown = program("get", "products?limt=1")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "limt")
    wrong = program("get", "products?limit=1000").json()
    assert wrong["errors"] == [{"field": "limit", "reason": "过长或过大。", "remedy": "最多 100。"}]
    assert program("get", "products?cursor=e30").status_code == 422


def test_a_list_goes_on_where_it_stopped(stage: Stage):
    program = Program(key_for(stage.people["supplier"]))
    first = program("get", "products?limit=2").json()
    second = program("get", f"products?limit=2&cursor={first['next']}").json()
    whole = program("get", "products").json()["items"]
    assert [one["code"] for one in first["items"]] == ["P1", "P2"]
    assert first["items"] + second["items"] == whole[:4]


def test_what_is_another_companys_is_not_there(stage: Stage):
    """Whatever stands in the address: to who has every scope but is of another company it is as if it were not."""
    program, found = Program(key_for(stage.people["other company"])), {}
    for one in OPERATIONS:
        if "{" not in one.path or one.scope is Scope.CATALOG_READ:
            continue
        before = written(leaving_out=KEPT)
        with undone():
            answer = program(one.method.lower(), filled(stage, one.path), {}, if_match="*")
        meant = {403, 422} if one.path.startswith("/supply") else {404} if one.method == "GET" else {404, 422}
        if answer.status_code not in meant or written(leaving_out=KEPT) != before:
            found[one.method, one.path] = answer.status_code
    assert found == {}
