"""How rooms let programs in: who calls, what their key may do, and each write once."""

from coatingcat.members.machines.callers import Caller, caller_of
from coatingcat.members.machines.operations import Answer, Cursor, Limit, Operations, every_operation

__all__ = ["Answer", "Caller", "Cursor", "Limit", "Operations", "caller_of", "every_operation"]
