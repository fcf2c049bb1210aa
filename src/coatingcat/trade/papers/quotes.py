"""A quote: its terms, and the price of a pack by quantity."""

from django.utils.translation import get_language, gettext, pgettext

from coatingcat.ground.paper import Box, Column, Paper
from coatingcat.trade.models import Quote, QuoteLine
from coatingcat.trade.papers.parts import day, party, written
from coatingcat.trade.queries.billing import issuer_of


def quote_paper(quote: Quote) -> Paper:
    """One version of a quote, as it was offered. What the seller wrote besides stands on the page alone."""
    seller = issuer_of(quote.seller, quote.currency)
    issuer = {name: seller[name] for name in ("name", "tax_id", "address", "country")}
    return Paper(
        title=gettext("Quote"),
        number=quote.code,
        house=seller["name"],
        facts=_facts(quote),
        parties=(party(gettext("Seller"), issuer),),
        columns=(
            Column(gettext("Goods"), 42),
            Column(gettext("Pack"), 13),
            Column(pgettext("a quantity", "From"), 10, "RIGHT"),
            Column(gettext("Price of a pack"), 20, "RIGHT"),
        ),
        rows=tuple(row for line in quote.lines.all() for row in _rows(line)),
        boxes=(Box(gettext("Valid until"), (quote.valid_until.isoformat(),)),),
        notes=(gettext("Prices are without VAT."),),
        foot=f"{quote.code} · {quote.inquiry.code}",
    )


def _facts(quote: Quote) -> tuple[tuple[str, str], ...]:
    facts = [
        (gettext("Inquiry"), quote.inquiry.code),
        (gettext("Version"), str(quote.version)),
        (gettext("Delivery terms"), f"{quote.incoterm} {quote.place} (Incoterms 2020)"),
        (gettext("Payment"), quote.pay.value.in_language(get_language())),
        (gettext("Lead time, working days"), str(quote.lead_days)),
    ]
    if quote.offered_at is not None:
        facts.insert(0, (gettext("Offered on"), day(quote.offered_at)))
    if quote.freight_money is not None:
        facts.append((gettext("Freight"), written(quote.freight_money)))
    return tuple(facts)


def _rows(line: QuoteLine) -> list[tuple[str, ...]]:
    """One row a step of the ladder; the goods are named in the first."""
    name = f"{line.name}\n{line.sku}" if line.sku else line.name
    return [
        (name if at == 0 else "", line.pack if at == 0 else "", str(step.minimum), written(step.price))
        for at, step in enumerate(line.ladder)
    ]
