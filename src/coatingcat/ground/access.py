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
