"""What pages show of versions: which one a reader may see, and what lies between two of them."""

from functools import lru_cache

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from coatingcat.privacy.access import roles_of
from coatingcat.privacy.policy.told import told
from coatingcat.privacy.policy.versions import Version, is_public, shipped
from coatingcat.privacy.policy.wording import reworded
from coatingcat.privacy.words import Role


def version_to_read(request: HttpRequest, number: str) -> Version:
    """A published version this reader may see: drafts are the privacy officer's. Raises Http404."""
    found = next((version for version in shipped() if version.name == number and version.filed), None)
    if found is None or not (is_public(number) or Role.PRIVACY_OFFICER in roles_of(request)):
        raise Http404
    return found


@lru_cache(maxsize=32)
def changes_body(old: str, new: str, language: str) -> SafeString:
    """The changes between two versions as HTML; the same for everybody, so made once for each language."""
    versions = {version.name: version for version in shipped()}
    before, after = versions[old], versions[new]
    assert before.declared is not None
    assert after.declared is not None
    sentences = told(before.declared, after.declared)
    lines = [(one, one.pieces(language)) for one in reworded(before.text, after.text)]
    context = {
        "material": [one for one in sentences if one.material],
        "minor": [one for one in sentences if not one.material],
        "lines": lines,
    }
    return mark_safe(render_to_string("privacy/_policy_changes.html", context))  # noqa: S308 -- the template escapes
