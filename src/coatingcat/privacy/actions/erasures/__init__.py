"""To be erased: asked for, withdrawn, carried out step by step, proven (V.3; PIPL 47; ECL 24)."""

from coatingcat.privacy.actions.erasures.journal import file_journal, journal_file, read_journal
from coatingcat.privacy.actions.erasures.plans import Plan, plan_of
from coatingcat.privacy.actions.erasures.requests import (
    planned_days,
    receipt_path,
    recompute_dates,
    request_erasure,
    withdraw_erasure,
)
from coatingcat.privacy.actions.erasures.running import clear_next, erase, prove
from coatingcat.privacy.actions.erasures.unreadable import make_unreadable
from coatingcat.privacy.actions.erasures.watching import end_holds, forget_tombstones, replay_journal, watch_erasures

__all__ = [
    "Plan",
    "clear_next",
    "end_holds",
    "erase",
    "file_journal",
    "forget_tombstones",
    "journal_file",
    "make_unreadable",
    "plan_of",
    "planned_days",
    "prove",
    "read_journal",
    "receipt_path",
    "recompute_dates",
    "replay_journal",
    "request_erasure",
    "watch_erasures",
    "withdraw_erasure",
]
