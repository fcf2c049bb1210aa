"""From a letter's template to a sealed message that waits to go."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import select_template
from django.utils import translation

from coatingcat.config import config
from coatingcat.ground.jobs import later
from coatingcat.members.words import Channel
from coatingcat.outreach.models import Dispatch
from coatingcat.privacy.sealed import Clear


def write(
    *,
    letter: str,
    subject_id: UUID,
    channel: Channel,
    address: Clear[str],
    language: str,
    about: UUID,
    context: Mapping[str, Any],
) -> bool:
    """Write a letter about a row (`about`) to a person, once, and ask for its delivery. Whether it was the first time."""
    title, body = _worded(letter, channel, language, context)
    dispatch = Dispatch(
        subject_id=subject_id,
        channel=channel.value,
        template=letter,
        language=language,
        address=address,
        title=Clear(title),
        body=Clear(body),
        dedupe=f"{letter}:{about}:{channel.value}",
    )
    with transaction.atomic():
        Dispatch.objects.bulk_create([dispatch], ignore_conflicts=True)
        is_first = Dispatch.objects.filter(pk=dispatch.pk).exists()
        if is_first:
            later("outreach.deliver", dispatch_id=dispatch.pk)
    return is_first


def _worded(letter: str, channel: Channel, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Title (the template's first line) and body, in plain text. A channel may have a text of its own."""
    names = [f"outreach/letters/{letter}.{channel.value}.txt", f"outreach/letters/{letter}.txt"]
    with translation.override(language):
        text = select_template(names).render({**context, "site": config().public_url, "operator": config().contact})
    title, _, body = text.strip().partition("\n")
    return title.strip(), body.strip()
