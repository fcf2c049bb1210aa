"""Parts of addresses that are codes: whatever looks otherwise is no address of ours (404), and no view is asked."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from coatingcat.ground.ids import code_pattern


def register_pattern(name: str, pattern: str) -> None:
    """Let routes say `<name:…>` for what this regular expression, without groups that capture, matches."""
    register_converter(type(name, (StringConverter,), {"regex": pattern}), name)


def register_code(name: str, prefix: str) -> None:
    """Likewise for the codes of `public_code(prefix)`."""
    register_pattern(name, code_pattern(prefix))
