"""Who sells here besides the operator, and the agents who follow up for them (F.22)."""

from django.db import models
from django.db.models import Q

from coatingcat.catalog.models import Company as Maker
from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models import Company
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.trade.words import AgentSort

_OF_COMPANIES = "between companies, about no person"


class Seller(models.Model):
    """A company that sells on this site under its own name. Where none is named, the operator sells."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.OneToOneField(Company, on_delete=models.PROTECT, related_name="seller"), _OF_COMPANIES)
    recipient = nonpersonal(models.SlugField(max_length=40, unique=True), "its key among the recipients of data")
    """What it sees of people it sees as this recipient: without a contract in force it sees nothing (IV.1-1)."""
    opened_at = nonpersonal(models.DateTimeField(default=now), "when it began to sell here")
    closing_at = nonpersonal(models.DateTimeField(null=True), "when its offers were withdrawn for good")
    """From then on it only executes what is open; when nothing is, it has ended."""
    ended_at = nonpersonal(models.DateTimeField(null=True), "when it ceased to")
    ships_from = nonpersonal(models.CharField(max_length=80, blank=True, default=""), "place of a warehouse")
    lead_days = nonpersonal(models.PositiveSmallIntegerField(null=True), _OF_COMPANIES)
    """Working days until goods leave, where an offer does not say its own."""
    hours_zh = nonpersonal(models.CharField(max_length=120, blank=True, default=""), "office hours of a company")
    hours_en = nonpersonal(models.CharField(max_length=120, blank=True, default=""), "office hours of a company")

    def __str__(self) -> str:
        return f"seller {self.recipient}"


class Representation(models.Model):
    """Whose products a seller sells: the maker itself, or a distributor of it."""

    id = nonpersonal(models.BigAutoField(primary_key=True), _OF_COMPANIES)
    seller = nonpersonal(models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="represented"), _OF_COMPANIES)
    maker = nonpersonal(models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="sellers"), _OF_COMPANIES)
    evidence = nonpersonal(
        models.CharField(max_length=120, blank=True, default=""), "number and date of a paper between companies"
    )
    """The letter of authorisation that was seen; empty for what a demonstration constructs."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "maker"], name="representation_once")]

    def __str__(self) -> str:
        return f"{self.maker_id} by {self.seller_id}"


class Agent(models.Model):
    """A company that follows up transactions for others: an agent, a representative, an affiliated party (F.22)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    company = nonpersonal(models.OneToOneField(Company, on_delete=models.PROTECT, related_name="agent"), _OF_COMPANIES)
    sort = nonpersonal(models.CharField(max_length=16), _OF_COMPANIES)
    recipient = nonpersonal(models.SlugField(max_length=40, unique=True), "its key among the recipients of data")
    opened_at = nonpersonal(models.DateTimeField(default=now), "when it began")
    ended_at = nonpersonal(models.DateTimeField(null=True), "when it ceased")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(sort__in=[s.name for s in AgentSort]), name="agent_sort")]

    def __str__(self) -> str:
        return f"agent {self.recipient}"


class Agency(models.Model):
    """That an agent follows up for a seller, or for the operator where none is named."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    agent = nonpersonal(models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="agencies"), _OF_COMPANIES)
    seller = nonpersonal(
        models.ForeignKey(Seller, null=True, on_delete=models.PROTECT, related_name="agencies"), _OF_COMPANIES
    )
    since = nonpersonal(models.DateTimeField(default=now), "from when")
    ended_at = nonpersonal(models.DateTimeField(null=True), "until when")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "seller"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="agency_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.seller_id or 'the operator'}"
