"""The end of the service is told to everybody: in public, on every page, and to each member (III.2b; ECL 16)."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from coatingcat.ground.clock import ZONE
from coatingcat.ground.jobs import later
from coatingcat.outreach.actions.announcing import announce, withdraw_announcement
from coatingcat.outreach.models import Announcement
from coatingcat.outreach.words import Topic
from coatingcat.privacy.models.endings import EndOfService
from coatingcat.privacy.words import Text

EXPORT = "me/export/"


def announce_end(*, ending_id: UUID) -> None:
    """The announcement with its banner, and a letter to each member that leads to the copy of their data."""
    found = EndOfService.objects.filter(pk=ending_id, withdrawn_at=None).first()
    if found is None:
        return
    announce(
        topic=Topic.END_OF_SERVICE,
        title=Text(f"本网站将于 {found.ends_on} 停止服务", f"This service ends on {found.ends_on}"),
        body=Text(
            f"自 {found.announced_on} 起公示。在 {found.ends_on} 之前，您可以在个人中心导出您的全部信息。此后，我们将删除所有"
            "账号与个人信息并销毁密钥，无法恢复；依法须保存的交易记录以单独的密钥封存，到期即销毁。",
            f"Announced on {found.announced_on}. Until {found.ends_on} you can take a copy of everything we hold about you in"
            " your Personal Centre. After that every account and all personal data is erased and the keys are destroyed;"
            " nothing can bring it back. Records of orders that a law makes us keep stay sealed under a key of their own"
            " until their last day.",
        ),
        ends_at=datetime.combine(found.ends_on + timedelta(days=1), time(), ZONE).astimezone(UTC),
        path=EXPORT,
        about=_about(found),
    )
    later("outreach.tell_everybody", letter="service_ends", path=EXPORT)


def take_back_end(*, ending_id: UUID) -> None:
    """The banner goes, and everybody is told that the service goes on."""
    found = EndOfService.objects.filter(pk=ending_id).exclude(withdrawn_at=None).first()
    announcement = Announcement.objects.filter(about=_about(found)).first() if found else None
    if announcement is not None:
        withdraw_announcement(announcement=announcement)
        later("outreach.tell_everybody", letter="service_goes_on", path=f"announcements/{announcement.code}/")


def _about(found: EndOfService) -> str:
    return f"end:{found.pk}"
