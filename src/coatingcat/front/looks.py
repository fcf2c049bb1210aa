"""What the HTML of an empty form field depends on. Nobody's value is part of it, so it may be kept."""

from django import forms
from django.forms import BoundField

_PLAIN = frozenset(
    {forms.TextInput, forms.EmailInput, forms.NumberInput, forms.Textarea, forms.CheckboxInput, forms.Select}
)
"""Widgets whose HTML is told by attributes, choices and value alone."""
_MOST_CHOICES = 40


def look_of_empty(bound: BoundField) -> tuple[object, ...] | None:
    """Equal for fields that look the same in one language; None for one that has a value, an error or a widget of its own."""
    widget = bound.field.widget
    if type(widget) not in _PLAIN or bound.value() not in (None, "", False) or bound.errors:
        return None
    choices = getattr(widget, "choices", ())
    if not isinstance(choices, list | tuple) or len(choices) > _MOST_CHOICES:
        return None
    form, field = bound.form, bound.field
    return (
        (bound.html_name, bound.auto_id, repr(bound.value())),
        *((str(text), hasattr(text, "__html__")) for text in (bound.label, field.help_text)),
        (field.required, field.disabled, field.localize, field.show_hidden_initial, getattr(field, "declared", "")),
        (form.use_required_attribute, form.empty_permitted, type(form.renderer)),
        (type(widget), getattr(widget, "input_type", ""), widget.template_name, widget.is_required),
        tuple(widget.attrs.items()),
        tuple((str(value), str(label)) for value, label in choices),
    )
