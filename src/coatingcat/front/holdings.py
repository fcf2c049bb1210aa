"""Cookies of the frame (I.2b-cookie1). Each is set because the visitor pressed something, or protects a form."""

from coatingcat.front.words import CHOICE_DAYS, LANGUAGE_COOKIE, THEME_COOKIE
from coatingcat.privacy.declarations import cookie
from coatingcat.privacy.words import Purpose, Text

cookie(
    LANGUAGE_COOKIE,
    purpose=Purpose.SITE_PREFERENCES,
    days=CHOICE_DAYS,
    why=Text("记住您选择的语言", "Remembers the language you chose"),
)
cookie(
    THEME_COOKIE,
    purpose=Purpose.SITE_PREFERENCES,
    days=CHOICE_DAYS,
    why=Text("记住您选择的浅色或深色外观", "Remembers whether you chose light or dark"),
)
