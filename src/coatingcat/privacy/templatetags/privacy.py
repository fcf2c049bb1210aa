"""What pages show of declarations, always from the declarations themselves."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from babel import Locale
from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from coatingcat.privacy.declarations import DeclarationError, cookies, find
from coatingcat.privacy.words import Act, Purpose, Role, Text

register = template.Library()


@register.simple_tag
def why(label: str, id_prefix: str = "why") -> str:
    """Why this value is asked for, what it is used for, how long it is kept: one tap away (I.1a, PIPL 17)."""
    return _why(label, id_prefix, get_language() or "")


@lru_cache(maxsize=512)
def _why(label: str, id_prefix: str, language: str) -> str:
    """Rendered once for each field and language: declarations do not change while the program runs."""
    declaration = find(label)
    context = {
        "declaration": declaration,
        "purposes": sorted(declaration.purposes, key=lambda p: p.name),
        "id": f"{id_prefix}-{label.replace('.', '-').lower()}",
    }
    return render_to_string("privacy/_why.html", context)


@register.filter
def words(text: Text | None) -> str:
    """The side of a text that the reader reads."""
    return text.in_language(get_language()) if text else ""


@register.filter
def lang_tag(language: str) -> str:
    """Django's code of a language as HTML writes it."""
    return "zh-Hans" if language.startswith("zh") else language


_BADGES = {Act.GIVEN: "badge verified", Act.REQUESTED: "badge background"}


@register.simple_tag
def consent_badge(state: Act | None) -> SafeString:
    """The state of a consent, to be seen at a glance; None was never asked, which counts as no."""
    said = {
        None: gettext("Not asked yet: counts as no"),
        Act.REQUESTED: gettext("Asked, not answered: counts as no"),
        Act.GIVEN: gettext("You said yes"),
        Act.REFUSED: gettext("You said no"),
        Act.WITHDRAWN: gettext("You took your yes back"),
        Act.EXPIRED: gettext("Your yes came to its end"),
    }
    return format_html('<span class="{}">{}</span>', _BADGES.get(state, "badge") if state else "badge", said[state])


@register.inclusion_tag("privacy/_cookies.html")
def cookie_table(names: Sequence[str]) -> dict[str, Any]:
    """The declared cookies of these names: purpose, life, whether necessary."""
    known = cookies()
    return {"cookies": [(known[name], known[name].purpose) for name in names if name in known]}


@register.inclusion_tag("privacy/_ask_first.html", takes_context=True)
def ask_first(context: Context, purpose: str, label: str, way_on: str) -> dict[str, Any]:
    """The button of a function that rests on a consent, for its first use: the question comes on a page of its own.

    `{% ask_first "INDUSTRY_FIT" _("Show what suits my industry") "/me/" %}`; show it only where
    `queries.consents.first_use` says ASK. `way_on` is the page to come back to (I.6).
    """
    return {
        "purpose": Purpose[purpose],
        "label": label,
        "next": way_on,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def country(code: str) -> str:
    """Name of a country in the reader's language; the code itself if nobody knows it."""
    language = "zh_Hans" if (get_language() or "zh").startswith("zh") else "en"
    return str(Locale.parse(language).territories.get(code.upper(), code))


@register.filter
def opening_text(opening: Any) -> str:
    """Who opened which kind of value for what, in the reader's language."""
    language = get_language()
    try:
        what, why = find(opening.label).kind.text, Purpose[opening.purpose].text
    except (DeclarationError, KeyError):
        return f"{opening.label} {opening.purpose}"
    names = [Role[name.upper()].value for name in opening.roles.split() if name.upper() in Role.__members__]
    who = "、".join(n.zh for n in names) if (language or "zh").startswith("zh") else ", ".join(n.en for n in names)
    return f"{what.in_language(language)} · {why.in_language(language)} · {who}"


@register.simple_tag
def in_language(both: dict[str, str]) -> str:
    """The side of a text that was kept as `{"zh": …, "en": …}`, such as in a receipt."""
    return both["zh" if (get_language() or "zh").startswith("zh") else "en"]
