"""Templates hold nothing a strict content security policy would refuse, and load nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from coatingcat.privacy.clauses import PACKAGE

TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "htmx evaluation": re.compile(r"hx-on|hx-vals=[\"']js:|javascript:", re.I),
}
LOADED = re.compile(
    r"<(?:script|img|iframe|link|source|video|audio|use|object|embed|form)\b[^>]*\s(?:src|href|action|data|srcset)=[\"'](?:https?:)?//",
    re.I,
)
LINKED = re.compile(r"<a\b[^>]*\shref=[\"']https?://[^>]*>", re.I)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_template_is_fit_for_a_strict_policy(path: Path):
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert {what: found for what, pattern in INLINE.items() if (found := pattern.findall(source))} == {}
    assert LOADED.findall(source) == []
    assert [link for link in LINKED.findall(source) if "rel=" not in link] == []


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        ("a script", "<script>go()</script>"),
        ("a style element", "<style>p{}</style>"),
        ("a style attribute", '<p class="a" style="color:red">'),
        ("an event attribute", '<a href="/" onclick="go()">'),
        ("htmx evaluation", '<p hx-on:click="go()">'),
    ],
)
def test_the_patterns_see_what_they_are_for(what, bad):
    assert INLINE[what].search(bad)
    assert LOADED.search('<img alt="" src="//elsewhere.example/x.png">')
    assert not INLINE["a script"].search('<script src="/static/front/front.js" defer></script>')


def test_templates_lie_in_the_folder_of_their_room():
    astray = [p for p in TEMPLATES if p.relative_to(PACKAGE).parts[0] != p.relative_to(PACKAGE).parts[2]]
    assert astray == []


def test_templates_extend_only_the_frame_and_include_only_their_own():
    taken = re.compile(r"{%\s*(extends|include)\s+\"([^\"/]+)/")
    wrong = [
        f"{path.relative_to(PACKAGE)}: {how} {room}"
        for path in TEMPLATES
        for how, room in taken.findall(path.read_text(encoding="utf-8"))
        if room not in {path.relative_to(PACKAGE).parts[0], "front"}
    ]
    assert wrong == []
