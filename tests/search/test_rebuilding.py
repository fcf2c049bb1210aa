import io
import json
import os
import shutil

import pytest
from django.core.management import CommandError, call_command

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.search import actions
from coatingcat.search.index import generations
from coatingcat.search.index import reader as readers
from coatingcat.search.index.generations import Folder
from coatingcat.search.index.writer import Writer
from coatingcat.search.models import Change
from coatingcat.search.queries import find, status, suggest
from coatingcat.search.words import IndexMissing, Query, RebuildUnderWay
from tests.search.conftest import Shelf, document, waiting_jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def three(folder: Folder, shelf: Shelf, no_jobs: None) -> None:
    shelf.put(document("a", "epoxy resin"), document("b", "alkyd resin"), document("c", "acrylic resin"))


def keys(text: str = "") -> list[str]:
    return sorted(row.key for row in find(Query(text)).rows)


def generations_in(folder: Folder) -> list[str]:
    return sorted(path.name for path in folder.root.iterdir() if path.is_dir())


def test_a_rebuild_holds_every_document() -> None:
    heard: list[tuple[str, int]] = []
    assert actions.rebuild(told=lambda kind, count: heard.append((kind, count))) == 3
    assert heard == [("product", 3)]
    assert keys("resin") == ["a", "b", "c"]


def test_the_old_generation_serves_until_the_new_one_is_whole(folder: Folder, shelf: Shelf) -> None:
    actions.rebuild()
    old = folder.pointer().generation
    shelf.put(document("d", "polyester resin"))
    seen: list[list[str]] = []
    assert actions.rebuild(told=lambda *_: seen.append(keys("resin"))) == 4
    assert seen == [["a", "b", "c"]]
    assert keys("resin") == ["a", "b", "c", "d"]
    assert folder.pointer().generation != old


def test_changes_during_a_rebuild_are_not_lost(folder: Folder, shelf: Shelf) -> None:
    actions.rebuild()

    def meanwhile(*_: object) -> None:
        # What the rebuild has read already changes, and the old generation follows, which empties the outbox.
        shelf.put(document("a", "polyester resin"), document("d", "vinyl resin"))
        del shelf.standing["b"]
        actions.changed("product", ["a", "b", "d"])
        assert actions.follow() == 3
        assert keys("polyester") == ["a"]
        shelf.put(document("e", "phenolic resin"))
        actions.changed("product", ["e"])  # nobody folds this one before the switch

    actions.rebuild(told=meanwhile)
    assert (keys("resin"), keys("polyester"), keys("epoxy")) == (["a", "c", "d"], ["a"], [])
    assert actions.follow() == 1
    assert keys("resin") == ["a", "c", "d", "e"]
    assert (status()["documents"], Change.objects.count()) == (4, 0)
    assert not (folder.root / "building.jsonl").exists()


def test_what_waited_before_a_rebuild_need_not_be_folded_after_it(shelf: Shelf) -> None:
    actions.rebuild()
    shelf.put(document("d", "polyester resin"))
    del shelf.standing["b"]
    actions.changed("product", ["b", "d"])
    assert actions.rebuild() == 3
    assert (keys("resin"), Change.objects.count(), actions.follow()) == (["a", "c", "d"], 0, 0)


def test_one_rebuild_at_a_time(folder: Folder) -> None:
    def another(*_: object) -> None:
        with pytest.raises(RebuildUnderWay):
            actions.rebuild()

    assert actions.rebuild(told=another) == 3


