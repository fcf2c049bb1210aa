"""What is announced about a version of the policy, and who is told (VII.1)."""

from datetime import datetime, time, timedelta

from coatingcat.ground.clock import ZONE, now
from coatingcat.ground.jobs import later
from coatingcat.outreach.actions.announcing import announce, withdraw_announcement
from coatingcat.outreach.models import Announcement
from coatingcat.outreach.words import Topic
from coatingcat.privacy.queries.policy import version_row
from coatingcat.privacy.words import PolicyState, Text

_AFTER_EFFECT = timedelta(days=14)
"""How long the banner says that a new version is in force."""


def announce_comments(*, version: str) -> None:
    """Ask everybody for comments on a version."""
    row = version_row(version)
    if row is None or row.standing is not PolicyState.COMMENT or row.comment_until is None:
        return
    day = row.comment_until.astimezone(ZONE).date()
    announce(
        topic=Topic.POLICY,
        title=Text(
            f"隐私政策 {version} 公开征求意见，截至 {day}",
            f"Your comments on version {version} of the privacy policy, until {day}",
        ),
        body=Text(
            "新版隐私政策草案已经公布。您可以阅读草案、逐条查看改动，并在登录后提出意见。我们会在公示前逐条研究。",
            "The draft of a new version of the privacy policy can be read, with everything it changes. Members can"
            " comment on it. Every comment is read before the version is shown in its final form.",
        ),
        ends_at=row.comment_until,
        path=f"privacy/versions/{version}/changes/",
        about=_about(version, "comment", row.comment_until),
    )


def announce_shown(*, version: str) -> None:
    """Tell everybody that a version will take effect, when, and what it changes."""
    row = version_row(version)
    if row is None or row.effective_on is None or row.shown_at is None:
        return  # it was taken back meanwhile; one that took effect before this job ran is told of all the same
    if row.is_material:
        body = Text(
            f"新版隐私政策将于 {row.effective_on} 生效，其中有重大变更。生效后我们会征求您的同意；"
            "在您同意之前，我们不会按新增内容处理您的个人信息，原有服务不受影响。",
            f"A new version of the privacy policy takes effect on {row.effective_on}. It changes something of weight, so you"
            " will be asked to agree. Until you do, nothing that is new is done with your data, and all else goes on.",
        )
    else:
        body = Text(
            f"新版隐私政策将于 {row.effective_on} 生效。本次没有扩大用途、延长保存期限或增加接收方。",
            f"A new version of the privacy policy takes effect on {row.effective_on}. It uses nothing for more, keeps nothing"
            " longer and passes nothing on further.",
        )
    path = f"privacy/versions/{version}/changes/"
    announce(
        topic=Topic.POLICY,
        title=Text(
            f"隐私政策 {version} 将于 {row.effective_on} 生效",
            f"Version {version} of the privacy policy takes effect on {row.effective_on}",
        ),
        body=body,
        ends_at=datetime.combine(row.effective_on, time(), ZONE),
        path=path,
        about=_about(version, "shown", row.shown_at),
    )
    later("outreach.tell_everybody", letter="policy_notice", path=path)


def announce_in_force(*, version: str) -> None:
    """Say that a version is in force, and ask every member where it changes something of weight."""
    row = version_row(version)
    if row is None or row.in_force_at is None:
        return
    announce(
        topic=Topic.POLICY,
        title=Text(f"隐私政策 {version} 现已生效", f"Version {version} of the privacy policy is in force"),
        body=Text(
            "新版隐私政策已经生效。您可以查看它与上一版的全部区别；旧版仍可阅读。",
            "The new version of the privacy policy is in force. You can see all that it changes; the older versions stay"
            " readable.",
        ),
        ends_at=row.in_force_at + _AFTER_EFFECT,
        path=f"privacy/versions/{version}/changes/",
        about=_about(version, "in-force", row.in_force_at),
    )
    if row.is_material:
        later("outreach.tell_everybody", letter="policy_consent", path=f"me/policy/{version}/")


def withdraw_what_was_announced(*, version: str) -> None:
    """A version was taken back: its banners go, the archive says so."""
    prefix = f"policy:{version}:"
    for announcement in Announcement.objects.filter(about__startswith=prefix, withdrawn_at=None, ends_at__gt=now()):
        withdraw_announcement(announcement=announcement)


def _about(version: str, what: str, at: datetime) -> str:
    """One announcement for each time a version came to a state: a draft that was taken back may come there again."""
    return f"policy:{version}:{what}:{at.timestamp():.0f}"
