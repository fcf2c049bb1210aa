"""A quote as it was filled in, as the action that writes it takes it."""

from coatingcat.trade.actions.quotes import QuotedLine, QuoteTerms
from coatingcat.trade.forms.quotes import QuoteForm
from coatingcat.trade.models import InquiryLine
from coatingcat.trade.words import Incoterm, PaymentTerms


def terms_in(form: QuoteForm) -> QuoteTerms:
    """What holds for all lines."""
    given = form.cleaned_data
    return QuoteTerms(
        Incoterm(given["incoterm"]),
        given["place"],
        given["currency"],
        PaymentTerms[given["payment"]],
        given["lead_days"],
        given["valid_until"],
        given["freight"],
    )


def line_in(form: QuoteForm, position: int, asked: InquiryLine) -> QuotedLine:
    """One line; from the stock of the offer that was asked for where its very pack is quoted."""
    given = form.cleaned_data
    size, unit = given[f"size-{position}"], given[f"unit-{position}"]
    offer = asked.offer
    is_that_pack = offer is not None and (offer.pack_size, offer.pack_unit) == (size, unit)
    return QuotedLine(
        asked.name,
        asked.supplier,
        size,
        unit,
        given[f"packs-{position}"],
        form.ladder(position),
        product_id=asked.product_id,
        offer=offer if is_that_pack else None,
        multiple=offer.multiple if offer is not None and is_that_pack else 1,
    )
