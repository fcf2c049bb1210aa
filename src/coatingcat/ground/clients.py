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


def _address_of(request: HttpRequest) -> str:
    """The address our outermost proxy saw; what stands further left in the header anybody may have written."""
    hops = [request.META.get("REMOTE_ADDR", "")]
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops += [hop.strip() for hop in reversed(forwarded) if hop.strip()]
    return str(hops[min(config().trusted_proxies, len(hops) - 1)])
