import gettext
from pathlib import Path

import pytest

from tools import messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext, gettext_lazy

plain = _("Plain")
lazy = gettext_lazy("Lazy")
counted = ngettext("%(count)s drum", "%(count)s drums", 2)
shade = pgettext("colour", "Shade")
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "Headline" %}</h1>
  <ul>
      <li>{% blocktranslate trimmed with name=x.name %}
        Offered by
        {{ name }}
      {% endblocktranslate %}</li>
 </ul>
{% blocktranslate count counter=n %}one piece{% plural %}{{ counter }} pieces{% endblocktranslate %}
"""
USED = {
    ("", "Plain"),
    ("", "Lazy"),
    ("", "%(count)s drum"),
    ("colour", "Shade"),
    ("", "Headline"),
    ("", "Offered by %(name)s"),
    ("", "one piece"),
}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(messages, "ROOMS", tmp_path)
    room = tmp_path / "paint"
    (room / "templates" / "paint").mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "words.py").write_text(CODE)
    (room / "templates" / "paint" / "page.html").write_text(TEMPLATE)
    return room


def write_chinese(room: Path, **texts: str) -> None:
    """Puts Chinese beside msgids in the .po file, as a person would."""
    path = messages.po_file(room)
    content = path.read_text()
    for msgid, chinese in texts.items():
        content = content.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{chinese}"')
    path.write_text(content)


def test_texts_of_code_and_templates_are_found_in_every_form(room):
    findings = messages.report(room)
    assert set(findings.used) == USED
    assert set(findings.missing) == USED
    assert findings.used[("", "Headline")] == "paint/templates/paint/page.html"


def test_update_keeps_the_chinese_and_drops_what_is_unused(room):
    messages.update(room)
    write_chinese(room, Plain="普通", Headline="标题")
    (room / "words.py").write_text(CODE.replace('_("Plain")', '_("New")'))
    assert messages.report(room).unused == [("", "Plain")]
    messages.update(room)
    findings = messages.report(room)
    assert findings.unused == []
    assert set(findings.missing) == (USED - {("", "Headline"), ("", "Plain")}) | {("", "New")}


def test_update_twice_changes_nothing(room):
    messages.update(room)
    once = messages.po_file(room).read_bytes()
    messages.update(room)
    assert messages.po_file(room).read_bytes() == once


def test_other_placeholders_in_the_chinese_are_reported(room):
    messages.update(room)
    write_chinese(room, **{"Offered by %(name)s": "由 %(nmae)s 供应"})
    assert messages.report(room).broken == [("", "Offered by %(name)s")]
    assert not messages.report(room).is_clean


def test_compiled_texts_are_what_gettext_reads(room):
    messages.update(room)
    write_chinese(room, Plain="普通")
    messages.compile_room(room)
    with messages.po_file(room).with_suffix(".mo").open("rb") as file:
        chinese = gettext.GNUTranslations(file)
    assert chinese.gettext("Plain") == "普通"
    assert chinese.gettext("Lazy") == "Lazy"
