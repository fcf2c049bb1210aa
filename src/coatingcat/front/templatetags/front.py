"""`{% load front %}`: the parts of a page that every room writes the same way. Shown on `/style-guide/`."""

from django import template

from coatingcat.front.tags import figures, forms, frame, lists, pictures

register = template.Library()
for part in (frame, figures, forms, lists, pictures):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
