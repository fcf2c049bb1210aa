import threading
import time

import psycopg
import pytest
from django.db import connection, transaction

from coatingcat.ground.jobs import run_jobs_now
from coatingcat.search import actions, words
from coatingcat.search.actions import following
from coatingcat.search.index import reader as readers
from coatingcat.search.index.generations import Folder
from coatingcat.search.index.writer import Writer
from coatingcat.search.models import Change
from coatingcat.search.queries import find, status
from coatingcat.search.words import Document, DocumentRefused, Query
from tests.search.conftest import Shelf, document, index, waiting_jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_index(folder: Folder, no_jobs: None) -> None:
    index(folder, [])


def keys(text: str = "") -> list[str]:
    return [row.key for row in find(Query(text)).rows]


def test_a_change_is_visible_after_the_job(shelf: Shelf) -> None:
    shelf.put(document("a", "epoxy resin"), document("b", "alkyd resin"))
    assert actions.changed("product", ["a", "b", "a"]) == 2
    assert waiting_jobs() == ["search.follow"]
    assert run_jobs_now() == 1
    assert sorted(keys("resin")) == ["a", "b"]
    assert Change.objects.count() == 0


def test_a_changed_and_a_removed_document_are_replaced(shelf: Shelf) -> None:
    shelf.put(document("a", "epoxy resin"), document("b", "alkyd resin"))
    actions.changed("product", ["a", "b"])
    assert actions.follow() == 2
    shelf.put(document("a", "polyester resin"))
    del shelf.standing["b"]
    actions.changed("product", ["a", "b"])
    assert actions.follow() == 2
    assert (keys("resin"), keys("epoxy"), keys("polyester")) == (["a"], [], ["a"])
    assert status()["documents"] == 1


