"""What the operator tells everybody, members or staff, and keeps in an archive (F.17, III.2b, III.3d, VII.1)."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.outreach.words import Audience, Topic
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.models.records import FIXED
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_of_reader = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.SERVICE_MESSAGES, Purpose.OWN_DATA},
    keep=keeping.ACCOUNT,
    erase="delete row",
    fixed_because=FIXED,
)


def new_code() -> str:
    """A code such as `A-7K3M9-QXD4T`, for the address of an announcement."""
    return public_code("A")


class Announcement(models.Model):
    """Something told to many at once, in both languages. Its banner stands from `begins_at` to `ends_at`, its page for good."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = nonpersonal(models.CharField(max_length=20, unique=True, default=new_code), "public address")
    topic = nonpersonal(models.CharField(max_length=20), "what it is about")
    audience = nonpersonal(models.CharField(max_length=10), "whom it is for")
    title_zh = nonpersonal(models.CharField(max_length=160), "published by the operator, about no person")
    title_en = nonpersonal(models.CharField(max_length=160), "published by the operator, about no person")
    body_zh = nonpersonal(models.TextField(), "published by the operator, about no person")
    body_en = nonpersonal(models.TextField(), "published by the operator, about no person")
    path = nonpersonal(models.CharField(max_length=120, blank=True), "page of this site that says more")
    about = nonpersonal(models.CharField(max_length=80, null=True, unique=True), "what is announced, once")
    begins_at = nonpersonal(models.DateTimeField(), "from when it is shown")
    ends_at = nonpersonal(models.DateTimeField(null=True), "until when it stands on every page")
    created_at = nonpersonal(models.DateTimeField(default=now), "when it was written")
    published_at = nonpersonal(models.DateTimeField(null=True), "when it was published; a draft has none")
    withdrawn_at = nonpersonal(models.DateTimeField(null=True), "when it ceased to hold; it stays in the archive")
    by = personal(
        models.UUIDField(null=True),
        kind=Kind.PERSON_ID,
        subject="by",
        purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
        keep=keeping.EVIDENCE,
        erase="unlink",
        fixed_because=Text("工作人员发布公告的记录", "A record of who of the staff published it"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(topic__in=[topic.name for topic in Topic]), name="announcement_topic_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=[audience.name for audience in Audience]),
                name="announcement_audience_is_known",
            ),
        ]
        indexes = [models.Index(fields=["-begins_at"], name="announcement_latest")]

    def __str__(self) -> str:
        return f"announcement {self.code}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def body(self) -> Text:
        return Text(self.body_zh, self.body_en)

    @property
    def topic_text(self) -> Text:
        return Topic[self.topic].text

    @property
    def audience_text(self) -> Text:
        return Audience[self.audience].text

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class AnnouncementReading(models.Model):
    """That a member has read an announcement: it does not stand on their pages any more."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_reader(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="announcement_readings"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    announcement = _of_reader(
        models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="readings"), kind=Kind.MESSAGE
    )
    at = _of_reader(models.DateTimeField(default=now), kind=Kind.MESSAGE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "announcement"], name="announcement_read_once")]

    def __str__(self) -> str:
        return f"reading of {self.announcement_id}"
