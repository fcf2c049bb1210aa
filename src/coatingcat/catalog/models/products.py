"""Commercial raw materials: what their sources say, figure by figure."""

from django.db import models
from django.db.models import F, Q

from coatingcat.catalog.models import facts
from coatingcat.catalog.words import (
    CHEMISTRIES,
    FUNCTIONS,
    TECHNOLOGIES,
    Basis,
    DocumentKind,
    Form,
    SourceKind,
    Status,
    SubstanceRole,
    ValueKind,
)


class Product(models.Model):
    """A raw material under a trade name. `code` is its number in the list it came from, `slug` its address."""

    code = facts.key()
    slug = facts.text(unique=True)
    supplier = facts.link("catalog.Company", related_name="products")
    name = facts.text()
    """The trade name, which belongs to its owner."""
    category = facts.link("catalog.Category", related_name="products")
    chemistry = facts.text()
    """As the source says it, in its language."""
    form = facts.text()
    """Form supplied, as the source says it."""
    functions = facts.codes()
    chemistries = facts.codes()
    technologies = facts.codes()
    source_kind = facts.text()
    source = facts.text()
    status = facts.text(default=Status.BACKGROUND)
    fingerprint = facts.fingerprint()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["category", "code"], name="product_category")]
        constraints = [
            facts.one_of("product_status", "status", Status),
            facts.all_of("product_functions", "functions", FUNCTIONS),
            facts.all_of("product_chemistries", "chemistries", CHEMISTRIES),
            facts.all_of("product_technologies", "technologies", TECHNOLOGIES),
            models.CheckConstraint(condition=~Q(name=""), name="product_named"),
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="product_slug"),
            models.CheckConstraint(condition=~Q(status=Status.VERIFIED) | ~Q(source=""), name="product_verified_where"),
        ]

    def __str__(self) -> str:
        return self.name


class PropertyValue(models.Model):
    """One figure of a product as one source states it.

    `lo` and `hi` are in the printed unit, `canonical_lo` and `canonical_hi` in the unit of the property registry
    (`chemistry.units`); a bound that is null is open. Different bases and conditions are different figures.
    """

    code = facts.key()
    product = facts.link("catalog.Product", related_name="values", on_delete=models.CASCADE)
    property = facts.text()
    """Key of the registry; empty: the registry has no such property, and the figure is shown but not searched."""
    label = facts.text()
    """Name of the property as the source prints it."""
    kind = facts.text(default=ValueKind.TYPICAL)
    form = facts.text(default=Form.EXACT)
    lo = facts.number()
    hi = facts.number()
    printed = facts.text()
    """The figure as people read it, without its unit: `16.2–16.8`, `≤ 0.1`."""
    unit = facts.text()
    canonical_lo = facts.number()
    canonical_hi = facts.number()
    canonical_unit = facts.text()
    basis = facts.text(default=Basis.UNSTATED)
    condition = facts.text()
    temperature = facts.number()
    """°C of the measurement where the condition says it."""
    method = facts.text()
    source = facts.text()
    status = facts.text(default=Status.BACKGROUND)
    position = facts.whole(default=0)
    fingerprint = facts.fingerprint()

    class Meta:
        ordering = ["product", "position"]
        constraints = [
            facts.one_of("value_status", "status", Status),
            facts.one_of("value_kind", "kind", ValueKind),
            facts.one_of("value_form", "form", Form),
            facts.one_of("value_basis", "basis", Basis),
            models.CheckConstraint(condition=Q(lo__lte=F("hi")) | Q(lo=None) | Q(hi=None), name="value_lo_hi"),
            models.CheckConstraint(
                condition=Q(canonical_lo__lte=F("canonical_hi")) | Q(canonical_lo=None) | Q(canonical_hi=None),
                name="value_canonical_lo_hi",
            ),
            models.CheckConstraint(
                condition=(
                    Q(form__in=[Form.EXACT, Form.ABOUT, Form.RANGE], lo__isnull=False, hi__isnull=False)
                    | Q(form__in=[Form.AT_MOST, Form.BELOW], lo=None, hi__isnull=False)
                    | Q(form__in=[Form.AT_LEAST, Form.ABOVE], lo__isnull=False, hi=None)
                    | Q(form=Form.TEXT, lo=None, hi=None)
                ),
                name="value_form_bounds",
            ),
            models.CheckConstraint(condition=~Q(printed=""), name="value_printed"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.printed} {self.unit}".strip()


class ProductSubstance(models.Model):
    """A substance that the source names as part of the product, and where it says so."""

    product = facts.link("catalog.Product", related_name="substances", on_delete=models.CASCADE)
    substance = facts.link("catalog.Substance", related_name="products")
    role = facts.text(default=SubstanceRole.COMPONENT)
    printed = facts.text()
    basis = facts.text()
    source = facts.text()
    status = facts.text(default=Status.BACKGROUND)
    fingerprint = facts.fingerprint()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "substance"], name="product_substance_once"),
            facts.one_of("product_substance_role", "role", SubstanceRole),
            facts.one_of("product_substance_status", "status", Status),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.substance_id}"


class Document(models.Model):
    """A document or page about a product or a formulation. Outbound links go only to addresses stored here."""

    product = facts.link("catalog.Product", null=True, blank=True, related_name="documents", on_delete=models.CASCADE)
    formulation = facts.link(
        "catalog.Formulation", null=True, blank=True, related_name="documents", on_delete=models.CASCADE
    )
    kind = facts.text(default=DocumentKind.PAGE)
    source_kind = facts.text(default=SourceKind.MANUFACTURER)
    title = facts.text()
    url = facts.text()
    host = facts.text()
    """Host name of the address, shown before anybody follows it."""
    language = facts.text()
    edition = facts.text()
    issued_on = facts.text()
    """ISO date or the part of one that is known, such as `2012`; empty: unknown."""
    sha256 = facts.text()
    """Of the file that was read, where it was kept."""
    status = facts.text(default=Status.VERIFIED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False, formulation=None) | Q(product=None, formulation__isnull=False),
                name="document_of_one",
            ),
            models.UniqueConstraint(fields=["product", "url"], name="document_product_url"),
            models.UniqueConstraint(fields=["formulation", "url"], name="document_formulation_url"),
            facts.one_of("document_kind", "kind", DocumentKind),
            facts.one_of("document_source_kind", "source_kind", SourceKind),
            models.CheckConstraint(condition=Q(url__regex=r"^https?://[^/\s]+"), name="document_url"),
            models.CheckConstraint(condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind()}: {self.host}"

    def get_kind(self) -> str:
        return DocumentKind(self.kind).name
