"""What this program sends to servers of others: straight to where it was told, never into the network it stands in.

An address somebody types in may name a machine behind our firewall, or a name that points to one only when we ask
(server-side request forgery). So the name is resolved once, every address it has must be a public one, and the
connection goes to that very address, with the certificate checked against the name.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from urllib.parse import SplitResult, urlsplit

from coatingcat.config import config

_HERE = frozenset({"localhost", "127.0.0.1"})
_SECONDS = 10.0
_AT_MOST = 3
"""How many times the seconds of one read a whole answer may take: a server that answers letter by letter, each in time,
would else hold a worker for hours."""


def may_be_sent_to(url: str) -> bool:
    """Whether an address can be one of a server of others: https and a host; to this machine itself only outside
    production. Whether the host is a public one is asked when something is sent."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or port == 0 or parts.username or parts.password or not url.isascii():
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts))


def post(url: str, content: bytes, headers: Mapping[str, str], *, seconds: float = _SECONDS) -> int:
    """Send something, without following where the answer points to. The HTTP status; 0 if there was no answer, or if
    it may not be sent there. `seconds` bounds each step, three times as many the whole."""
    if not may_be_sent_to(url):
        return 0
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        address = _public_address(parts, port)
        if address is None:
            return 0
        connection = _connection(parts, port, address, seconds)
        end = threading.Timer(seconds * _AT_MOST, _cut, [connection])
        end.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=content, headers=dict(headers))
            return connection.getresponse().status
        finally:
            end.cancel()
            connection.close()
    except (OSError, http.client.HTTPException, ValueError):
        return 0


def _is_here(parts: SplitResult) -> bool:
    return parts.hostname in _HERE and config().mode != "production"


def _public_address(parts: SplitResult, port: int) -> str | None:
    """The address to connect to; None if the name has none, or any that is not public."""
    found = {str(one[4][0]) for one in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    if _is_here(parts):
        return "127.0.0.1"
    if not found or not all(_is_public(text) for text in found):
        return None
    return min(found, key=lambda text: (":" in text, text))


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    return address.is_global and not address.is_multicast


def _connection(parts: SplitResult, port: int, address: str, seconds: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        made: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        made = http.client.HTTPConnection(host, port, timeout=seconds)
    made._create_connection = partial(_to, address)  # type: ignore[attr-defined]
    return made


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _to(address: str, named: tuple[str, int], *args: object, **kwargs: object) -> socket.socket:
    return socket.create_connection((address, named[1]), *args, **kwargs)  # type: ignore[arg-type]
