"""Long streams under a key of their own: sealed and opened piece by piece, in bounded memory.

A stream is a row of pieces: length (4) | ciphertext | tag (16). Nonces count the pieces, under a key that seals one
stream only; the last piece says that it is the last, so that a stream cut short does not open to its end.
"""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import File

from coatingcat.privacy.refusals import StreamBroken

PIECE = 1 << 20


def sealed(parts: Iterable[bytes], key: bytes, bound: bytes) -> Iterator[bytes]:
    """The stream, sealed, in pieces of about 1 MiB; `bound` is authenticated along with each."""
    cipher, waiting, number = AESGCM(key), bytearray(), 0
    for part in parts:
        waiting += part
        while len(waiting) > PIECE:
            yield _piece(cipher, number, bytes(waiting[:PIECE]), bound, is_last=False)
            del waiting[:PIECE]
            number += 1
    yield _piece(cipher, number, bytes(waiting), bound, is_last=True)


def _piece(cipher: AESGCM, number: int, plain: bytes, bound: bytes, *, is_last: bool) -> bytes:
    ciphertext = cipher.encrypt(number.to_bytes(12), plain, bound + bytes([is_last]))
    return (len(ciphertext) << 1 | is_last).to_bytes(4) + ciphertext


def opened(file: IO[bytes], key: bytes, bound: bytes) -> Iterator[bytes]:
    """The plain stream, piece by piece. Raises StreamBroken where a piece was changed, moved or cut off."""
    cipher, number, is_last = AESGCM(key), 0, False
    while not is_last:
        head = file.read(4)
        if len(head) != 4:
            raise StreamBroken("The stream ends before its end.")
        length, is_last = int.from_bytes(head) >> 1, bool(head[3] & 1)
        try:
            yield cipher.decrypt(number.to_bytes(12), file.read(length), bound + bytes([is_last]))
        except InvalidTag:
            raise StreamBroken(f"Piece {number} is not what was written.") from None
        number += 1


class Pieces(File):  # type: ignore[type-arg]
    """A stream as a file that a storage saves; read once, from the front."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__(None)
        self._parts, self._rest, self.written = parts, b"", 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for part in self._parts:
            self.written += len(part)
            yield part

    def read(self, size: int = -1) -> Any:
        while size < 0 or len(self._rest) < size:
            part = next(self._parts, b"")
            if not part:
                break
            self.written += len(part)
            self._rest += part
        found, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return found

    def __bool__(self) -> bool:
        return True
