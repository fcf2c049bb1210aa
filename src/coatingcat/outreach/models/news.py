"""News: what is written, to whom it went on which consent, and who wants no more of it by which channel (I.3-3, V.4)."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id, public_code
from coatingcat.members.words import Channel
from coatingcat.outreach.models.messages import Dispatch
from coatingcat.outreach.words import CampaignState
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models import Subject
from coatingcat.privacy.models.records import FIXED
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_of_reader = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.PRODUCT_NEWS, Purpose.OWN_DATA, Purpose.EVIDENCE},
    keep=keeping.ACCOUNT,
    erase="delete row",
    fixed_because=FIXED,
)
_ABOUT_NO_PERSON = "written by the operator, the same to everybody"


def new_code() -> str:
    """A code such as `N-7K3M9-QXD4T`."""
    return public_code("N")


class Campaign(models.Model):
    """News in both languages for those who said yes to news and, if it has an interest, named that interest."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    code = nonpersonal(models.CharField(max_length=20, unique=True, default=new_code), "public address")
    title_zh = nonpersonal(models.CharField(max_length=100), _ABOUT_NO_PERSON)
    title_en = nonpersonal(models.CharField(max_length=100), _ABOUT_NO_PERSON)
    body_zh = nonpersonal(models.TextField(), _ABOUT_NO_PERSON)
    body_en = nonpersonal(models.TextField(), _ABOUT_NO_PERSON)
    interest = nonpersonal(models.CharField(max_length=80, blank=True), "a field of coatings, chosen by the operator")
    by_email = nonpersonal(models.BooleanField(default=True), "whether it goes by e-mail")
    by_sms = nonpersonal(models.BooleanField(default=False), "whether it goes by text message")
    state = nonpersonal(models.CharField(max_length=8, default=CampaignState.DRAFT.value), "how far it has come")
    audience = nonpersonal(models.PositiveIntegerField(null=True), "how many it is for, a number only")
    created_at = nonpersonal(models.DateTimeField(default=now), "when it was written")
    started_at = nonpersonal(models.DateTimeField(null=True), "when the sending began")
    finished_at = nonpersonal(models.DateTimeField(null=True), "when the last message was written")
    by = personal(
        models.UUIDField(null=True),
        kind=Kind.PERSON_ID,
        subject="by",
        purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
        keep=keeping.EVIDENCE,
        erase="unlink",
        fixed_because=Text("工作人员撰写资讯的记录", "A record of who of the staff wrote it"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in CampaignState]), name="campaign_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(by_email=True) | models.Q(by_sms=True), name="campaign_has_a_channel"
            ),
        ]

    def __str__(self) -> str:
        return f"news {self.code}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def body(self) -> Text:
        return Text(self.body_zh, self.body_en)

    @property
    def is_draft(self) -> bool:
        return self.state == CampaignState.DRAFT.value

    @property
    def channels(self) -> tuple[Channel, ...]:
        wanted = ((Channel.EMAIL, self.by_email), (Channel.SMS, self.by_sms))
        return tuple(channel for channel, yes in wanted if yes)


class NewsMessage(models.Model):
    """That news went to somebody by a channel, and the record of the consent it rests on (I.3-2)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    campaign = nonpersonal(models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="messages"), "which news")
    subject = _of_reader(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="news_messages"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    channel = _of_reader(models.CharField(max_length=5), kind=Kind.MESSAGE)
    consent = _of_reader(models.UUIDField(), kind=Kind.CONSENT)
    dispatch = nonpersonal(
        models.OneToOneField(Dispatch, null=True, on_delete=models.SET_NULL, related_name="news"),
        "the letter it became",
    )
    token_digest = _of_reader(models.BinaryField(max_length=32, unique=True), kind=Kind.CREDENTIAL, exported=False)
    created_at = _of_reader(models.DateTimeField(default=now), kind=Kind.MESSAGE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "subject", "channel"], name="news_goes_once"),
        ]

    def __str__(self) -> str:
        return f"message of {self.campaign_id}"


class NewsStop(models.Model):
    """Somebody wants news, but not by this channel. Who wants none at all has taken the consent back."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    subject = _of_reader(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="news_stops"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    channel = _of_reader(
        models.CharField(max_length=5), kind=Kind.PREFERENCE, editable_at="outreach:own_news", fixed_because=None
    )
    at = _of_reader(models.DateTimeField(default=now), kind=Kind.PREFERENCE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "channel"], name="news_stop_once")]

    def __str__(self) -> str:
        return f"no news by {self.channel}"
