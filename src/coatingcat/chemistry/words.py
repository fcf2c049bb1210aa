"""Names in both languages, and the refusals of this room."""

from typing import NamedTuple


class Words(NamedTuple):
    """The same in English and in Simplified Chinese."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The text for a language code such as `zh-hans`; English for every code that is not Chinese."""
        return self.zh if language.lower().startswith("zh") else self.en


class CannotCompute(ValueError):
    """A result cannot be had. `missing` names what is not known (`density of xylene`); empty if `why` says it all."""

    def __init__(self, why: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(f"{why}: {', '.join(missing)}" if missing else why)
        self.why = why
        self.missing = missing


class NotConvertible(ValueError):
    """Two units do not measure the same thing, or one of them is not known."""
