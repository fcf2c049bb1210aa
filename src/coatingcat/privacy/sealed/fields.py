"""The sealed model fields, and the digests that stand beside them."""

import base64
import functools
import hmac
import os
import struct
from typing import Any

import phonenumbers
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from coatingcat.ground.clock import now
from coatingcat.privacy.declarations import Personal, label_of
from coatingcat.privacy.keys import Unwrapped, digest_key, key_of
from coatingcat.privacy.refusals import PlainTextRefused, SealedCannot
from coatingcat.privacy.sealed.values import Clear, Sealed
from coatingcat.privacy.words import KeyKind

_VERSION = b"\x01"
_HEAD = 33  # version, key id, minute, nonce


class _SealedAttribute(DeferredAttribute):
    """Binds what it hands out to the row it came from, so that a swapped ciphertext is noticed."""

    def __init__(self, field: "SealedField") -> None:
        super().__init__(field)
        self.name = field.attname

    @functools.cached_property
    def pk_name(self) -> str:
        return self.field.model._meta.pk.attname

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        try:
            value = instance.__dict__[self.name]
        except KeyError:
            value = super().__get__(instance, cls)
        except AttributeError:  # asked of the class
            return self
        if type(value) is Sealed and value.row is None:
            value.row = instance.__dict__[self.pk_name]
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.name] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Base of the sealed fields. `key` says which of the subject's keys seals it, `digest` where it is looked up."""

    descriptor_class = _SealedAttribute
    declaration: Personal

    def __init__(self, *args: Any, key: KeyKind = KeyKind.LIVE, digest: str = "", **kwargs: Any) -> None:
        self.key, self.digest = key, digest
        self.max_chars: int | None = kwargs.pop("max_length", None)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        if self.key is not KeyKind.LIVE:
            kwargs["key"] = self.key
        if self.digest:
            kwargs["digest"] = self.digest
        if self.max_chars:
            kwargs["max_length"] = self.max_chars
        return name, path, args, kwargs

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only=private_only)
        self.label = label_of(self)
        self.bound = self.label.encode() + b"\0"

    # -- from and to the database

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(self, value if type(value) is bytes else bytes(value))

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):  # what `value_to_string` wrote
            return Sealed(self, base64.b64decode(value))
        return value

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return base64.b64encode(value.blob).decode() if isinstance(value, Sealed) else ""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return self.sealed_in(model_instance)

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.blob
        raise PlainTextRefused(self.label)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value if prepared else self.get_prep_value(value), connection, True)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"isnull", "exact"}:
            raise SealedCannot(f"{self.label} is sealed and cannot be searched or sorted; use its digest.")
        return super().get_lookup(lookup_name)

    # -- sealing

    def sealed_in(self, instance: models.Model) -> Sealed | None:
        """The instance's value, sealed now if it is still clear; sets the digest column along with it."""
        value = instance.__dict__.get(self.attname)
        if value is None:
            if self.digest:
                instance.__dict__[self.digest] = None
            return None
        if isinstance(value, Sealed):
            if value.row not in {None, instance.pk} or value.field is not self:
                raise SealedCannot(f"A sealed value of another row or field was assigned to {self.label}.")
            return value
        if not isinstance(value, Clear):
            raise PlainTextRefused(self.label)
        sealed = self.seal(instance, value)
        instance.__dict__[self.attname] = sealed
        if self.digest:
            instance.__dict__[self.digest] = digest_of(type(instance), self.attname, value)
        return sealed

    def seal(self, instance: models.Model, value: Clear[Any]) -> Sealed:
        key = key_for(instance, self)
        return Sealed(self, self.encrypt(key, instance.pk.bytes, self.encode(value.value)), instance.pk)

    def encrypt(self, key: Unwrapped, row: bytes, plain: bytes) -> bytes:
        assert key.aead is not None
        minute, nonce = struct.pack(">I", int(now().timestamp()) // 60), os.urandom(12)
        return _VERSION + key.id + minute + nonce + key.aead.encrypt(nonce, plain, self.bound + row + minute)

    def decrypt(self, aead: Any, blob: bytes, row: bytes) -> bytes:
        return aead.decrypt(blob[21:_HEAD], blob[_HEAD:], self.bound + row + blob[17:21])  # type: ignore[no-any-return]

    # -- what differs by sort

    def normal(self, value: Any) -> Any:
        """The one spelling that is sealed and digested. Raises ValueError for what is no value of this sort."""
        return value

    def encode(self, value: Any) -> bytes:
        text = self.normal(value)
        if self.max_chars and len(text) > self.max_chars:
            raise ValueError(f"{self.label} takes at most {self.max_chars} characters.")
        return text.encode()  # type: ignore[no-any-return]

    def decode(self, plain: bytes, key: Unwrapped, row: bytes) -> Any:
        return plain.decode()


class SealedText(SealedField):
    """Text."""


class SealedEmail(SealedField):
    """An e-mail address, lower-cased: addresses that differ in case only are taken for the same person."""

    def normal(self, value: str) -> str:
        text = value.strip().lower()
        if text.count("@") != 1 or not 3 <= len(text) <= 254:
            raise ValueError("This is not an e-mail address.")
        return text


class SealedPhone(SealedField):
    """A telephone number in E.164; numbers without a country code are taken for Chinese ones."""

    def normal(self, value: str) -> str:
        try:
            number = phonenumbers.parse(value, "CN")
        except phonenumbers.NumberParseException:
            raise ValueError("This is not a telephone number.") from None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class DigestField(models.BinaryField):  # type: ignore[type-arg]
    """HMAC-SHA-256 of the sealed field `of` it stands beside, for exact look-ups and uniqueness."""

    declaration: Personal

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("null", True)
        kwargs.setdefault("db_index", not kwargs.get("unique", False))
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        source = model_instance._meta.get_field(self.of)
        assert isinstance(source, SealedField)
        source.sealed_in(model_instance)
        return model_instance.__dict__.get(self.attname)


def key_for(instance: models.Model, field: SealedField) -> Unwrapped:
    """The key that seals this field of this row; asked for once per row, however many fields it has."""
    subject_id: Any = instance
    for step in field.declaration.subject.split("."):
        subject_id = getattr(subject_id, step)
    known: dict[Any, Unwrapped] = instance._state.__dict__.setdefault("privacy_keys", {})
    found = known.get((subject_id, field.key))
    if found is None:
        found = known[subject_id, field.key] = key_of(subject_id, field.key)
    return found


def digest_of(model: type[models.Model], name: str, value: "Clear[str] | str") -> bytes:
    """The digest under which a value of this sealed field is looked up (32 bytes). Raises ValueError if it is none."""
    field = model._meta.get_field(name)
    assert isinstance(field, SealedField)
    text = field.normal(value.value if isinstance(value, Clear) else value)
    return hmac.digest(digest_key(field.label), text.encode(), "sha256")
