"""The chain over the log of openings."""

from django.db import connection, transaction

from coatingcat.ground.clock import today
from coatingcat.privacy.models import Head, Link, Opening
from coatingcat.privacy.queries import latest_link, link_digest

_BATCH = 2_000


def seal_chain() -> int:
    """Chain the openings that are not chained yet, in their order. Returns how many links were added.

    One sealer at a time: the advisory lock is held until the links are committed.
    """
    with transaction.atomic():
        connection.cursor().execute("SELECT pg_advisory_xact_lock(hashtext('privacy.chain'))")
        seq, digest = latest_link()
        links = []
        for opening in Opening.objects.filter(link=None).order_by("id").iterator(_BATCH):
            seq, digest = seq + 1, link_digest(digest, opening)
            links.append(Link(seq=seq, opening=opening, digest=digest))
        Link.objects.bulk_create(links, _BATCH)
    return len(links)


def publish_head() -> Head:
    """Publish today's head of the chain, once a day; what was published is never changed."""
    seal_chain()
    seq, digest = latest_link()
    head, _ = Head.objects.get_or_create(day=today(), defaults={"seq": seq, "digest": digest})
    return head
