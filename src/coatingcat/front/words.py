"""The words of the frame: its languages, its themes, its navigation."""

from enum import StrEnum

from coatingcat.privacy.words import Text


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

PROBLEMS = {
    "malformed": Text("请求无法读取", "The request cannot be read"),
    "idempotency-key-missing": Text("缺少 Idempotency-Key", "The Idempotency-Key is missing"),
    "idempotency-key-reused": Text(
        "Idempotency-Key 已用于其他请求", "The Idempotency-Key was used for another request"
    ),
    "still-running": Text("同一请求仍在处理", "The same request is still running"),
    "key-missing": Text("没有有效的密钥", "No key that works"),
    "scope-missing": Text("密钥没有此权限", "The key lacks a scope"),
    "not-allowed": Text("不允许此操作", "This is not allowed"),
    "not-found": Text("没有找到", "There is no such thing"),
    "method": Text("此地址不接受该方法", "This address does not take that method"),
    "conflict": Text("与当前状态冲突", "It does not go with the present state"),
    "gone": Text("已不存在", "It is gone"),
    "version-changed": Text("内容已被修改", "It was changed meanwhile"),
    "version-missing": Text("缺少 If-Match", "If-Match is missing"),
    "too-large": Text("请求过大", "The request is too large"),
    "validation": Text("内容不符合要求", "What was sent does not fit"),
    "too-many-requests": Text("请求过于频繁", "Too many requests"),
    "failure": Text("服务器内部错误", "Something failed here"),
    "overloaded": Text("暂时无法处理", "Not possible just now"),
}
"""What each sort of problem is called, by its code in the API; `/api/` explains them."""

API_ABOUT = Text(
    "供采购企业、供应商与代理商的程序使用。密钥由企业管理者在个人中心创建，只显示一次；程序以创建者的身份、在密钥权限范围内行事。",
    "For programs of buyers, suppliers and agents. Owners of a company make keys in the Personal Centre, where each is "
    "shown once; a program acts as whoever made its key, within the scopes of the key.",
)
