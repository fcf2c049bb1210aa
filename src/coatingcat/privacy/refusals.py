"""How privacy says no. A refusal names its question; it never carries the value it protects."""

from uuid import UUID

from django.utils.translation import get_language

from coatingcat.privacy.words import (
    Purpose,
    Question,
    ShareQuestion,
    Text,
)
from coatingcat.privacy.words.services import service_of


class PrivacyError(Exception):
    """Everything privacy refuses."""


class Denied(PrivacyError):
    """The gate refused to open a value. `question` is the first it answered with no; `label` the field."""

    def __init__(self, question: Question, label: str, detail: str = "") -> None:
        self.question, self.label, self.detail = question, label, detail
        super().__init__(f"{label}: {question.value.en}{f' ({detail})' if detail else ''}.")

    @property
    def reason(self) -> str:
        """The refusal as a sentence in the reader's language."""
        return self.question.value.in_language(get_language())


class NeedsConsent(Denied):
    """A use beyond what the value is declared for: it would have to be explained and asked for first (II.5)."""

    def __init__(self, label: str, wanted: Purpose) -> None:
        super().__init__(Question.DECLARED, label, wanted.name)
        self.wanted = wanted
        service = service_of(label)
        self._service = service.value if service else Text("本网站", "this site")

    @property
    def reason(self) -> str:
        """What would have to be explained, as a sentence in the reader's language."""
        told = Text(
            f"该信息是为“{self._service.zh}”提供的；用于“{self.wanted.text.zh}”超出了与之相关的范围，须先向您说明并征得您的同意。",
            f"This was given for “{self._service.en}”. To use it for “{self.wanted.text.en}” goes beyond what is related"
            " to that, and would first have to be explained to you and agreed by you.",
        )
        return told.in_language(get_language())


class ShareRefused(PrivacyError):
    """The door refused to let something out. `question` is the first it answered with no; nothing was written."""

    def __init__(self, question: ShareQuestion, recipient: str, detail: str = "") -> None:
        self.question, self.recipient, self.detail = question, recipient, detail
        super().__init__(f"{recipient}: {question.value.en}{f' ({detail})' if detail else ''}.")

    @property
    def reason(self) -> str:
        """The refusal as a sentence in the reader's language."""
        return self.question.value.in_language(get_language())


class NeedsApproval(Denied):
    """Staff would open a minor's value without an officer's approval (MR 36); `remedy` is where to ask for one."""

    def __init__(self, label: str, ward_id: UUID, wanted: Purpose) -> None:
        super().__init__(Question.APPROVAL, label, wanted.name)
        self.remedy = f"/desk/minors/?ward={ward_id}&purpose={wanted.name}"


class NoPurpose(PrivacyError):
    """A value was opened where no purpose is set; put `@for_purpose` on the view or `purpose(…)` round the job."""

    def __init__(self, label: str) -> None:
        super().__init__(f"{label} was opened outside any purpose.")


class PlainTextRefused(PrivacyError):
    """A sealed field was given a bare value. Wrap what a person entered in `Clear(…)`."""

    def __init__(self, label: str) -> None:
        super().__init__(f"{label} takes a Clear or a Sealed value, not plain text.")


class SealedCannot(PrivacyError):
    """Somebody tried to search, sort, compare or serialise a sealed value; look it up by its digest instead."""


class KeyGone(PrivacyError):
    """The key that would be needed has been destroyed, so nothing may be sealed for this subject any more."""


class EpochKeyMissing(PrivacyError):
    """The file of an epoch's key is not in the keys folder. Restore it from the keys' own backup, or all is lost."""


class StreamBroken(Exception):
    """A sealed stream is not what was written: a piece was changed, moved or cut off."""
