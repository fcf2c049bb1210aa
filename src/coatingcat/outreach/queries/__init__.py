"""Reads of outreach."""

from coatingcat.outreach.queries.messages import Message, Reached, latest_messages, page_for, purpose_of, reach

__all__ = ["Message", "Reached", "latest_messages", "page_for", "purpose_of", "reach"]
