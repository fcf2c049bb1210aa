"""How a version of the policy comes into force: draft, comments, shown to everybody, in force, superseded (VII.1).

Each step is one transaction with the record of who did it and the jobs that tell people; killed in the midst, it has
not happened, and asked for again it happens once.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from coatingcat.ground.clock import ZONE, now, today
from coatingcat.ground.jobs import later
from coatingcat.privacy.models import PolicyAnswer, PolicyComment, PolicyMove, PolicyVersion, Subject
from coatingcat.privacy.policy import Version, changes, current_version, shipped
from coatingcat.privacy.policy.changes import is_material
from coatingcat.privacy.policy.versions import standings
from coatingcat.privacy.refusals import PrivacyError
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Answer, PolicyState
from coatingcat.privacy.words.versions import COMMENT_FOR, SHOWN_FOR, may_move


class MoveRefused(PrivacyError):
    """A version may not go from where it stands to where it was sent, or not yet; the message says why, in English."""


def adopt_shipped() -> tuple[str, ...]:
    """Take notice of the versions this program ships; the names of those that are new here.

    An installation that has none yet takes the newest into force at once, as nobody was shown another. After that a
    newer one is a draft, until the privacy officer takes it further.
    """
    filed = [version for version in shipped() if version.filed is not None]
    with transaction.atomic():
        known = {row.name: row for row in PolicyVersion.objects.select_for_update().order_by("name")}
        if known:
            current = next((row.name for row in known.values() if row.standing is PolicyState.IN_FORCE), "")
            order = [version.name for version in filed]
            fresh = filed[: order.index(current)] if current in order else []
            added = [version for version in fresh if version.name not in known]
            for version in added:
                _begin(version, PolicyState.DRAFT)
        else:
            added = filed[:1]
            for version in added:
                _begin(version, PolicyState.IN_FORCE)
    return tuple(version.name for version in added)


def _begin(version: Version, state: PolicyState) -> None:
    row = PolicyVersion(name=version.name, state=state.value)
    if state is PolicyState.IN_FORCE:
        row.effective_on, row.in_force_at = version.text.effective, now()
    PolicyVersion.objects.bulk_create([row], ignore_conflicts=True)  # another worker may be at it
    if not PolicyMove.objects.filter(version_id=version.name, before="", after=state.value).exists():
        PolicyMove.objects.create(version_id=version.name, before="", after=state.value)
    standings.forget()


def open_comments(*, version: str, until: datetime, by: UUID) -> PolicyVersion:
    """Ask everybody for comments, for seven days at least. Raises MoveRefused."""
    if until < now() + COMMENT_FOR:
        raise MoveRefused("Comments need seven days at least.")
    with transaction.atomic():
        row = _move(version, PolicyState.COMMENT, by=by, comment_until=until)
        later("outreach.policy_comment", version=version)
    return row


def show_version(*, version: str, effective_on: date, by: UUID) -> PolicyVersion:
    """Show a version to everybody before it takes effect, and tell every member. Raises MoveRefused."""
    with transaction.atomic():
        row = _locked(version)
        if row.comment_until is not None and now() < row.comment_until:
            raise MoveRefused("The time for comments is not over.")
        if effective_on < earliest_effect():
            raise MoveRefused("A version is shown for seven days at least before it takes effect.")
        material = _is_material(current_version(), version)
        row = _move(version, PolicyState.SHOWN, by=by, shown_at=now(), effective_on=effective_on, is_material=material)
        later("outreach.policy_shown", version=version)
    return row


def earliest_effect() -> date:
    """The first day whose midnight is seven whole days away from now."""
    return (now() + SHOWN_FOR).astimezone(ZONE).date() + timedelta(days=1)


def take_back(*, version: str, by: UUID) -> PolicyVersion:
    """Make a version that is not in force yet a draft again. Raises MoveRefused."""
    with transaction.atomic():
        row = _move(version, PolicyState.DRAFT, by=by, comment_until=None, shown_at=None, effective_on=None)
        later("outreach.policy_taken_back", version=version)
    return row


def take_effect() -> tuple[str, ...]:
    """Put in force what was shown and whose day has come; the names. Done twice, it does nothing the second time."""
    done = []
    with transaction.atomic():
        rows = PolicyVersion.objects.select_for_update().order_by("effective_on", "name")
        due = [r for r in rows if r.standing is PolicyState.SHOWN and r.effective_on and r.effective_on <= today()]
        for row in due:
            old = PolicyVersion.objects.filter(state=PolicyState.IN_FORCE.value).first()
            material = _is_material(old.name, row.name) if old else False
            if old is not None:
                _move(old.name, PolicyState.SUPERSEDED, by=None, superseded_at=now())
            _move(row.name, PolicyState.IN_FORCE, by=None, in_force_at=now(), is_material=material)
            later("outreach.policy_in_force", version=row.name)
            done.append(row.name)
    return tuple(done)


def answer_version(*, subject_id: UUID, answer: Answer, words: str, version: str = "", language: str = "") -> None:
    """Write down what a person said about the version in force. A yes lets it apply to their data from now on."""
    name = version or current_version()
    with transaction.atomic():
        subject = Subject.objects.select_for_update().get(pk=subject_id)
        PolicyAnswer.objects.create(
            subject_id=subject_id,
            version=name,
            answer=answer.value,
            words=words,
            language=language or get_language() or "zh-hans",
        )
        if answer is Answer.ACCEPTED and subject.accepted_version != name:
            Subject.objects.filter(pk=subject_id).update(accepted_version=name)


def comment_on_version(*, version: str, subject_id: UUID, text: Clear[str]) -> PolicyComment:
    """Keep somebody's comment on a version, sealed. Raises MoveRefused where it is not open for comments (any more)."""
    with transaction.atomic():
        row = _locked(version)
        if row.standing is not PolicyState.COMMENT or row.comment_until is None or row.comment_until <= now():
            raise MoveRefused(f"Version {version} is not open for comments.")
        return PolicyComment.objects.create(version=row, subject_id=subject_id, text=text)


def _is_material(old: str, new: str) -> bool:
    known = {version.name: version.declared for version in shipped()}
    before, after = known.get(old), known.get(new)
    return before is not None and after is not None and is_material(changes(before, after))


def _locked(version: str) -> PolicyVersion:
    row = PolicyVersion.objects.select_for_update().filter(pk=version).first()
    if row is None:
        raise MoveRefused(f"There is no version {version} here.")
    return row


def _move(version: str, after: PolicyState, *, by: UUID | None, **fields: object) -> PolicyVersion:
    row = _locked(version)
    if not may_move(row.standing, after):
        raise MoveRefused(f"Version {version} is {row.state}; it cannot become {after}.")
    PolicyMove.objects.create(version=row, before=row.state, after=after.value, by=by)
    PolicyVersion.objects.filter(pk=version).update(state=after.value, **fields)
    standings.forget()
    row.refresh_from_db()
    return row
