"""Values sealed by the month they arose in, such as network addresses: all of a month die together (CSL 23).

    network = personal(SealedMonthly(null=True), kind=…, subject="member_id", purposes={Purpose.ACCOUNT_SECURITY},
                       keep=keeping.SIGN_IN, erase="delete row", exported=False, …)

    SignIn(network=Clear("203.0.113.0/24"))          # sealed on save, under the key of the present month
    with purpose(Purpose.ACCOUNT_SECURITY, actor=…): sign_in.network.open()

They open for ACCOUNT_SECURITY and EVIDENCE alone. A column is
    version (1) | month (2, years × 12 + months) | nonce (12) | ciphertext | tag (16)
bound to the field's label and the row's key.
"""

import hmac
import os
from datetime import date, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, models, transaction

from coatingcat.ground.clock import ZONE, now
from coatingcat.privacy import gate, keys
from coatingcat.privacy.declarations import Personal, label_of
from coatingcat.privacy.models import MonthKey
from coatingcat.privacy.refusals import Denied, KeyGone, PlainTextRefused, SealedCannot
from coatingcat.privacy.sealed.values import MASK, Clear
from coatingcat.privacy.words import Purpose, Question

OPENS_FOR = frozenset({Purpose.ACCOUNT_SECURITY, Purpose.EVIDENCE})
_VERSION = b"\x02"
_HEAD = 15  # version, month, nonce


def month_of(at: datetime) -> date:
    """First day of the month in Shanghai."""
    return at.astimezone(ZONE).date().replace(day=1)


def cipher_of(month: date, *, is_new: bool = False) -> AESGCM:
    """The cipher of a month; made at its first use if `is_new`. Raises KeyGone once it was destroyed, or never was."""
    return AESGCM(_raw(month, is_new=is_new))


def digest_for_month(value: bytes, at: datetime, *, use: str, is_new: bool = False) -> bytes | None:
    """HMAC-SHA-256 (32 bytes) of a value under the key of the month of `at`, to tell whether two are one; nothing else.

    None once the month's key is destroyed, or never was: then nobody can try values against what was kept. `use` keeps
    digests of different things apart; `is_new` makes the key at its first use.
    """
    try:
        key = _raw(month_of(at), is_new=is_new)
    except KeyGone:
        return None
    return hmac.digest(hmac.digest(key, b"coatingcat digest\0" + use.encode(), "sha256"), value, "sha256")


def _raw(month: date, *, is_new: bool) -> bytes:
    key = MonthKey.objects.filter(pk=month).first()
    if key is None and is_new:
        _make(month)
        key = MonthKey.objects.get(pk=month)
    if key is None or key.wrapped is None:
        raise KeyGone(f"The key of {month:%Y-%m} is destroyed.")
    return unwrap(keys.epoch_cipher(key.epoch_id), bytes(key.wrapped), month)


def wrap(cipher: AESGCM, raw: bytes, month: date) -> bytes:
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, raw, b"coatingcat month\0" + month.isoformat().encode())


def unwrap(cipher: AESGCM, wrapped: bytes, month: date) -> bytes:
    return cipher.decrypt(wrapped[:12], wrapped[12:], b"coatingcat month\0" + month.isoformat().encode())


def _make(month: date) -> None:
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        epoch = keys.open_epoch()
        wrapped = wrap(keys.epoch_cipher(epoch.id), keys.fresh_key(), month)
        cursor.execute(
            "INSERT INTO privacy_monthkey (month, epoch_id, wrapped) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [month, epoch.id, wrapped],
        )


def seal_for_month(value: bytes, at: datetime, *, bound: bytes = b"") -> bytes:
    """The value sealed under the key of the month of `at`; `bound` is authenticated along with it."""
    month, nonce = month_of(at), os.urandom(12)
    number = (month.year * 12 + month.month - 1).to_bytes(2)
    return _VERSION + number + nonce + cipher_of(month, is_new=True).encrypt(nonce, value, bound + number)


def open_of_month(blob: bytes, *, label: str, declaration: Personal, bound: bytes = b"") -> bytes:
    """The value. Raises NoPurpose or Denied; its month's key may be gone."""
    gate.ask_without_subject(label, declaration, OPENS_FOR)
    number = int.from_bytes(blob[1:3])
    try:
        cipher = cipher_of(date(number // 12, number % 12 + 1, 1))
    except KeyGone:
        raise Denied(Question.RETENTION, label) from None
    try:
        return cipher.decrypt(blob[3:_HEAD], blob[_HEAD:], bound + blob[1:3])
    except InvalidTag:
        raise Denied(Question.PLACE, label) from None


class OfMonth:
    """A value as it lies in the database, sealed by its month. Opaque; `open()` alone gives the text."""

    __slots__ = ("blob", "field", "row")

    def __init__(self, field: "SealedMonthly", blob: bytes, row: bytes = b"") -> None:
        self.field, self.blob, self.row = field, blob, row

    def open(self) -> str:
        """The text. Raises NoPurpose or Denied."""
        bound = self.field.label.encode() + b"\0" + self.row
        return open_of_month(
            self.blob, label=self.field.label, declaration=self.field.declaration, bound=bound
        ).decode()

    def __str__(self) -> str:
        return MASK

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return MASK

    def __reduce__(self) -> Any:
        raise SealedCannot("A sealed value cannot be pickled or put into a cache.")


class _Bound(models.query_utils.DeferredAttribute):
    """Tells the value which row it came from."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, OfMonth) and not value.row:
            value.row = str(instance.pk).encode()
        return value

    def __set__(self, instance: Any, value: Any) -> None:  # asked every time, and not only where nothing is loaded
        instance.__dict__[self.field.attname] = value


class SealedMonthly(models.BinaryField):  # type: ignore[type-arg]
    """Text sealed under the key of the month it is saved in. The row needs its primary key before it is saved."""

    descriptor_class = _Bound
    declaration: Personal

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only=private_only)
        self.label = label_of(self)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> OfMonth | None:
        return None if value is None else OfMonth(self, bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Clear):
            row = str(model_instance.pk).encode()
            blob = seal_for_month(value.value.encode(), now(), bound=self.label.encode() + b"\0" + row)
            value = model_instance.__dict__[self.attname] = OfMonth(self, blob, row)
        return value

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, OfMonth):
            return value.blob
        raise PlainTextRefused(self.label)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value if prepared else self.get_prep_value(value), connection, True)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise SealedCannot(f"{self.label} is sealed and cannot be searched or sorted.")
        return super().get_lookup(lookup_name)
