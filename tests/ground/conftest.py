from collections.abc import Iterator

import pytest
from procrastinate.contrib.django import app

from coatingcat.ground import jobs


@pytest.fixture
def own_jobs() -> Iterator[None]:
    """Jobs that a test registers are gone after it."""
    before = set(jobs.registered())
    yield
    for name in set(jobs.registered()) - before:
        del jobs._registry[name]
        del app.tasks[name]
        app.periodic_registry.periodic_tasks.pop((name, ""), None)
