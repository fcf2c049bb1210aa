"""Fields and the summary of their errors."""

from collections import Counter
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.translation import get_language

from coatingcat.front.looks import look_of_empty

register = template.Library()


@register.simple_tag
def field(bound: BoundField, css: str = "", unit: str = "") -> str:
    """A form field with label, hint, error and, where the form field has `declared = "room.Model.field"`, its reason.

    `css` is a class for the input (`short`, `medium`, `code-input`); `unit` a text shown behind it.
    """
    look = look_of_empty(bound)
    if look is None:
        return render_to_string("front/_field.html", _field(bound, css, unit))
    key = (look, css, unit, get_language())
    text = _empty_fields.get(key)
    if text is None:
        if len(_empty_fields) >= _MOST_FIELDS:
            _empty_fields.clear()
        text = _empty_fields[key] = render_to_string("front/_field.html", _field(bound, css, unit))
    return text


_MOST_FIELDS = 512
_empty_fields: dict[object, str] = {}
"""Fields nobody has filled in, by all that their HTML depends on: they look the same for everybody."""


def _field(bound: BoundField, css: str, unit: str) -> dict[str, Any]:
    attrs: dict[str, str | bool] = {"class": css} if css else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "unit": unit,
        "group": bound.field.widget.use_fieldset,
        "single_check": getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset,
        "declaration": getattr(bound.field, "declared", ""),
        "optional": not bound.field.required,
    }


@register.simple_tag
def error_summary(form: BaseForm) -> str:
    """All errors of a bound form on top of it, each a link to its field; takes focus (GOV.UK pattern).

    The words are those at the field; where two fields say the same, the label tells them apart.
    """
    if not form.is_bound:
        return "\n"  # what the template makes of no errors
    found = [{"target": "", "label": "", "text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        found += [{"target": _first_input(bound), "label": str(bound.label), "text": str(e)} for e in bound.errors]
    said = Counter(error["text"] for error in found)
    errors = [{**error, "named": said[error["text"]] > 1 and error["label"]} for error in found]
    return render_to_string("front/_errors.html", {"errors": errors})


def _first_input(bound: BoundField) -> str:
    """The id a link to a field leads to: its input, or the first of a group."""
    if bound.field.widget.use_fieldset and bound.subwidgets:
        return str(bound.subwidgets[0].id_for_label)
    return bound.id_for_label or str(bound.auto_id)
