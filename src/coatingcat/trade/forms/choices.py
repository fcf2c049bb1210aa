"""Members of enums of texts as options, in the reader's language."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from django.utils.translation import get_language


def in_words(members: Iterable[Enum], empty: Any = None) -> Callable[[], list[tuple[str, str]]]:
    """Options made anew for each page. `empty`: what the option is called that means none of them; None: there is none."""

    def choices() -> list[tuple[str, str]]:
        first = [("", str(empty))] if empty is not None else []
        return [*first, *((member.name, member.value.in_language(get_language())) for member in members)]

    return choices
