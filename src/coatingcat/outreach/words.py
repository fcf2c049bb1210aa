"""The closed vocabularies of outreach: no Django, no database. Channels are those of `members.words`."""

from enum import StrEnum


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
