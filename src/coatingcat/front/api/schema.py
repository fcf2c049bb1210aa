"""The description of the API (OpenAPI 3.1) in each language, made once."""

import functools
from typing import Any

from django.utils.translation import override

from coatingcat.front.api.mount import VERSION, api
from coatingcat.front.words import API_ABOUT
from coatingcat.ground.api import told_in
from coatingcat.ground.api.problems import MEDIA_TYPE

_SAID = {"summary", "description", "title"}


@functools.lru_cache(maxsize=4)
def schema_in(language: str) -> dict[str, Any]:
    """OpenAPI 3.1 with summaries and descriptions in this language."""
    with override(language):
        whole = dict(api.get_openapi_schema(path_prefix=f"api/v{VERSION}/"))
    whole["info"] = {**whole["info"], "description": API_ABOUT.in_language(language)}
    whole["tags"] = [{"name": name} for name in _tags(whole)]
    for methods in whole["paths"].values():
        for operation in methods.values():
            _finish(operation)
    translated: dict[str, Any] = _in_language(whole, language)
    return translated


def _tags(whole: dict[str, Any]) -> list[str]:
    tags = (tag for methods in whole["paths"].values() for one in methods.values() for tag in one.get("tags", ()))
    return list(dict.fromkeys(tags))


def _finish(operation: dict[str, Any]) -> None:
    """Refusals have a media type of their own, and successes the headers that are always there."""
    for status, answer in operation["responses"].items():
        if int(status) >= 400 and "content" in answer:
            answer["content"] = {
                MEDIA_TYPE: answer["content"].get("application/json", next(iter(answer["content"].values())))
            }
    operation["security"] = [{"Key": []}]
    for parameter in operation.get("parameters", ()):
        parameter.pop("examples", None)  # of a schema they are a list, of a parameter they would be named


def _in_language(value: Any, language: str, *, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _in_language(one, language, key=name) for name, one in value.items()}
    if isinstance(value, list):
        return [_in_language(one, language, key=key if key == "tags" else "") for one in value]
    return told_in(language, value) if isinstance(value, str) and (key in _SAID or key in {"tags", "name"}) else value
