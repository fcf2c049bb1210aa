import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from coatingcat.front.hazards import PICTOGRAMS
from coatingcat.front.style_guide import examples
from coatingcat.front.tags.frame import nearest_only
from coatingcat.ground.slots import _Filler, _fillers

FOLDER = Path(__file__).parents[2] / "src/coatingcat/front/static/front"


def rendered(source: str, **context: object) -> str:
    with override("en"):
        return Template("{% load front %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% unit 3500 "mPa·s" %}', '<span class="qty num">3500\u202f<span class="unit">mPa·s</span></span>'),
        ('{% unit 60 "°" %}', '<span class="qty num">60<span class="unit">°</span></span>'),
        ("{% unit 12500 %}", '<span class="qty num">12\u202f500</span>'),
        ('{% unit None "g" %}', ""),
        ('{% unit_range 1 None "g" %}', '<span class="qty num">≥\u202f1\u202f<span class="unit">g</span></span>'),
        ('{% unit_range None None "g" %}', ""),
        ("{% unit 1 hostile %}", '<span class="qty num">1\u202f<span class="unit">&lt;b&gt;</span></span>'),
    ],
)
def test_a_value_keeps_its_unit_and_an_unknown_one_stays_unknown(source: str, expected: str):
    assert rendered(source, hostile="<b>") == expected


def test_every_sign_that_is_used_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (FOLDER / "icons.svg").read_text()))
    rooms = (Path(__file__).parents[2] / "src/coatingcat").glob("*/templates/**/*.html")
    used = {name for path in rooms for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert used | set(examples(bound=False)["icons"]) <= drawn


def test_every_pictogram_is_drawn_and_named():
    drawn = set(re.findall(r'<symbol id="(GHS\d\d)"', (FOLDER / "hazards.svg").read_text()))
    assert drawn == set(PICTOGRAMS)
    html = rendered('{% hazards "GHS02, GHS07" %}')
    assert re.findall(r"<span>([^<]+) <", html) == ["Flammable", "Irritant, harmful"]
    assert rendered('{% hazards "GHS99" %}') == ""


def test_of_entries_above_a_page_only_the_nearest_is_marked():
    above = '<li><a href="/me/company/" aria-current="true">Company</a></li>'
    nearer = '<li><a href="/me/company/keys/" aria-current="true">Keys</a></li>'
    plain = above.replace(' aria-current="true"', "")
    at_it = nearer.replace("true", "page")
    assert nearest_only(mark_safe(above + nearer)) == plain + nearer
    assert nearest_only(mark_safe(above + at_it)) == plain + at_it
    assert nearest_only(mark_safe(above)) == above


def test_a_group_of_entries_is_marked_where_the_page_is_among_them(monkeypatch: pytest.MonkeyPatch):
    entry = '<li><a href="/orders/"{}>Orders</a></li>'
    for here, opened in (("", ""), (' aria-current="page"', " here")):
        shown = mark_safe(entry.format(here))
        monkeypatch.setitem(_fillers, "centre.none", [_Filler(1, lambda request, shown=shown: shown)])
        html = rendered('{% nav_group "Trade" "centre.none" %}')
        assert (
            html
            == f'<details class="nav-group{opened}" data-unfolds><summary>Trade</summary><ul>{shown}</ul></details>'
        )
    assert rendered('{% nav_group "Trade" "centre.nobody" %}') == ""


def test_pages_keep_the_other_parameters():
    request = RequestFactory().get("/search/?q=a%26b&page=3")
    html = rendered("{% pagination 3 4 %}", request=request)
    assert re.findall(r'href="(\?[^"]*)"', html) == [
        "?q=a%26b&amp;page=2", "?q=a%26b", "?q=a%26b&amp;page=2", "?q=a%26b&amp;page=4", "?q=a%26b&amp;page=4",
    ]  # fmt: skip
    assert re.findall(r'aria-current="page">(\d+)<', html) == ["3"]
    assert rendered("{% pagination 1 1 %}", request=request) == ""


def test_bars_outside_the_chosen_range_are_pale():
    html = rendered("{% histogram bins 10 20 %}", bins=[(0, 10, 4), (10, 20, 8), (20, 30, 2)])
    assert re.findall(r'height="(\d+)"( class="out")?', html) == [
        ("20", ' class="out"'),
        ("40", ""),
        ("10", ' class="out"'),
    ]


class _Form(forms.Form):
    mail = forms.EmailField(label="Mail <b>", help_text="Where we write")
    note = forms.CharField(required=False)


def test_a_field_has_label_hint_error_and_keeps_what_was_typed():
    form = _Form({"mail": '"><script>'})
    html = rendered("{% field form.mail %}", form=form)
    assert '<label for="id_mail">Mail &lt;b&gt;</label>' in html
    assert '<p class="hint" id="id_mail_helptext">Where we write</p>' in html
    assert '<p class="error" id="id_mail_error">' in html
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert 'aria-describedby="id_mail_helptext id_mail_error"' in html


def test_what_is_optional_says_so():
    assert '<span class="optional">(optional)</span>' in rendered("{% field form.note %}", form=_Form())
