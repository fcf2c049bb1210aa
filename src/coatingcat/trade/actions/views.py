"""Views of the queue that somebody keeps under a name of their own."""

from uuid import UUID

from django.db import transaction

from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear
from coatingcat.trade.models import SavedView
from coatingcat.trade.refusals import NotAllowed

MOST_VIEWS = 20


@transaction.atomic
def save_view(*, by: UUID, name: Clear[str], query: Clear[str]) -> SavedView:
    """Keep a view. Raises NotAllowed for one too many; the person is held, so that two presses are two views."""
    Subject.objects.select_for_update().get(pk=by)
    if SavedView.objects.filter(member=by).count() >= MOST_VIEWS:
        raise NotAllowed
    view = SavedView(member_id=by)
    view.name, view.query = name, query
    view.save(force_insert=True)
    return view


def remove_view(*, by: UUID, view_id: UUID) -> bool:
    """Let a view of one's own go."""
    gone, _ = SavedView.objects.filter(member=by, pk=view_id).delete()
    return bool(gone)
