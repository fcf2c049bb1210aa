"""The mark that says who may open a view. Rooms above define the rules; a test walks the URLs and finds none bare."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def access_rule(name: str) -> Callable[[View], View]:
    """Marks a view with its rule, as `view.access_rule`; wrappers made with `functools.wraps` keep the mark."""

    def mark(view: View) -> View:
        view.access_rule = name  # type: ignore[attr-defined]
        return view

    return mark


anyone = access_rule("anyone")
"""The view is open to everybody, signed in or not."""


class Refused(Exception):
    """A room says no to a request. `reason` is a sentence for the visitor, in the visitor's language, without any
    personal value; `status` is the HTTP status it becomes (403, 404, 409, 410, 422, 429)."""

    def __init__(self, reason: str, status: int = 403, *, retry_after_seconds: int | None = None) -> None:
        self.reason, self.status, self.retry_after_seconds = reason, status, retry_after_seconds
        super().__init__(reason)
