"""The verbs of privacy."""

from coatingcat.privacy.actions.chain import publish_head, seal_chain
from coatingcat.privacy.actions.consents import answer_consent, expire_consents, put_question, record_consent
from coatingcat.privacy.actions.denials import note_denial
from coatingcat.privacy.actions.exports import (
    ask_for_export,
    build_export,
    fetch_archive,
    forget_old_exports,
    sweep_archives,
)
from coatingcat.privacy.actions.files import sweep_files
from coatingcat.privacy.actions.held import new_held_link, take_back_links
from coatingcat.privacy.actions.keys import destroy_keys, destroy_retired_epochs, end_key, rotate_epoch
from coatingcat.privacy.actions.monthly import destroy_old_month_keys
from coatingcat.privacy.actions.retention import run_retention
from coatingcat.privacy.actions.subjects import new_subject

__all__ = [
    "answer_consent",
    "ask_for_export",
    "build_export",
    "destroy_keys",
    "destroy_old_month_keys",
    "destroy_retired_epochs",
    "end_key",
    "expire_consents",
    "fetch_archive",
    "forget_old_exports",
    "new_held_link",
    "new_subject",
    "note_denial",
    "publish_head",
    "put_question",
    "record_consent",
    "rotate_epoch",
    "run_retention",
    "seal_chain",
    "sweep_archives",
    "sweep_files",
    "take_back_links",
]
