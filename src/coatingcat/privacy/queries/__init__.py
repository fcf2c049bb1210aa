"""Reads of privacy."""

from coatingcat.privacy.queries.consents import FirstUse, consents_of, first_use, standing_consents
from coatingcat.privacy.queries.openings import (
    EMPTY_CHAIN,
    ChainReport,
    latest_link,
    link_digest,
    openings_of,
    verify_chain,
)

__all__ = [
    "EMPTY_CHAIN",
    "ChainReport",
    "FirstUse",
    "consents_of",
    "first_use",
    "latest_link",
    "link_digest",
    "openings_of",
    "standing_consents",
    "verify_chain",
]
