"""The verbs of privacy."""

from coatingcat.privacy.actions.chain import publish_head, seal_chain
from coatingcat.privacy.actions.consents import answer_consent, expire_consents, put_question, record_consent
from coatingcat.privacy.actions.files import sweep_files
from coatingcat.privacy.actions.keys import destroy_keys, destroy_retired_epochs, end_key, rotate_epoch
from coatingcat.privacy.actions.subjects import new_subject

__all__ = [
    "answer_consent",
    "destroy_keys",
    "destroy_retired_epochs",
    "end_key",
    "expire_consents",
    "new_subject",
    "publish_head",
    "put_question",
    "record_consent",
    "rotate_epoch",
    "seal_chain",
    "sweep_files",
]
