"""JSON as it may come in: UTF-8, no NaN, no text that no column takes."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

_DEEPEST = 40


class Strict(Parser):
    """Raises ValueError for what cannot be stored; the framework answers 400 then."""

    def parse_body(self, request: HttpRequest) -> Any:
        text = request.body.decode("utf-8")
        found = json.loads(text, parse_constant=_refuse)
        if _has_hostile_text(found):
            raise ValueError("text that cannot be stored")
        return found


def _refuse(name: str) -> None:
    raise ValueError(name)


def _has_hostile_text(value: Any, depth: int = 0) -> bool:
    """NUL and half of a pair of surrogates: no UTF-8 of a database holds them."""
    if depth > _DEEPEST:
        return True
    if isinstance(value, str):
        return "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return any(_has_hostile_text(one, depth + 1) for pair in value.items() for one in pair)
    return isinstance(value, list) and any(_has_hostile_text(one, depth + 1) for one in value)
