"""Chemical substances: identity, hazards, physical data with their sources and the conflicts between them."""

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import facts
from coatingcat.catalog.words import Status, Voc


class Substance(models.Model):
    """One CAS number. Check digits of CAS and EC numbers are tested at import."""

    cas = facts.key()
    ec = facts.text()
    name_en = facts.text()
    name_zh = facts.text()
    name_zh_status = facts.text(default=Status.BACKGROUND)
    registry_name = facts.text()
    category = facts.text()
    status = facts.text(default=Status.BACKGROUND)
    identity_source = facts.text()
    formula = facts.text()
    molecular_weight = facts.number()
    """g/mol."""
    boiling_point = facts.number()
    """°C at 101.3 kPa; empty where sources differ by more than 15 °C."""
    boiling_point_source = facts.text()
    boiling_point_conflict = facts.text()
    melting_point = facts.number()
    """°C."""
    melting_point_source = facts.text()
    flash_point = facts.number()
    """°C; empty where sources differ by more than 12 °C."""
    flash_point_source = facts.text()
    flash_point_conflict = facts.text()
    autoignition = facts.number()
    """°C."""
    density = facts.number()
    """g/mL at `density_temperature`; without one, a handbook value near 20 °C."""
    density_temperature = facts.number()
    density_source = facts.text()
    vapour_pressure = facts.number()
    """Pa at 20 °C."""
    vapour_pressure_source = facts.text()
    voc = facts.text()
    voc_basis = facts.text()
    clp_index = facts.text()
    clp_classification = facts.text()
    clp_notes = facts.text()
    clp_entry = facts.text()
    hazards = facts.codes()
    """H statements of the harmonised EU classification (CLP Annex VI), such as `H225`, `H360Df`."""
    hazard_text = facts.text()
    """The same as printed there, with the organs in brackets and the asterisks of minimum classifications."""
    signal_word = facts.text()
    pictograms = facts.codes()
    """GHS01 to GHS09."""
    nite_classification = facts.text()
    nite_year = facts.text()
    oel_twa = facts.text()
    oel_stel = facts.text()
    iarc = facts.text()
    iecsc_2013 = facts.text()
    """`listed`, or empty for unknown: the list at hand is incomplete."""
    fingerprint = facts.fingerprint()

    class Meta:
        ordering = ["name_en"]
        indexes = [models.Index(fields=["category", "name_en"], name="substance_category")]
        constraints = [
            facts.one_of("substance_status", "status", Status),
            facts.one_of("substance_voc", "voc", Voc),
            models.CheckConstraint(condition=Q(cas__regex=r"^\d{2,7}-\d{2}-\d$"), name="substance_cas"),
            models.CheckConstraint(condition=Q(ec="") | Q(ec__regex=r"^\d{3}-\d{3}-\d$"), name="substance_ec"),
            models.CheckConstraint(condition=Q(density__isnull=True) | Q(density__gt=0), name="substance_density"),
            models.CheckConstraint(
                condition=Q(voc="") | Q(voc=Voc.CONFLICT) | ~Q(voc_basis=""), name="substance_voc_has_basis"
            ),
            models.CheckConstraint(condition=~Q(name_en=""), name="substance_named"),
        ]

    def __str__(self) -> str:
        return f"{self.cas} {self.name_en}"

    def name(self, language: str) -> str:
        return (self.name_zh if language.startswith("zh") else "") or self.name_en
