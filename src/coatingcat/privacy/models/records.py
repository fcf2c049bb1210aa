"""Declarations that records of privacy share, each said once."""

import functools

from coatingcat.privacy.declarations import personal
from coatingcat.privacy.words import Purpose, Text, keeping

FIXED = Text("系统产生的记录，不可编辑", "A record the system makes; it cannot be edited")

evidence = functools.partial(
    personal,
    purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
    keep=keeping.EVIDENCE,
    erase="unlink",
    fixed_because=FIXED,
)
"""What proves how somebody's data was handled, and is unlinked from them in the end."""
