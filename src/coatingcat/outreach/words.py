"""The closed vocabularies of outreach: no Django, no database. Channels are those of `members.words`."""

import unicodedata
from enum import Enum, StrEnum

from coatingcat.privacy.words import Text
from coatingcat.trade.words import InquiryState, Step


class State(StrEnum):
    """How far a message has come. In a demonstration `sent` means that it lies in the tray."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Failure(StrEnum):
    """Why a message could not go; never a text from outside, which might quote an address."""

    NO_MAIL_SERVER = "no mail server is configured"
    NO_SMS_GATEWAY = "no SMS gateway is configured"
    REFUSED = "the server refused the address"
    ERASED = "its words have been erased"
    UNWANTED = "the person said no meanwhile"


ON_BEHALF = frozenset(
    {
        "case_answered",
        "case_opened",
        "case_opted_out",
        "case_refused",
        "case_waiting",
        "erasure_requested",
        "erasure_withdrawn",
        "erasure_begun",
        "sign_in_code",
        "reset_code",
        "contact_changed",
        "password_changed",
        "new_sign_in",
    }
)
"""Letters by which people exercise their rights or come in to do so: they go out on the person's own behalf, also while
the data is restricted (PIPL 47, 50). Everything else stops then."""


class Topic(Enum):
    """What an announcement is about."""

    POLICY = Text("政策", "Policy")
    INCIDENT = Text("安全事件", "Incident")
    SERVICE = Text("服务", "Service")
    END_OF_SERVICE = Text("停止服务", "End of service")

    @property
    def text(self) -> Text:
        return self.value


class Audience(Enum):
    """Whom an announcement is for; it is in the archive for the same people."""

    ALL = Text("所有人", "Everybody")
    MEMBERS = Text("会员", "Members")
    STAFF = Text("工作人员", "Staff")

    @property
    def text(self) -> Text:
        return self.value


class CampaignState(StrEnum):
    """How far news has come."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"


NEWS = "news"
"""The letter of all news."""
SMALLEST_AUDIENCE = 5
"""Fewer people of one interest are no audience: whoever writes would know whom he writes to (I.3-2)."""
STOP_WORDS = frozenset({"td", "t", "n", "r", "退订", "拒收", "stop", "unsubscribe"})
"""What a person replies to a text message to get no more of them, as `is_stop_word` reads it."""


def is_stop_word(text: str) -> bool:
    """Whether a reply asks for no more messages: case, width, spaces and full stops are forgiven, other words are not."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum()) in STOP_WORDS


class WebhookState(Enum):
    """Whether a server of a company is told of what happens."""

    ACTIVE = Text("启用", "On")
    PAUSED = Text("已暂停", "Paused")
    DISABLED = Text("因长期失败已停用", "Off, as nothing got through")


class Telling(Enum):
    """How far an event has come on its way to a server."""

    WAITING = Text("等待推送", "Waits")
    DELIVERED = Text("已送达", "Delivered")
    GIVEN_UP = Text("已放弃", "Given up")


WEBHOOK_TYPES = (
    "order.placed",
    *(f"order.{step.name.lower()}" for step in Step),
    *(f"inquiry.{state.name.lower()}" for state in InquiryState),
)
"""What servers of companies can be told of: the timeline of orders, and where inquiries come to stand."""
