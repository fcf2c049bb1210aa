"""Who outside gets data, what went to whom, and the sealed packages on their way."""

from django.db import models

from coatingcat.ground.clock import now, today
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.models.records import evidence
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.words import Form, Kind, Outcome, Path

_PATHS = [(path.name, path.name) for path in Path]


class RecipientTerms(models.Model):
    """What the operator entered about a recipient; the latest row of a key counts, rows are only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    key = nonpersonal(models.SlugField(max_length=40), "name of the recipient in the program")
    declared = nonpersonal(models.CharField(max_length=40), "whose declared fields and purposes bound it")
    name = nonpersonal(models.CharField(max_length=120, blank=True), "name of a company; empty: as declared")
    contact = nonpersonal(models.CharField(max_length=200, blank=True), "where a company is reached")
    country = nonpersonal(models.CharField(max_length=2), "where it keeps what it gets, ISO 3166-1")
    contract = nonpersonal(models.CharField(max_length=80, blank=True), "reference of the contract")
    starts_on = nonpersonal(models.DateField(null=True), "first day of the contract")
    ends_on = nonpersonal(models.DateField(null=True), "last day of the contract")
    path = nonpersonal(models.CharField(max_length=16, blank=True, choices=_PATHS), "way abroad (PIPL 38)")
    filing = nonpersonal(models.CharField(max_length=80, blank=True), "number of the filing or assessment")
    age_key = nonpersonal(models.CharField(max_length=80, blank=True), "public key of a company")
    webhook = nonpersonal(models.URLField(max_length=200, blank=True), "address of a company's server")
    at = nonpersonal(models.DateTimeField(default=now), "when it was entered")
    by = evidence(models.UUIDField(null=True), kind=Kind.OPENING, subject="by", exported=False)

    class Meta:
        db_table = "privacy_recipientterms"
        indexes = [models.Index(fields=["key", "-at", "-id"], name="terms_latest")]

    def __str__(self) -> str:
        return self.key


class Share(models.Model):
    """Something went to a recipient: who, when, what for, which fields, how many persons; never a value (IV)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    at = nonpersonal(models.DateTimeField(default=now, db_index=True), "when")
    by = evidence(models.UUIDField(null=True), kind=Kind.OPENING, subject="by", exported=False)
    recipient = nonpersonal(models.CharField(max_length=40), "key of the recipient")
    recipient_name = nonpersonal(models.CharField(max_length=120), "name of the recipient then")
    purpose = nonpersonal(models.CharField(max_length=40), "what for")
    labels = nonpersonal(models.CharField(max_length=2000), "declared labels of the fields, by spaces")
    forms = nonpersonal(models.CharField(max_length=200), "forms they went in, by spaces")
    country = nonpersonal(models.CharField(max_length=2), "where to")
    path = nonpersonal(models.CharField(max_length=16, blank=True), "way abroad")
    contract = nonpersonal(models.CharField(max_length=80), "reference of the contract or instrument")
    persons = nonpersonal(models.PositiveIntegerField(), "how many persons' data it was")
    digest = nonpersonal(models.BinaryField(max_length=32, null=True), "SHA-256 of the encrypted package")
    """None where nothing was sent: the recipient's people look at it on this site."""
    about = nonpersonal(models.UUIDField(null=True), "random key of the thing it was done for, a parcel for instance")
    silent_until = nonpersonal(models.DateField(null=True), "until when a law forbids to tell the persons")

    class Meta:
        db_table = "privacy_share"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "about"], condition=models.Q(about__isnull=False), name="share_once"
            )
        ]
        indexes = [models.Index(fields=["recipient", "-at"], name="share_by_recipient")]

    def __str__(self) -> str:
        return f"share {self.id}"

    @property
    def label_list(self) -> list[str]:
        return self.labels.split()

    @property
    def form_list(self) -> list[Form]:
        return [Form[name] for name in self.forms.split()]

    @property
    def digest_text(self) -> str:
        return bytes(self.digest).hex() if self.digest is not None else ""

    @property
    def is_on_site(self) -> bool:
        """Whether nothing was sent: the recipient's people look at it on this site."""
        return self.digest is None

    @property
    def has_package(self) -> bool:
        """Whether the encrypted bytes are still here."""
        return hasattr(self, "package")


class _Told(models.Manager["SharedPerson"]):
    """Without what a law forbids to tell the person yet: pages, export and access walk over this."""

    def get_queryset(self) -> "models.QuerySet[SharedPerson]":
        return super().get_queryset().exclude(share__silent_until__gte=today())


class SharedPerson(models.Model):
    """Whose data a share held. This is how a person sees who received it (V.1a), and how heads are counted (PIPL 38)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    share = evidence(
        models.ForeignKey(Share, on_delete=models.PROTECT, related_name="people"),
        kind=Kind.SHARE,
        subject="subject_id",
    )
    subject = evidence(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="shares"),
        kind=Kind.PERSON_ID,
        subject="subject_id",
    )
    labels = evidence(models.CharField(max_length=2000), kind=Kind.SHARE, subject="subject_id")
    is_sensitive = nonpersonal(models.BooleanField(default=False), "a field of a sensitive kind was among them")

    objects = _Told()
    everything = models.Manager()

    class Meta:
        db_table = "privacy_sharedperson"
        constraints = [models.UniqueConstraint(fields=["share", "subject"], name="shared_person_once")]

    def __str__(self) -> str:
        return f"{self.share_id} of {self.subject_id}"

    @property
    def label_list(self) -> list[str]:
        return self.labels.split()


class Package(models.Model):
    """The encrypted bytes of a share until they are delivered; nobody here can open them."""

    share = nonpersonal(
        models.OneToOneField(Share, on_delete=models.PROTECT, primary_key=True, related_name="package"),
        "random key of a row",
    )
    content = nonpersonal(models.BinaryField(), "encrypted to the recipient's key (age); not readable here")

    class Meta:
        db_table = "privacy_package"

    def __str__(self) -> str:
        return f"package of {self.share_id}"


class Delivery(models.Model):
    """What became of a package: each attempt and each receipt; rows are only ever added."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    share = nonpersonal(
        models.ForeignKey(Share, on_delete=models.PROTECT, related_name="deliveries"), "random key of a row"
    )
    outcome = nonpersonal(models.CharField(max_length=10, choices=[(o.name, o.name) for o in Outcome]), "what happened")
    status = nonpersonal(models.PositiveSmallIntegerField(null=True), "what the recipient's server answered (HTTP)")
    at = nonpersonal(models.DateTimeField(default=now), "when")
    by = evidence(models.UUIDField(null=True), kind=Kind.OPENING, subject="by", exported=False)

    class Meta:
        db_table = "privacy_delivery"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["share"], condition=models.Q(outcome__in=["RECEIVED", "DROPPED"]), name="delivery_ends_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.share_id}"

    @property
    def what(self) -> Outcome:
        return Outcome[self.outcome]
