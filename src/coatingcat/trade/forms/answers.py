"""What pages of both sides say when an order does not let something happen, and the papers they hand out."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from coatingcat.ground.files import FileType
from coatingcat.trade.models import BatchCertificate
from coatingcat.trade.refusals import (
    NotAllowed,
    NothingChosen,
    NothingToBill,
    OutOfStock,
    QuoteGone,
    QuoteNotWhole,
    RateMissing,
    Refused,
    TooLate,
    TooManyPacks,
)

ANSWERED: dict[type[Refused], Callable[[], str]] = {
    NotAllowed: lambda: gettext("The order has moved on meanwhile: this cannot be done any more. Look at its page."),
    NothingChosen: lambda: gettext("Nothing would change: name packs, a price or a day."),
    TooManyPacks: lambda: gettext("Those are more packs than are still open. Check the quantities."),
    TooLate: lambda: gettext("The time in which this can be asked for is over."),
    OutOfStock: lambda: gettext("The additional packs are not in stock any more."),
    NothingToBill: lambda: gettext("Nothing with a price is left to bill or to credit."),
    RateMissing: lambda: gettext(
        "Which VAT it bears is not known here. Enter your rate under “Billing details”, then bill it."
    ),
    QuoteGone: lambda: gettext("This quote does not stand any more."),
    QuoteNotWhole: lambda: gettext("A quote needs a price for every line, all in one currency."),
}
"""A refusal of an action, in words."""


def refused(request: HttpRequest, refusal: Refused) -> None:
    """Say why nothing happened, on the next page."""
    messages.error(request, ANSWERED[type(refusal)]())


def certificate_file(found: BatchCertificate | None) -> HttpResponse:
    """The paper as a download. Raises Http404 if there is none."""
    if found is None:
        raise Http404
    kind = FileType(found.content_type)
    name = f"coa-{found.pk}{kind.ending}"
    return HttpResponse(
        bytes(found.content),
        content_type=kind.value,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
