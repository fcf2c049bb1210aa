"""News: drafted, counted, sent to those who said yes, stopped by those who have had enough (I.3-3, V.4)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from coatingcat.ground.clock import now
from coatingcat.ground.jobs import later
from coatingcat.members.models import Member
from coatingcat.members.words import Channel
from coatingcat.outreach.actions.telling import tell
from coatingcat.outreach.actions.tokens import digest_of_token, stop_link, token_of
from coatingcat.outreach.actions.writing import write
from coatingcat.outreach.models import Campaign, Dispatch, NewsMessage, NewsStop
from coatingcat.outreach.queries.news import Reader, agreed_after, readers_of, stopped_channels
from coatingcat.outreach.words import NEWS, SMALLEST_AUDIENCE, CampaignState
from coatingcat.privacy.actions import record_consent
from coatingcat.privacy.gate import consent_stands
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Act, GivenBy, Purpose

STEP = 200
"""How many people one job writes to before it asks for the next."""
_FIRST = UUID(int=0)


class NotToBeSent(Exception):
    """A campaign cannot be sent as it stands; the message says why, in English."""


def draft_news(*, by: UUID, values: Mapping[str, Any], campaign: Campaign | None = None) -> Campaign:
    """Keep a draft and have its audience counted; what is on its way is not changed any more."""
    with transaction.atomic():
        if campaign is None:
            campaign = Campaign.objects.create(by=by, **values)
        else:
            drafts = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.DRAFT.value)
            drafts.update(**values, audience=None)
        later("outreach.count_news", campaign_id=campaign.pk)
        return Campaign.objects.get(pk=campaign.pk)


def count_news(*, campaign_id: UUID) -> int:
    """Count for how many a draft is, now. Only the number is kept."""
    campaign, count, after = Campaign.objects.get(pk=campaign_id), 0, _FIRST
    while agreed := agreed_after(after, STEP):
        count += sum(1 for _ in readers_of(campaign, agreed))
        after = agreed[-1][0]
    Campaign.objects.filter(pk=campaign_id, state=CampaignState.DRAFT.value).update(audience=count)
    return count


def send_news(*, campaign: Campaign) -> None:
    """Begin to send. Raises NotToBeSent for what is no draft, was not counted, or is for too few of one interest."""
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if not row.is_draft:
            raise NotToBeSent("It is on its way already.")
        if row.audience is None:
            raise NotToBeSent("Its audience has not been counted yet.")
        if row.interest and row.audience < SMALLEST_AUDIENCE:
            raise NotToBeSent(f"Fewer than {SMALLEST_AUDIENCE} people named this interest.")
        Campaign.objects.filter(pk=row.pk).update(state=CampaignState.SENDING.value, started_at=now())
        later("outreach.send_news", campaign_id=row.pk, after=_FIRST)


def send_step(*, campaign_id: UUID, after: UUID) -> int:
    """Write to the next people, and ask for those after them; how many letters were new.

    Each message is written once (`news_goes_once`), so a step that is done again writes to nobody twice. Whether
    somebody still wants it is asked again when it goes (`delivery`).
    """
    campaign = Campaign.objects.get(pk=campaign_id)
    agreed = agreed_after(after, STEP)
    count = sum(_write(campaign, reader) for reader in readers_of(campaign, agreed))
    if len(agreed) == STEP:
        later("outreach.send_news", campaign_id=campaign_id, after=agreed[-1][0])
    else:
        Campaign.objects.filter(pk=campaign_id, finished_at=None).update(
            state=CampaignState.SENT.value, finished_at=now()
        )
    return count


def _write(campaign: Campaign, reader: Reader) -> int:
    count = 0
    for channel, address in reader.addresses.items():
        message = NewsMessage(
            campaign=campaign, subject_id=reader.member.pk, channel=channel.value, consent=reader.consent
        )
        message.token_digest = digest_of_token(token_of(message.pk))
        with transaction.atomic():
            NewsMessage.objects.bulk_create([message], ignore_conflicts=True)
            if not NewsMessage.objects.filter(pk=message.pk).exists():
                continue
            _dispatch(campaign, message, channel, address, reader.member.language)
        count += 1
    return count


def _dispatch(campaign: Campaign, message: NewsMessage, channel: Channel, address: Clear[str], language: str) -> None:
    write(
        letter=NEWS,
        subject_id=message.subject_id,
        channel=channel,
        address=address,
        language=language,
        about=message.pk,
        context={
            "title": campaign.title.in_language(language),
            "body": campaign.body.in_language(language),
            "stop": stop_link(message.pk),
        },
    )
    dispatch = Dispatch.objects.get(dedupe=f"{NEWS}:{message.pk}:{channel.value}")
    NewsMessage.objects.filter(pk=message.pk).update(dispatch=dispatch)


def stop_news(
    *, subject_id: UUID, channel: Channel | None = None, given_by: GivenBy = GivenBy.MESSAGE, language: str = ""
) -> bool:
    """No more news: none at all, or none by a channel; whether anything changed. It holds from this moment.

    None at all takes the consent back, which empties the interests it rested on; so does stopping the last channel.
    What is on its way is not sent any more. The person gets a confirmation.
    """
    member = Member.objects.filter(pk=subject_id).first()
    with transaction.atomic():
        if not consent_stands(subject_id, Purpose.PRODUCT_NEWS):
            return False
        if channel is not None and member is not None:
            left = set(member.verified_channels) - stopped_channels(subject_id) - {channel}
            if left:
                row = NewsStop(subject_id=subject_id, channel=channel.value)
                NewsStop.objects.bulk_create([row], ignore_conflicts=True)
                is_new = NewsStop.objects.filter(pk=row.pk).exists()
                if is_new:
                    tell(letter="news_stopped", subject_id=subject_id, path=f"me/news/?{row.pk.hex[-12:]}")
                return is_new
        chosen = language or (member.language if member else "zh-hans")
        with translation.override(chosen):
            words = gettext("I do not want news any more.")
        record = record_consent(
            subject_id=subject_id,
            purpose=Purpose.PRODUCT_NEWS,
            act=Act.WITHDRAWN,
            words=words,
            policy_version=current_version(),
            language=chosen,
            given_by=given_by,
        )
        NewsStop.objects.filter(subject_id=subject_id).delete()
        tell(letter="news_stopped", subject_id=subject_id, path=f"me/consents/{record.pk}/")
    return True


def allow_news_by(*, subject_id: UUID, channel: Channel) -> None:
    """News by this channel again; the consent itself is given on the page of consents."""
    NewsStop.objects.filter(subject_id=subject_id, channel=channel.value).delete()


def stop_by_token(*, token: str, channel_only: bool = False) -> NewsMessage | None:
    """What the link in a message does; the message it came in, or None for a token nobody was given."""
    message = NewsMessage.objects.filter(token_digest=digest_of_token(token)).first()
    if message is not None:
        channel = Channel(message.channel) if channel_only else None
        stop_news(subject_id=message.subject_id, channel=channel)
    return message


def stop_by_reply(*, number: Clear[str]) -> bool:
    """What a reply by text message does: no more news. Whether it changed anything; the number may be nobody's."""
    try:
        member = Member.objects.by_contact(Channel.SMS, number)
    except ValueError:
        return False
    return member is not None and stop_news(subject_id=member.pk)
