"""A store of its own for every test."""

from collections.abc import Iterator

import pytest

from coatingcat.tracking import store


@pytest.fixture(autouse=True)
def _own_store(tmp_path, monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(store, "path", lambda: tmp_path / "measures.sqlite")
    store._waiting.clear()
    yield
    store._waiting.clear()
