"""Global Privacy Control: what a browser asks of every site with `Sec-GPC: 1` (W3C, Global Privacy Control, 3).

It refuses personalisation and sharing for that browser, for as long as it says so. It is no answer of the person:
nothing is written to the ledger, and what the person said in another browser stands there.
"""

from django.http import HttpRequest

from coatingcat.privacy.words import Purpose


def gpc(request: HttpRequest) -> bool:
    """Whether this browser asks not to have its user's data sold, shared or used for personalisation."""
    return bool(request.headers.get("Sec-GPC", "").strip() == "1")


def refuses(request: HttpRequest, wanted: Purpose) -> bool:
    """Whether this browser refuses this purpose; no query."""
    return wanted.refused_by_gpc and gpc(request)
