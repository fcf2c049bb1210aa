"""Telling somebody something: a notice on the site and a letter by the channel they can be reached by, once.

Rooms below ask for it by name: `later("outreach.tell", letter="case_answered", subject_id=…, path="me/cases/…/")`. The
text is the template `outreach/letters/<letter>.txt`, whose first line is the title; it may use `link`, `site` and
`operator`, and says nothing that only the page it leads to should say.
"""

from uuid import UUID

from django.db import transaction
from django.template.loader import select_template
from django.utils import translation

from coatingcat.config import config
from coatingcat.ground.clock import now
from coatingcat.outreach.actions.writing import write
from coatingcat.outreach.models import Notice
from coatingcat.outreach.queries import page_for, purpose_of, reach
from coatingcat.privacy.gate import Denied
from coatingcat.privacy.keys import is_erased
from coatingcat.privacy.words import Question

_OVER = {Question.ERASED, Question.RETENTION, Question.RESTRICTED, Question.VERSION}
"""Refusals that end a letter quietly: there is nobody left to write to, or nobody who agreed to be written to."""


def tell(*, letter: str, subject_id: UUID, path: str = "") -> bool:
    """Tell a person something, once for each letter and page. Whether it was the first time.

    Somebody who cannot be reached by a letter has the notice alone; somebody erased is told nothing.
    """
    select_template(
        [f"outreach/letters/{letter}.txt"]
    )  # a letter that nobody wrote fails here, before anything is kept
    if is_erased(subject_id):
        return False
    notice = Notice(subject_id=subject_id, letter=letter, path=path)
    with transaction.atomic():
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
        is_first = Notice.objects.filter(pk=notice.pk).exists()
        if is_first:
            _send(notice)
    return is_first


def _send(notice: Notice) -> None:
    with purpose_of(notice.letter, notice.subject_id):
        try:
            reached = reach(notice.subject_id)
            path = (reached and reached.path) or page_for(notice.subject_id, notice.path)
        except Denied as refusal:
            if refusal.question not in _OVER:
                raise
            return
    if reached is not None:
        write(
            letter=notice.letter,
            subject_id=notice.subject_id,
            channel=reached.channel,
            address=reached.address,
            language=reached.language,
            about=notice.pk,
            context={"link": f"{config().public_url}/{path}"},
        )


def title_of(notice: Notice, language: str) -> str:
    """The first line of the notice's letter, in the reader's language."""
    with translation.override(language):
        context = {"link": "", "site": config().public_url, "operator": config().contact}
        text: str = select_template([f"outreach/letters/{notice.letter}.txt"]).render(context)
    return text.strip().partition("\n")[0].strip()


def mark_notices_read(*, subject_id: UUID, notice_id: UUID | None = None) -> Notice | None:
    """Mark one notice of the subject as read and give it back, or all of them; None for one that is not theirs."""
    mine = Notice.objects.filter(subject_id=subject_id)
    if notice_id is not None:
        mine = mine.filter(pk=notice_id)
    mine.filter(read_at=None).update(read_at=now())
    return mine.first() if notice_id is not None else None
