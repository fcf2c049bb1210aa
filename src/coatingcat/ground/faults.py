"""Exceptions told without their values.

Messages of exceptions quote what they stumbled over: an address, a name, a row of the database. Logs and the
table of jobs outlive a person's erasure, so they get the type and the places of a fault, never its message.
"""

import logging
import traceback
from types import TracebackType

_SHOWN_FRAMES = 6


def fault(error: BaseException) -> str:
    """Type and innermost places of an exception, outermost first: `ValueError at actions.py:41 place_order > …`."""
    frames = traceback.extract_tb(error.__traceback__)[-_SHOWN_FRAMES:]
    places = " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__} at {places or 'unknown place'}"


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])


class ValueFree(logging.Formatter):
    """Log lines whose exceptions are told by `fault`: frameworks log `exc_info`, and its message quotes values."""

    def formatException(  # noqa: N802 - the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return fault(ei[1]) if ei[1] is not None else ""
