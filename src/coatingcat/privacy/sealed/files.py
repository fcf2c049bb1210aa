"""Sealed files: the bytes in the media store, their name and place sealed in the row."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction

from coatingcat.privacy.keys import Unwrapped
from coatingcat.privacy.models.keys import StoredFile
from coatingcat.privacy.sealed.fields import SealedField, key_for
from coatingcat.privacy.sealed.values import Clear, Content, Sealed

FOLDER = "sealed"


class SealedFile(SealedField):
    """A file: its bytes lie sealed in the media store under a random name; the column holds that name, sealed.

    A file that replaces another takes its place when the transaction commits; one that a rollback left behind has
    no `StoredFile` and is swept (`privacy.actions.sweep_files`).
    """

    def seal(self, instance: models.Model, value: Clear[Content]) -> Sealed:
        key, content, file_id = key_for(instance, self), value.value, uuid4()
        row = instance.pk.bytes
        default_storage.save(path_of(file_id), ContentFile(self.encrypt(key, row + file_id.bytes, content.data)))
        self._take_the_place(file_id, key, instance.pk)
        facts = {"file": file_id.hex, "name": content.name[:200], "type": content.content_type}
        return Sealed(self, self.encrypt(key, row, json.dumps(facts).encode()), instance.pk)

    def sealed_in(self, instance: models.Model) -> Sealed | None:
        sealed = super().sealed_in(instance)
        if sealed is None and not instance._state.adding:
            self._vacate(instance.pk)
        return sealed

    def _take_the_place(self, file_id: UUID, key: Unwrapped, row: UUID) -> None:
        self._vacate(row)
        StoredFile.objects.create(id=file_id, key_id=UUID(bytes=key.id), label=self.label, row=row)

    def _vacate(self, row: UUID) -> None:
        replaced = list(StoredFile.objects.filter(label=self.label, row=row).values_list("id", flat=True))
        if replaced:
            StoredFile.objects.filter(id__in=replaced).delete()
            transaction.on_commit(lambda: remove(replaced))

    def decode(self, plain: bytes, key: Unwrapped, row: bytes) -> Any:
        facts = json.loads(plain)
        file_id = UUID(hex=facts["file"])
        with default_storage.open(path_of(file_id)) as file:
            data = self.decrypt(key.aead, file.read(), row + file_id.bytes)
        return Content(facts["name"], facts["type"], data)


def path_of(file_id: UUID) -> str:
    return f"{FOLDER}/{file_id.hex[-2:]}/{file_id.hex}"


def remove(file_ids: list[UUID]) -> None:
    """Delete sealed files from the media store; one that is gone already is no fault."""
    for file_id in file_ids:
        default_storage.delete(path_of(file_id))
