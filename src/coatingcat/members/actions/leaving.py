"""What happens to an account the moment its person is erased."""

from uuid import UUID

from coatingcat.members.models import BrowserSession, Code, Member


def end_account(subject_id: UUID) -> None:
    """End every session, and leave nothing by which one could sign in or be looked up; a few rows, whatever the history."""
    BrowserSession.objects.filter(member_id=subject_id).delete()
    Code.objects.filter(subject_id=subject_id, used_at=None).delete()
    Member.objects.filter(pk=subject_id).update(
        email=None,
        email_digest=None,
        email_verified_at=None,
        mobile=None,
        mobile_digest=None,
        mobile_verified_at=None,
        nickname="",
        password="",
        roles="",
    )
