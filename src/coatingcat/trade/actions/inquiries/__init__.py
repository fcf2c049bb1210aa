"""Inquiries: filling one in, sending it, moving it on, sending the sample, keeping no longer than promised."""

from coatingcat.trade.actions.inquiries.drafts import (
    begin_inquiry,
    discard_inquiry_drafts,
    forget_unfinished_inquiries,
    inquiry_drafts_of,
    keep_answers,
    name_sample_consignee,
)
from coatingcat.trade.actions.inquiries.keeping import end_inquiries_of, forget_old_inquiries
from coatingcat.trade.actions.inquiries.moving import move_inquiry, note_quote_move
from coatingcat.trade.actions.inquiries.reminding import remind_of_inquiries
from coatingcat.trade.actions.inquiries.sending import inquiry_records, send_inquiries
from coatingcat.trade.actions.inquiries.shipping import ship_sample

__all__ = [
    "begin_inquiry",
    "discard_inquiry_drafts",
    "end_inquiries_of",
    "forget_old_inquiries",
    "forget_unfinished_inquiries",
    "inquiry_drafts_of",
    "inquiry_records",
    "keep_answers",
    "move_inquiry",
    "name_sample_consignee",
    "note_quote_move",
    "remind_of_inquiries",
    "send_inquiries",
    "ship_sample",
]
