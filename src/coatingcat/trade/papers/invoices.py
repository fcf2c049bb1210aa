"""The commercial invoice and the credit note."""

from django.utils.translation import get_language, gettext

from coatingcat.ground.money import Money
from coatingcat.ground.paper import Box, Column, Paper, Sum
from coatingcat.trade.models import Invoice, InvoiceLine
from coatingcat.trade.papers.parts import account, address_of, day, demonstration, party, reference, written
from coatingcat.trade.words import CreditWhy, TaxGround


def invoice_paper(invoice: Invoice, *, buyer: tuple[str, ...] = ()) -> Paper:
    """An invoice or credit note. `buyer`: who it is made out to where no company is, opened by the caller."""
    order = invoice.order
    pay_to = None if invoice.is_credit else account(invoice.issuer)
    made_out = party(gettext("Buyer"), invoice.buyer_company)
    return Paper(
        title=gettext("Credit note") if invoice.is_credit else gettext("Commercial invoice"),
        number=invoice.number,
        house=invoice.issuer["name"],
        facts=_facts(invoice),
        parties=(
            party(gettext("Seller"), invoice.issuer),
            made_out if invoice.buyer_company else Box(gettext("Buyer"), buyer or (gettext("As in the order"),)),
        ),
        columns=(
            Column(gettext("Goods"), 36),
            Column(gettext("Pack"), 11),
            Column(gettext("Quantity"), 8, "RIGHT"),
            Column(gettext("Price of a pack"), 16, "RIGHT"),
            Column(gettext("VAT"), 8, "RIGHT"),
            Column(gettext("Net"), 17, "RIGHT"),
        ),
        rows=tuple(_row(invoice, line) for line in invoice.lines.all()),
        sums=_sums(invoice),
        boxes=_boxes(invoice, pay_to),
        notes=(
            gettext(
                "This is the seller's commercial invoice. A Chinese fapiao is issued by the system of the tax"
                " administration and is sent apart."
            ),
            TaxGround[order.tax_ground].value.in_language(get_language()) if order.tax_ground else "",
            demonstration(line.order_line for line in invoice.lines.all()),
        ),
        code="" if invoice.is_credit else address_of(f"orders/{order.code}/payment/"),
        code_says=gettext("What is open, and how to pay"),
        foot=f"{invoice.number} · {order.code}",
    )


def _facts(invoice: Invoice) -> tuple[tuple[str, str], ...]:
    facts = [(gettext("Issued on"), day(invoice.issued_at))]
    if invoice.due_on is not None:
        facts.append((gettext("To be paid by"), invoice.due_on.isoformat()))
    facts.append((gettext("Order"), invoice.order.code))
    if invoice.order.po_number:
        facts.append((gettext("Your order number"), invoice.order.po_number))
    if invoice.corrects is not None:
        facts.append((gettext("Corrects invoice"), invoice.corrects.number))
        facts.append((gettext("Reason"), CreditWhy[invoice.why].value.in_language(get_language())))
    official = getattr(invoice, "official", None)
    if official is not None:
        facts.append((gettext("Fapiao number"), official.number))
    return tuple(facts)


def _row(invoice: Invoice, line: InvoiceLine) -> tuple[str, ...]:
    price = None if line.unit_price is None else Money(line.unit_price, invoice.currency)
    name = f"{line.name}\n{line.sku}" if line.sku else line.name
    packs = str(line.packs) if line.packs else "—"
    rate = f"{line.rate.normalize():f} %"
    return (
        name,
        line.pack,
        packs,
        written(price) if line.packs else "—",
        rate,
        written(Money(line.net, invoice.currency)),
    )


def _sums(invoice: Invoice) -> tuple[Sum, ...]:
    sums = [Sum(gettext("Net"), written(invoice.net_money))]
    for tax in invoice.taxes.all():
        label = gettext("VAT %(rate)s %% on %(net)s") % {
            "rate": f"{tax.rate.normalize():f}",
            "net": written(Money(tax.net, invoice.currency)),
        }
        sums.append(Sum(label, written(Money(tax.tax, invoice.currency))))
    label = gettext("Credited") if invoice.is_credit else gettext("To be paid")
    return (*sums, Sum(label, written(invoice.money), strong=True))


def _boxes(invoice: Invoice, pay_to: Box | None) -> tuple[Box, ...]:
    if invoice.is_credit:
        return ()
    quote = Box(
        gettext("Quote with the transfer"),
        (reference(invoice.order), gettext("With its check digits a typing error is noticed.")),
    )
    return (pay_to, quote) if pay_to is not None else (quote,)
