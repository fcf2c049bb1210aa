"""What the home page and the Personal Centre show of the catalogue."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from coatingcat.catalog.queries.fitting import has_industry, suited_to
from coatingcat.catalog.queries.shelf import shelf
from coatingcat.ground.slots import fills
from coatingcat.privacy.access import signed_in_subject
from coatingcat.privacy.gate import Actor
from coatingcat.privacy.gpc import gpc
from coatingcat.privacy.queries import FirstUse, first_use
from coatingcat.privacy.refusals import Denied
from coatingcat.privacy.words import Purpose

_EXAMPLES = (
    (gettext_lazy("NCO 16–22 %"), "catalog:products", "nco_content_min=16&nco_content_max=22"),
    (gettext_lazy("Viscosity up to 2 Pa·s"), "catalog:products", "viscosity_max=2&viscosity_unit=Pa%C2%B7s"),
    (
        gettext_lazy("Amine hydrogen equivalent below 120 g/eq"),
        "catalog:products",
        "amine_hydrogen_equivalent_weight_max=120",
    ),
    (gettext_lazy("Film forming below 10 °C"), "catalog:products", "mfft_max=10"),
    (
        gettext_lazy("Solvents boiling at 120–180 °C"),
        "catalog:substances",
        "boiling_point_min=120&boiling_point_max=180",
    ),
    (gettext_lazy("Flash point above 60 °C"), "catalog:substances", "flash_point_min=60"),
)


@fills("home.examples")
def examples(request: HttpRequest) -> SafeString:
    """Questions by a figure, each an address."""
    links = ((f"{reverse(url)}?{query}", text) for text, url, query in _EXAMPLES)
    return format_html_join("", '<li><a class="chip num" href="{}">{}</a></li>', links)


@fills("home.sections")
def sections(request: HttpRequest) -> SafeString:
    """What is on the shelves: functions, technologies, and how much there is."""
    return format_html("{}", SafeString(render_to_string("catalog/_home.html", {"shelf": shelf()})))


@fills("centre.sections", order=60)
def suits_my_industry(request: HttpRequest, **context: Any) -> str:
    """Solutions and products for the member's industry, or the button that asks for it; nothing after a no (I.6)."""
    subject_id = signed_in_subject(request)
    if subject_id is None:
        return ""
    stood = first_use(subject_id=subject_id, wanted=Purpose.INDUSTRY_FIT, by_gpc=gpc(request))
    if stood is FirstUse.ON:
        try:
            suited = suited_to(subject_id, actor=Actor.of_request(request))
        except Denied:  # restricted, or about to be erased: the overview stands without it
            return ""
        return render_to_string("catalog/_fit.html", {"suited": suited}, request=request) if suited else ""
    if stood is FirstUse.ASK and has_industry(subject_id):
        label = gettext("Show what suits my industry")
        return render_to_string("catalog/_fit.html", {"label": label}, request=request)
    return ""
