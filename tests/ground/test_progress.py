import pytest

from coatingcat.ground.models import Progress
from coatingcat.ground.progress import progress


@pytest.mark.django_db
def test_work_that_ends_is_done() -> None:
    with progress("catalog.import", total=3) as report:
        for _ in range(3):
            report.advance()
    row = Progress.objects.get(pk=report.id)
    assert (row.name, row.done, row.total, row.state, row.percent) == ("catalog.import", 3, 3, "done", 100)


@pytest.mark.django_db
def test_work_that_raises_has_failed_and_how_far_it_came_is_kept() -> None:
    with pytest.raises(RuntimeError), progress("search.rebuild") as report:
        report.expect(10)
        report.advance(4)
        raise RuntimeError
    row = Progress.objects.get(pk=report.id)
    assert (row.done, row.total, row.state, row.percent) == (4, 10, "failed", 40)


@pytest.mark.django_db
def test_many_small_steps_are_few_writes(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(4), progress("catalog.import", total=1000) as report:
        for _ in range(1000):
            report.advance()


def test_percent_of_what_is_not_known_is_not_known() -> None:
    assert Progress(done=5, total=None).percent is None
    assert Progress(done=0, total=0).percent == 100
    assert Progress(done=9, total=3).percent == 100
