"""Letters are read in Chinese unless a test says otherwise."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """A page rendered by an earlier test leaves its language behind in the thread."""
    with translation.override("zh-hans"):
        yield
