"""The import of the sample catalogue."""

import pytest

from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.management.commands.catalog import SAMPLE
from coatingcat.catalog.models import ProductPage

pytestmark = pytest.mark.django_db


def test_sample_goes_in_whole_and_twice_changes_nothing() -> None:
    first = import_catalogue(path=SAMPLE)
    assert first.faults == []
    print({n: vars(t) for n, t in first.files.items()}, first.pages, first.announced, first.absent)
    second = import_catalogue(path=SAMPLE)
    print({n: vars(t) for n, t in second.files.items()}, second.pages, second.announced)
    assert (second.changed, second.pages, second.announced) == (0, 0, 0)
    import json

    print(json.dumps(ProductPage.objects.get(slug="desmodur-n-75-ba").content, ensure_ascii=False)[:3000])
