"""What goes in clear, once, and what comes out sealed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from coatingcat.privacy import gate
from coatingcat.privacy.refusals import SealedCannot

if TYPE_CHECKING:
    from coatingcat.privacy.sealed.fields import SealedField

MASK = "•••"

T = TypeVar("T")


class Clear(Generic[T]):
    """A personal value on its way from a form to its seal: it shows a mask wherever it is printed."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __str__(self) -> str:
        return MASK

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self.value)

    def __bytes__(self) -> bytes:
        raise SealedCannot("A value leaves as bytes by the door alone (privacy.actions.disclosure).")

    def __iter__(self) -> Any:
        raise SealedCannot("A value leaves by the door alone (privacy.actions.disclosure).")

    def __reduce__(self) -> Any:
        raise SealedCannot("A value that is not sealed yet cannot be serialised.")


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes with the name and type it came with."""

    name: str
    content_type: str
    data: bytes

    def __repr__(self) -> str:
        return MASK


class Sealed:
    """A value as it lies in the database. Opaque: it prints a mask and opens only inside a purpose."""

    __slots__ = ("blob", "field", "row")

    def __init__(self, field: "SealedField", blob: bytes, row: UUID | None = None) -> None:
        self.field, self.blob, self.row = field, blob, row

    @property
    def key_id(self) -> bytes:
        return self.blob[1:17]

    def open(self) -> Any:
        """The value. Raises NoPurpose outside a purpose and Denied where the gate says no."""
        return gate.open_sealed(self)

    def __str__(self) -> str:
        return MASK

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return MASK

    def __bool__(self) -> bool:
        return True

    def __bytes__(self) -> bytes:
        raise SealedCannot("A value leaves as bytes by the door alone (privacy.actions.disclosure).")

    def __iter__(self) -> Any:
        raise SealedCannot("A value leaves by the door alone (privacy.actions.disclosure).")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.blob == other.blob and self.field is other.field

    def __hash__(self) -> int:
        return hash(self.blob)

    def __lt__(self, other: object) -> bool:
        raise SealedCannot("Sealed values have no order.")

    def __reduce__(self) -> Any:
        raise SealedCannot("A sealed value cannot be pickled or put into a cache.")
