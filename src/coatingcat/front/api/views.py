"""The description of the API for programs, and its reference for people."""

import functools
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coatingcat.front.api.schema import schema_in
from coatingcat.front.words import PROBLEMS
from coatingcat.ground.access import anyone


@anyone
@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1, in the language asked for."""
    return JsonResponse(schema_in(_language()), json_dumps_params={"ensure_ascii": False})


@anyone
@require_safe
def reference(request: HttpRequest) -> HttpResponseBase:
    """Every operation with what it takes and answers, made from the same description."""
    whole = schema_in(_language())
    context = {"about": whole["info"]["description"], "groups": _groups(_language()), "problems": _problems()}
    return render(request, "front/api.html", context)


def _language() -> str:
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"


def _problems() -> list[tuple[str, str]]:
    return [(code, text.in_language(get_language())) for code, text in PROBLEMS.items()]


@functools.lru_cache(maxsize=2)
def _groups(language: str) -> list[dict[str, Any]]:
    """Operations by noun, as the page shows them, made once for each language."""
    whole = schema_in(language)
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in whole["tags"]}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            shown = _operation(whole, path, method, operation)
            groups[operation["tags"][0]].append(shown)
    return [{"name": name, "operations": found} for name, found in groups.items()]


def _operation(whole: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    answers = [(status, one) for status, one in operation["responses"].items() if int(status) < 300]
    status, answer = answers[0]
    content = answer.get("content", {}).get("application/json", {})
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "scope": operation["x-scope"],
        "parameters": operation.get("parameters", []),
        "sent": _fields(whole, sent.get("schema")),
        "status": status,
        "answered": _fields(whole, content.get("schema")),
        "example": content.get("example"),
        "sent_example": sent.get("example"),
        "refusals": [one for one in operation["responses"] if int(one) >= 400],
    }


def _fields(whole: dict[str, Any], schema: dict[str, Any] | None, prefix: str = "") -> list[dict[str, Any]]:
    """The fields of a shape, those inside others with their path."""
    known = _resolved(whole, schema)
    if known.get("type") == "array":
        return _fields(whole, known.get("items"), prefix + "[].")
    found, required = [], known.get("required", [])
    for name, one in known.get("properties", {}).items():
        inner = _resolved(whole, one)
        found.append({
            "name": (prefix + name).replace(".[]", "[]"),
            "type": _type(inner),
            "about": one.get("description") or inner.get("description", ""),
            "is_required": name in required,
        })  # fmt: skip
        if prefix.count(".") < 3:
            found += _fields(whole, inner, f"{prefix}{name}.") if inner.get("type") in {"object", "array"} else []
    return found


def _resolved(whole: dict[str, Any], schema: dict[str, Any] | None) -> dict[str, Any]:
    schema = schema or {}
    options = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if options:
        return {**_resolved(whole, options[0]), "nullable": True}
    if len(schema.get("allOf", [])) == 1:
        return _resolved(whole, schema["allOf"][0])
    if "$ref" in schema:
        found: dict[str, Any] = whole["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return found
    return schema


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        text = " | ".join(str(one) for one in schema["enum"])
    else:
        text = schema.get("format") or schema.get("type", "")
    return f"{text} | null" if schema.get("nullable") else str(text)