def test_a_rollback_takes_the_note_back(shelf: Shelf) -> None:
    shelf.put(document("a"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.changed("product", ["a"])
        raise ZeroDivisionError
    assert (Change.objects.count(), waiting_jobs(), actions.follow(), keys()) == (0, [], 0, [])


def test_nothing_changed_asks_for_nothing(shelf: Shelf) -> None:
    assert actions.changed("product", []) == 0
    assert waiting_jobs() == []


def test_many_changes_share_one_job(shelf: Shelf) -> None:
    for key in ("a", "b", "c"):
        actions.changed("product", [key])
    assert waiting_jobs() == ["search.follow"]


def test_a_query_notes_its_keys_without_reading_them(shelf: Shelf, django_assert_num_queries: object) -> None:
    Change.objects.bulk_create([Change(kind="source", key=f"k{number}") for number in range(3)])
    rows = Change.objects.filter(kind="source").order_by("key").values_list("key")
    assert actions.changed_all("product", rows) == 3
    assert actions.changed_by_sql("product", "SELECT 7 UNION ALL SELECT 7") == 1
    noted = Change.objects.filter(kind="product").values_list("key", flat=True)
    assert list(noted) == ["k0", "k1", "k2", "7"]


def test_a_late_commit_with_a_small_id_is_not_skipped(shelf: Shelf, database_uri: str) -> None:
    shelf.put(document("early"), document("late"))
    with psycopg.connect(database_uri) as slow:
        slow.execute("INSERT INTO search_change (kind, key) VALUES ('product', 'late')")
        actions.changed("product", ["early"])
        assert Change.objects.get().key == "early"
        assert actions.follow() == 1
        assert keys() == ["early"]
        slow.commit()
    assert actions.follow() == 1
    assert sorted(keys()) == ["early", "late"]
    assert Change.objects.count() == 0


def test_notes_that_another_process_holds_are_left_to_it(shelf: Shelf, database_uri: str) -> None:
    shelf.put(document("a"), document("b"))
    actions.changed("product", ["a", "b"])
    with psycopg.connect(database_uri) as other:
        other.execute("SELECT 1 FROM search_change WHERE key = 'a' FOR UPDATE")
        assert actions.follow() == 1
    assert [change.key for change in Change.objects.all()] == ["a"]
    assert actions.follow() == 1
    assert sorted(keys()) == ["a", "b"]


def test_a_crash_between_index_and_outbox_loses_nothing_and_doubles_nothing(
    shelf: Shelf, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(document("a", "epoxy resin"))
    actions.changed("product", ["a"])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Folder, "point", killed)
        actions.follow()
    assert Change.objects.count() == 1
    assert actions.follow() == 1
    assert keys("epoxy") == ["a"]
    assert status()["documents"] == 1


def test_a_crash_before_the_index_has_it_leaves_the_index_as_it_was(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(document("a"))
    actions.changed("product", ["a"])
    assert actions.follow() == 1
    actions.changed("product", ["a"])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Writer, "commit", killed)
        actions.follow()
    assert (keys(), Change.objects.count()) == (["a"], 1)
    assert actions.follow() == 1
    assert keys() == ["a"]


def test_a_refused_document_does_not_hold_up_the_others(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(*(document(f"k{number}") for number in range(5)))
    honest = shelf.documents

    def some_refused(asked: list[str]) -> list[Document]:
        if "k3" in asked:
            raise DocumentRefused("k3 is not one")
        return list(honest(asked))

    monkeypatch.setattr(shelf, "documents", some_refused)
    actions.changed("product", shelf.standing)
    assert actions.follow() == 5
    assert sorted(keys()) == ["k0", "k1", "k2", "k4"]
    assert status()["documents"] == 4


def test_what_nobody_offers_any_more_is_taken_out(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(document("a"))
    actions.changed("product", ["a"])
    actions.follow()
    monkeypatch.setattr(words, "_offers", {})
    actions.changed("product", ["a"])
    assert actions.follow() == 1
    assert keys() == []


def test_a_heap_of_notes_is_folded_in_batches(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "BATCH", 10)
    shelf.put(*(document(f"k{number}") for number in range(25)))
    actions.changed("product", shelf.standing)
    assert actions.follow() == 25
    assert status()["documents"] == 25
    assert max(map(len, shelf.read)) == 10


def test_two_followers_at_once_fold_everything_once(shelf: Shelf) -> None:
    shelf.put(*(document(f"k{number}") for number in range(40)))
    actions.changed("product", shelf.standing)
    folded: list[int] = []

    def follow() -> None:
        try:
            folded.append(actions.follow())
        finally:
            connection.close()

    threads = [threading.Thread(target=follow) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(folded), sum(folded)) == (3, 40)
    assert status()["documents"] == 40


def test_a_change_is_folded_and_seen_well_within_two_seconds(shelf: Shelf) -> None:
    shelf.put(document("a"))
    start = time.monotonic()
    actions.changed("product", ["a"])
    run_jobs_now()
    assert keys() == ["a"]
    assert time.monotonic() - start < 2.0


def test_a_reader_looks_anew_only_when_something_changed(shelf: Shelf) -> None:
    before = readers.reader()
    assert readers.reader() is before
    actions.changed("product", ["nothing-of-that-name"])
    actions.follow()
    assert readers.reader() is not before


def test_new_properties_get_columns_of_their_own(shelf: Shelf) -> None:
    shelf.put(document("a", numbers={"solids": (40.0, 42.0)}))
    actions.changed("product", ["a"])
    actions.follow()
    shelf.put(document("b", numbers={"viscosity": (40.0, None), "solids": (None, None)}))
    actions.changed("product", ["b"])
    actions.follow()
    assert [row.key for row in find(Query(ranges={"viscosity": (41.0, 50.0)})).rows] == ["b"]
    assert [row.key for row in find(Query(ranges={"solids": (41.0, 50.0)})).rows] == ["a"]
    found = find(Query())
    assert (found.known, found.unknown) == ({"solids": 1, "viscosity": 1}, {"solids": 1, "viscosity": 1})


def test_a_search_needs_no_sql(shelf: Shelf, django_assert_num_queries: object) -> None:
    shelf.put(document("a"))
    actions.changed("product", ["a"])
    actions.follow()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert keys("a") == ["a"]


def test_readers_and_a_follower_do_not_disturb_each_other(shelf: Shelf) -> None:
    shelf.put(*(document(f"k{number}", "双组分 epoxy resin", facets={"form": ("liquid",)}) for number in range(50)))
    actions.changed("product", shelf.standing)
    actions.follow()
    done, wrong = threading.Event(), list[object]()

    def search() -> None:
        while not done.is_set():
            try:
                found = find(Query("环氧树脂"))
                if (found.total, found.facets) != (50, {"form": (("liquid", 50),)}):
                    wrong.append(found)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        actions.changed("product", [f"k{number}"])
        actions.follow()
    actions.rebuild()
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
