"""The words of the frame: its languages, its themes, its navigation."""

from enum import StrEnum


class Language(StrEnum):
    """The languages of the house, by Django's code."""

    CHINESE = "zh-hans"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        """The tag of BCP 47, for `lang` and Content-Language."""
        return "zh-Hans" if self is Language.CHINESE else "en"

    @property
    def own_name(self) -> str:
        return "中文" if self is Language.CHINESE else "English"


LANGUAGES = {"zh": Language.CHINESE, "en": Language.ENGLISH}
"""By primary subtag; the last one is for visitors who read neither."""


class Theme(StrEnum):
    """Light, dark, or what the visitor's system asks for."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"

    @classmethod
    def named(cls, value: str | None) -> "Theme":
        """The theme of that name; AUTO for anything else."""
        return cls(value) if value in set(cls) else cls.AUTO


SECTIONS = ("products", "formulations", "solutions", "suppliers", "substances")
"""First segments of the paths in the main navigation."""

LANGUAGE_COOKIE = "cc_language"
THEME_COOKIE = "cc_theme"
CHOICE_DAYS = 180
"""How long a choice of language or theme is remembered (I.2b-cookie1)."""
