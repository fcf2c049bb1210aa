"""Where a request comes from, for limits alone: it is never stored."""

import ipaddress

from django.http import HttpRequest

from coatingcat.config import config


def client_of(request: HttpRequest) -> str:
    """Where a request comes from, for limits only; IPv6 by its network, as one household has 2⁶⁴ addresses.

    It is never stored: `limits` keeps an HMAC of it.
    """
    try:
        address = ipaddress.ip_address(_address_of(request))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return str(address)


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: IPv4 by its first 16 bits, IPv6 by its first 32; empty if it is not known.

    It is never stored: a sign-in keeps an HMAC of it.
    """
    try:
        address = ipaddress.ip_address(_address_of(request))
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 16 if address.version == 4 else 32), strict=False))


def country_of(request: HttpRequest) -> str:
    """The country that the operator's proxy names in the declared header, as ISO 3166 code; empty if it names none."""
    header = config().country_header
    text = request.headers.get(header, "").strip().upper() if header else ""
    return text if len(text) == 2 and text.isascii() and text.isalpha() else ""


def _address_of(request: HttpRequest) -> str:
    """The address our outermost proxy saw; what stands further left in the header anybody may have written."""
    hops = [request.META.get("REMOTE_ADDR", "")]
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops += [hop.strip() for hop in reversed(forwarded) if hop.strip()]
    return str(hops[min(config().trusted_proxies, len(hops) - 1)])
