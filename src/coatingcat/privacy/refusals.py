"""How privacy says no. A refusal names its question; it never carries the value it protects."""

from django.utils.translation import get_language

from coatingcat.privacy.words import Question


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
