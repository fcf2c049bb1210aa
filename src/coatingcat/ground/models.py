"""Tables of the ground. None of them knows a person."""

from django.db import models

from coatingcat.ground.ids import new_id


class Bucket(models.Model):
    """What is left of somebody's allowance (`limits`). Unlogged: after a crash all buckets are full, which is fine."""

    key = models.BinaryField(primary_key=True, max_length=32)
    """HMAC of scope and person; who it was cannot be read from it."""
    tokens = models.FloatField()
    at = models.DateTimeField()
    """When `tokens` was true."""
    full_at = models.DateTimeField(db_index=True)
    """From then on the bucket is as good as new, and may be forgotten."""

    def __str__(self) -> str:
        return f"bucket with {self.tokens:.1f} left"


class CrashRecord(models.Model):
    """A failure by its type and the places in our code, however often it came (`crashes`); never what it said."""

    fingerprint = models.BinaryField(primary_key=True, max_length=32)
    """SHA-256 of type, places and release."""
    exception = models.CharField(max_length=120)
    """`module.Class`."""
    places = models.CharField(max_length=1000)
    """`file:line function`, outermost first, of this package; of a library where none is of ours."""
    at_work = models.CharField(max_length=80)
    """Name of the view or job in which it came last; no address and no argument."""
    release = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.exception}, {self.count} times"


class Progress(models.Model):
    """How far a long piece of work has come, for whoever waits for it."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    """Name of the work, such as `catalog.import`; no values."""
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    """In the unit of `done`; null while unknown."""
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return f"{self.name}: {self.done} of {self.total if self.total is not None else '?'}, {self.state}"

    @property
    def percent(self) -> int | None:
        """From 0 to 100; None while the total is unknown."""
        if self.total is None:
            return None
        return 100 if not self.total else min(100, 100 * self.done // self.total)
