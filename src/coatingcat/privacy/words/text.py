"""A sentence in both languages of the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Simplified Chinese and English, always together: a promise made in one language only is half a promise."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError("A text needs both its Chinese and its English side.")

    def in_language(self, code: str | None) -> str:
        """The side for a language code such as `zh-hans` or `en`; Chinese for every zh variant."""
        return self.zh if (code or "zh").lower().startswith("zh") else self.en
