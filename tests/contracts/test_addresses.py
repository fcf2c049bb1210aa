"""Every address has an access rule, and answers without one are not given."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from coatingcat.ground.access import anyone

PERSONAL = {"email", "mobile", "phone", "name", "nickname", "person", "city", "address", "subject", "subject_id"}


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path, entry


def test_every_address_has_an_access_rule():
    bare = [path for path, entry in addresses(get_resolver()) if not getattr(entry.callback, "access_rule", "")]
    assert bare == []


def test_every_address_has_a_name_of_its_own():
    names = [f"{entry.lookup_str}:{entry.name}" for _, entry in addresses(get_resolver())]
    assert [path for path, entry in addresses(get_resolver()) if not entry.name] == []
    assert len(names) == len(set(names))


def test_pages_end_with_a_slash():
    """Papers to print end with their kind, as that is the name a browser keeps them by."""
    paths = [path for path, _ in addresses(get_resolver())]
    for_programs = ("health/", ".well-known/", "api/")
    ends = ("/", ".pdf")
    assert [path for path in paths if path and not path.endswith(ends) and not path.startswith(for_programs)] == []


def test_no_address_carries_a_personal_value():
    names = {path: re.findall(r"<(?:\w+:)?(\w+)>", path) for path, _ in addresses(get_resolver())}
    assert {path: found for path, found in names.items() if PERSONAL & set(found)} == {}


def test_the_walk_sees_a_bare_view():
    assert not getattr(lambda request: None, "access_rule", "")
    assert anyone(lambda request: None).access_rule == "anyone"


@pytest.mark.parametrize("number", [400, 403, 404, 500])
def test_every_failure_has_a_page_of_the_house(number):
    from coatingcat.front import urls

    assert callable(getattr(urls, f"handler{number}"))
