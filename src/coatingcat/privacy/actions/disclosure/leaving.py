"""What leaves: values opened under the purpose, in the declared form, encrypted to the recipient's key."""

import base64
import hmac
import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pyrage
from django.apps import apps

from coatingcat.privacy import gate, keys
from coatingcat.privacy.actions.disclosure.records import Record
from coatingcat.privacy.declarations import Personal, find
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.queries.recipients import Known
from coatingcat.privacy.refusals import Denied, KeyGone, ShareRefused
from coatingcat.privacy.sealed import Content, Sealed
from coatingcat.privacy.words import Form, Kind, Purpose, Question, Reason, ShareQuestion

_OF_A_PERSON = {
    Question.ERASED: ShareQuestion.PERSON,
    Question.RESTRICTED: ShareQuestion.PERSON,
    Question.RETENTION: ShareQuestion.PERSON,
    Question.CONSENT: ShareQuestion.CONSENT,
    Question.VERSION: ShareQuestion.VERSION,
    Question.MINOR: ShareQuestion.MINOR,
    Question.APPROVAL: ShareQuestion.MINOR,
    Question.UNDERTAKING: ShareQuestion.DUTY,
    Question.TRAINING: ShareQuestion.DUTY,
    Question.BULK: ShareQuestion.DUTY,
}


def opened(
    known: Known, purpose: Purpose, records: Sequence[Record], actor: Actor, reason: Reason | None, code: str
) -> list[dict[str, Any]]:
    """The values, opened under the purpose: the gate asks its own questions of each, and writes the log."""
    try:
        with gate.purpose(purpose, actor=actor, reason=reason, about=code):
            return [_record(known, record) for record in records]
    except Denied as refusal:
        question = _OF_A_PERSON.get(refusal.question, ShareQuestion.PURPOSE)
        raise ShareRefused(question, known.key, refusal.label) from None
    except KeyGone:
        raise ShareRefused(ShareQuestion.PERSON, known.key) from None


def _record(known: Known, record: Record) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for label in record.labels:
        value = getattr(record.row_of(label), label.rpartition(".")[2])
        value = value.open() if isinstance(value, Sealed) else value
        if known.fields[label] is Form.PSEUDONYM:
            subject = record.subject_of(label)
            out["who"] = keys.pseudonym(subject, f"recipient {known.key}").hex()
            value = _unnamed(label, find(label), value, subject, known)
        out[label] = _plain(value)
    return out


def _unnamed(label: str, declaration: Personal, value: Any, subject: UUID, known: Known) -> Any:
    """The value, or in place of one that is unique to a person or a row a name that this recipient alone knows."""
    model, _, name = label.rpartition(".")
    if declaration.kind is not Kind.PERSON_ID and not apps.get_model(model)._meta.get_field(name).unique:
        return value
    key = keys.pseudonym(subject, f"recipient {known.key} {label}")
    return hmac.digest(key, str(value).encode(), "sha256")[:16].hex()


_AS_TEXT: dict[type, Callable[[Any], Any]] = {
    Content: lambda file: {
        "name": file.name,
        "type": file.content_type,
        "base64": base64.b64encode(file.data).decode(),
    },
    bytes: bytes.hex,
}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return _AS_TEXT.get(type(value), str)(value)


def encrypted(age_key: str, content: dict[str, Any]) -> bytes:
    """The package, which the recipient's own key alone opens."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(age_key)]))