def test_a_rebuild_that_dies_leaves_the_old_index_and_no_litter(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.rebuild()
    old = folder.pointer()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rebuild(told=killed)
    assert (folder.pointer(), keys()) == (old, ["a", "b", "c"])
    actions.follow()
    assert generations_in(folder) == [old.generation]
    assert actions.rebuild() == 3


def test_a_rebuild_killed_without_a_word_is_swept_up(folder: Folder) -> None:
    actions.rebuild()
    folder.make("gdead")
    (folder.root / "building.jsonl").touch()
    actions.follow()
    assert generations_in(folder) == [folder.pointer().generation]
    assert not (folder.root / "building.jsonl").exists()


def test_an_old_generation_stays_while_it_is_read(folder: Folder) -> None:
    actions.rebuild()
    old = folder.pointer().generation
    held = folder.hold(old)
    actions.rebuild()
    assert keys() == ["a", "b", "c"]  # this process reads the new one from here on
    assert old in generations_in(folder)
    del held
    actions.follow()
    assert generations_in(folder) == [folder.pointer().generation]


def test_without_an_index_a_search_says_so_and_asks_for_one() -> None:
    for ask in (lambda: find(Query("epoxy")), lambda: suggest("epo"), lambda: find(Query())):
        with pytest.raises(IndexMissing):
            ask()
    assert waiting_jobs() == ["search.rebuild"]
    run_jobs_now()
    assert keys("epoxy") == ["a"]


def test_following_without_an_index_keeps_the_notes_and_asks_for_one() -> None:
    actions.changed("product", ["a"])
    assert actions.follow() == 0
    assert Change.objects.count() == 1
    assert waiting_jobs() == ["search.follow", "search.rebuild"]
    run_jobs_now()
    assert (keys("epoxy"), Change.objects.count()) == (["a"], 0)


def damage_pointer(folder: Folder) -> None:
    (folder.root / "current").write_text("{nonsense")


def damage_meta(folder: Folder) -> None:
    (folder.path(folder.pointer().generation) / "meta.json").write_text("{nonsense")


def lose_meta(folder: Folder) -> None:
    (folder.path(folder.pointer().generation) / "meta.json").unlink()


def lose_folder(folder: Folder) -> None:
    shutil.rmtree(folder.path(folder.pointer().generation))


def lose_segments(folder: Folder) -> None:
    for segment in folder.path(folder.pointer().generation).glob("*.term"):
        segment.unlink()


def another_version(folder: Folder) -> None:
    said = json.loads((folder.root / "current").read_text())
    (folder.root / "current").write_text(json.dumps({**said, "schema": generations.VERSION + 1}))


@pytest.mark.parametrize(
    "damage", [damage_pointer, damage_meta, lose_meta, lose_folder, lose_segments, another_version]
)
def test_a_damaged_index_is_missing_and_is_made_anew(folder: Folder, damage: object) -> None:
    actions.rebuild()
    damage(folder)  # type: ignore[operator]
    readers._readers.cache_clear()
    with pytest.raises(IndexMissing):
        find(Query("epoxy"))
    assert waiting_jobs() == ["search.rebuild"]
    run_jobs_now()
    assert keys("epoxy") == ["a"]
    assert generations_in(folder) == [folder.pointer().generation]


@pytest.mark.parametrize("damage", [damage_pointer, damage_meta, lose_meta, lose_folder, another_version])
def test_following_a_damaged_index_loses_no_note(folder: Folder, shelf: Shelf, damage: object) -> None:
    actions.rebuild()
    shelf.put(document("d", "vinyl resin"))
    actions.changed("product", ["d"])
    damage(folder)  # type: ignore[operator]
    run_jobs_now()
    assert (keys("resin"), Change.objects.count()) == (["a", "b", "c", "d"], 0)


def test_a_new_vocabulary_asks_for_a_rebuild_while_the_old_one_serves(folder: Folder) -> None:
    actions.rebuild()
    said = json.loads((folder.root / "current").read_text())
    (folder.root / "current").write_text(json.dumps({**said, "vocabulary": "older"}))
    assert keys("epoxy") == ["a"]
    assert status()["vocabulary is current"] is False
    actions.follow()
    assert waiting_jobs() == ["search.rebuild"]
    run_jobs_now()
    assert status()["vocabulary is current"] is True


def test_segments_do_not_pile_up(shelf: Shelf) -> None:
    actions.rebuild()
    for number in range(30):
        shelf.put(document(f"k{number}"))
        actions.changed("product", [f"k{number}"])
        actions.follow()
    assert int(status()["segments"]) <= 12
    assert status()["documents"] == 33


def test_the_index_folder_is_for_its_owner_only(folder: Folder) -> None:
    actions.rebuild()
    assert os.stat(folder.root).st_mode & 0o077 == 0


def test_commands(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="No search index"):
        call_command("search", "status", stdout=out)
    call_command("search", "rebuild", stdout=out, stderr=io.StringIO())
    assert out.getvalue() == "3 documents indexed.\n"
    said = io.StringIO()
    call_command("search", "status", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {
        "documents": 3,
        "segments": 1,
        "changes waiting": 0,
        "generation": folder.pointer().generation,
        "facets": 0,
        "properties": 0,
        "vocabulary is current": True,
    }


def test_a_failing_room_leaves_the_old_index(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.rebuild()
    old = folder.pointer()

    def fails(*_: object) -> int:
        raise OSError("disk full")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="disk full"):
        patched.setattr(Writer, "put", fails)
        actions.rebuild()
    assert folder.pointer() == old
