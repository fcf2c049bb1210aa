"""Orders as they were placed, and how far they have come."""

from django.db import models
from django.db.models import F, Q

from coatingcat.catalog.models import Product
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.ground.money import Money
from coatingcat.members.models import Company
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import KeyKind, Kind, Purpose, Text
from coatingcat.trade.models.consignees import Consignee
from coatingcat.trade.models.offers import Offer, pack
from coatingcat.trade.models.records import order_record, sealed_record
from coatingcat.trade.models.sellers import Seller
from coatingcat.trade.rules import unit_price, with_tax
from coatingcat.trade.words import MAX_PO, State, TaxGround

ENDED = (State.COMPLETED.value, State.CANCELLED.value)


class Order(models.Model):
    """What a buyer ordered, once. Its code tells nothing; its money is in one currency."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = order_record(
        models.CharField(max_length=20, unique=True), also_for={Purpose.SITE_OPERATION, Purpose.LEGAL_DISCLOSURE}
    )
    buyer = order_record(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="orders"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    company = nonpersonal(
        models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="orders"), "a company"
    )
    """For which the buyer acts; None: for nobody but themselves."""
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="orders"), "a company"
    )
    """Who executes it; None: the operator."""
    quote = nonpersonal(
        models.OneToOneField("trade.Quote", null=True, on_delete=models.SET_NULL, related_name="order"),
        "random key of a row",
    )
    """At whose prices it was ordered; None: at those of the lists."""
    consignee = nonpersonal(
        models.OneToOneField(Consignee, on_delete=models.PROTECT, related_name="order"), "random key of a row"
    )
    idempotency_key = nonpersonal(models.UUIDField(), "random number of one submission")
    body_digest = nonpersonal(
        models.BinaryField(max_length=32), "SHA-256 over lines, prices and a revision number: no personal value"
    )
    state = order_record(
        models.CharField(max_length=10, default=State.PLACED.value),
        also_for={Purpose.SITE_OPERATION, Purpose.LEGAL_DISCLOSURE},
    )
    currency = order_record(models.CharField(max_length=3, blank=True, default=""), also_for={Purpose.LEGAL_DISCLOSURE})
    total = order_record(
        models.DecimalField(max_digits=18, decimal_places=4, null=True), also_for={Purpose.LEGAL_DISCLOSURE}
    )
    """Of the lines that have a price, without VAT; null if none has."""
    tax_rate = order_record(models.DecimalField(max_digits=5, decimal_places=4, null=True), exported=False)
    """As a fraction; null: not known when it was ordered, told with the invoice."""
    tax_ground = order_record(models.CharField(max_length=16, blank=True, default=""), exported=False)
    is_tax_estimated = nonpersonal(models.BooleanField(default=False), "how the tax was found")
    """Nothing said for certain where the goods go, or where their buyer is registered; the invoice bears it all the same."""
    tax = order_record(
        models.DecimalField(max_digits=18, decimal_places=4, null=True), also_for={Purpose.LEGAL_DISCLOSURE}
    )
    """On the total, rounded once; null while either is not known."""
    po_number = order_record(models.CharField(max_length=MAX_PO, blank=True, default=""))
    """The buyer's own number of this order."""
    bill_to = nonpersonal(
        models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+"), "a company"
    )
    """To whom the invoice goes; None: to `invoice_title`, or nobody asked for one."""
    invoice_title = sealed_record(
        SealedText(max_length=120, key=KeyKind.HOLD, null=True),
        kind=Kind.NAME,
        subject="buyer_id",
        reason=Text("发票抬头", "The title on the invoice"),
        also_for={Purpose.LEGAL_DISCLOSURE},
    )
    invoice_tax_id = sealed_record(
        SealedText(max_length=30, key=KeyKind.HOLD, null=True),
        kind=Kind.ORDER,
        subject="buyer_id",
        reason=Text("发票上的纳税人识别号", "The tax number on the invoice"),
        also_for={Purpose.LEGAL_DISCLOSURE},
    )
    language = order_record(
        models.CharField(max_length=10, default="zh-hans"), kind=Kind.PREFERENCE, also_for={Purpose.SITE_OPERATION}
    )
    background = sealed_record(
        SealedText(max_length=2000, key=KeyKind.HOLD, null=True),
        kind=Kind.PROJECT,
        subject="buyer_id",
        reason=Text("了解您的项目，以便推荐合适的产品与包装", "To know your project and advise on product and pack"),
    )
    yearly_demand = sealed_record(
        SealedText(max_length=20, key=KeyKind.HOLD),
        kind=Kind.PROJECT,
        subject="buyer_id",
        reason=Text("为您备货与报价", "To plan stock and quote for you"),
        required_for="delivery",
    )
    demand_unit = sealed_record(
        SealedText(max_length=8, key=KeyKind.HOLD),
        kind=Kind.PROJECT,
        subject="buyer_id",
        reason=Text("年需求量的单位", "The unit of the yearly demand"),
        required_for="delivery",
    )
    placed_at = order_record(
        models.DateTimeField(default=now), also_for={Purpose.SITE_OPERATION, Purpose.LEGAL_DISCLOSURE}
    )
    confirmed_at = order_record(models.DateTimeField(null=True))
    promised_on = order_record(models.DateField(null=True))
    """The day the seller said the last of it would arrive."""
    delivered_at = order_record(models.DateTimeField(null=True))
    ended_at = order_record(models.DateTimeField(null=True))
    """When it was completed or cancelled, or a return after that was settled: the law's three years count from here."""

    class Meta:
        ordering = ["-placed_at", "-id"]
        indexes = [
            models.Index(fields=["ended_at"], name="order_ended", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["buyer", "-placed_at", "-id"], name="order_of_buyer"),
            models.Index(fields=["state", "placed_at"], name="order_by_state"),
            models.Index(fields=["seller", "state", "placed_at"], name="order_of_seller"),
            models.Index(fields=["company", "-placed_at"], name="order_of_company"),
            models.Index(fields=["company", "po_number"], name="order_by_po", condition=~Q(po_number="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "idempotency_key", "seller", "currency"], nulls_distinct=False, name="order_once"
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="order_state_is_known"),
            models.CheckConstraint(
                condition=Q(total=None, currency="") | Q(total__gte=0, currency__regex="^[A-Z]{3}$"),
                name="order_total_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(tax=None) | Q(tax__gte=0, tax_rate__isnull=False, total__isnull=False),
                name="order_tax_of_total",
            ),
            models.CheckConstraint(
                condition=Q(tax_ground="") | Q(tax_ground__in=[ground.name for ground in TaxGround]),
                name="order_tax_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED.value) | Q(confirmed_at__isnull=False), name="order_confirmed_when"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | ~Q(state__in=ENDED) & Q(ended_at=None),
                name="order_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def money(self) -> Money | None:
        """The sum of the lines that have a price; None if none has."""
        return unit_price(self.total, self.currency)

    @property
    def tax_money(self) -> Money | None:
        """None while it is not known."""
        return unit_price(self.tax, self.currency)

    @property
    def gross(self) -> Money | None:
        """What is to be paid; None while the tax is not known."""
        return with_tax(self.money, self.tax_money)

    @property
    def as_tax_ground(self) -> TaxGround | None:
        return TaxGround[self.tax_ground] if self.tax_ground else None


class OrderLine(models.Model):
    """A line as it was when it was ordered: what catalogue and offer say later changes nothing here."""

    id = nonpersonal(models.BigAutoField(primary_key=True), "surrogate key of the row")
    order = nonpersonal(models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines"), "random key of a row")
    position = nonpersonal(models.PositiveSmallIntegerField(), "place in the order, from 1")
    offer = order_record(
        models.ForeignKey(Offer, null=True, on_delete=models.SET_NULL), subject="order.buyer_id", exported=False
    )
    product = order_record(
        models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="+"),
        subject="order.buyer_id",
        exported=False,
    )
    name = order_record(models.CharField(max_length=200), subject="order.buyer_id")
    supplier = order_record(models.CharField(max_length=200, blank=True), subject="order.buyer_id")
    sku = order_record(models.CharField(max_length=40, blank=True), subject="order.buyer_id")
    pack_size = order_record(models.DecimalField(max_digits=12, decimal_places=3, null=True), subject="order.buyer_id")
    pack_unit = order_record(models.CharField(max_length=8, blank=True), subject="order.buyer_id")
    quantity = order_record(models.PositiveIntegerField(), subject="order.buyer_id")
    unit_price = order_record(models.DecimalField(max_digits=14, decimal_places=4, null=True), subject="order.buyer_id")
    """Of one pack; null: to be quoted."""
    line_total = order_record(models.DecimalField(max_digits=18, decimal_places=4, null=True), subject="order.buyer_id")
    currency = order_record(models.CharField(max_length=3, blank=True, default=""), subject="order.buyer_id")
    is_demonstration = nonpersonal(models.BooleanField(default=False), "the offer was a constructed one")
    is_allocated = nonpersonal(models.BooleanField(default=False), "the packs were taken from stock")
    shipped = order_record(models.PositiveIntegerField(default=0), subject="order.buyer_id")
    """Packs that left the house; with the two below what partial deliveries and returns have come to."""
    delivered = order_record(models.PositiveIntegerField(default=0), subject="order.buyer_id")
    returned = order_record(models.PositiveIntegerField(default=0), subject="order.buyer_id")
    """Packs in returns and claims that were neither refused nor withdrawn."""
    replaced = order_record(models.PositiveIntegerField(default=0), subject="order.buyer_id")
    is_quoted = nonpersonal(models.BooleanField(default=False), "the price was agreed in a quote")

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="orderline_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("shipped"), shipped__gte=F("delivered"), delivered__gte=F("returned")),
                name="orderline_delivered_at_most",
            ),
            models.CheckConstraint(condition=Q(returned__gte=F("replaced")), name="orderline_replaced_at_most"),
            models.CheckConstraint(
                condition=Q(unit_price=None, line_total=None, currency="")
                | Q(unit_price__isnull=False, line_total__isnull=False, currency__regex="^[A-Z]{3}$"),
                name="orderline_price_and_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @property
    def money(self) -> Money | None:
        """The price of one pack; None: to be quoted."""
        return unit_price(self.unit_price, self.currency)

    @property
    def total_money(self) -> Money | None:
        return unit_price(self.line_total, self.currency)

    @property
    def open(self) -> int:
        """Packs that have still to be shipped."""
        return self.quantity - self.shipped

    @property
    def returnable(self) -> int:
        """Packs that arrived and are in no return yet."""
        return self.delivered - self.returned

    @property
    def pack(self) -> str:
        """`25 kg`; for a product without an offer just the unit it was asked for in."""
        return pack(self.pack_size, self.pack_unit) if self.pack_size is not None else self.pack_unit
