from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coatingcat.search.index import reader as readers
from coatingcat.search.queries import find, suggest
from coatingcat.search.rules import numbers
from coatingcat.search.words import Document, Found, NumberRange, Query, Row
from tests.search import synthetic
from tests.search.conftest import document, empty_folder, index

KINDS = ("formulation", "product", "substance")
MADE_UP = list(synthetic.documents(400, kinds=KINDS))
KNOWN = [
    document(
        "n3300", "Desmodur N 3300", title_zh="德士模都 N 3300 固化剂", body_en="HDI trimer hardener for 2K coatings",
        body_zh="脂肪族多异氰酸酯", codes=("Desmodur N 3300", "28182-81-2"),
    ),
    document("r706", "Ti-Pure R-706", title_zh="钛白粉 R-706", codes=("Ti-Pure R-706", "13463-67-7", "236-675-5")),
    document("tr92", "TIOXIDE TR92", body_en="Rutile titanium dioxide pigment", codes=("TIOXIDE TR92",)),
    document("ancamine", "Ancamine 2519", body_en="Modified cycloaliphatic amine epoxy curing agent", codes=("Ancamine 2519",)),
    document("byk163", "DISPERBYK-163", title_zh="润湿分散剂", codes=("DISPERBYK-163",)),
    document("bpa", "bisphenol A", title_zh="双酚A", kind="substance"),
    document("bpf", "bisphenol F", title_zh="双酚F", kind="substance"),
    document("mibk", "methyl isobutyl ketone", title_zh="甲基异丁基酮", kind="substance", codes=("108-10-1", "203-550-1")),
    document("wood", "Clear wood topcoat", title_zh="双组分水性聚氨酯木器清漆", kind="formulation"),
]  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Iterator[None]:
    with empty_folder() as folder:
        index(folder, KNOWN)
        yield


@pytest.fixture(scope="module")
def made_up() -> Iterator[None]:
    with empty_folder() as folder:
        index(folder, MADE_UP)
        yield


def keys(found: Found) -> set[str]:
    assert found.total == len(found.rows)
    return {row.key for row in found.rows}


class TestWords:
    @pytest.fixture(autouse=True)
    def _index(self, known: None) -> None: ...

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("固化剂", {"n3300", "ancamine"}),
            ("hardener", {"n3300", "ancamine"}),
            ("Curing Agents", {"n3300", "ancamine"}),
            ("环氧固化剂", {"ancamine"}),
            ("钛白粉", {"r706", "tr92"}),
            ("titanium dioxide", {"r706", "tr92"}),
            ("TiO2", {"r706", "tr92"}),
            ("二氧化钛", {"r706", "tr92"}),
            ("MIBK", {"mibk"}),
            ("甲基异丁基酮", {"mibk"}),
            ("waterborne polyurethane", {"wood"}),
            ("2k 水性", {"wood"}),
            ("dispersant", {"byk163"}),
            ("双酚A", {"bpa"}),
            ("bisphenol A", {"bpa"}),
            ("多异氰酸酯", {"n3300"}),
            ("异氰酸酯", {"n3300"}),
        ],
    )
    def test_both_languages_find_what_either_says(self, typed: str, expected: set[str]) -> None:
        found = find(Query(typed))
        assert (keys(found), found.how) == (expected, "all")

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("28182-81-2", {"n3300"}),
            ("CAS 108-10-1", {"mibk"}),
            ("108–10–1", {"mibk"}),
            ("236-675-5", {"r706"}),
            ("N3300", {"n3300"}),
            ("desmodurn3300", {"n3300"}),
            ("desmodur n 3300", {"n3300"}),
            ("disperbyk163", {"byk163"}),
            ("Ｒ－706", {"r706"}),
        ],
    )
    def test_codes(self, typed: str, expected: set[str]) -> None:
        if typed.startswith("CAS"):
            assert next(iter(find(Query(typed)).rows)).key in expected
        else:
            assert keys(find(Query(typed))) == expected

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("desmo", {"n3300"}),
            ("anca", {"ancamine"}),
            ("taibaifen", {"r706"}),
            ("guhuaji", {"n3300"}),
            ("tbf", {"r706"}),
        ],
    )
    def test_beginnings_and_pinyin(self, typed: str, expected: set[str]) -> None:
        found = find(Query(typed))
        assert (keys(found), found.how) == (expected, "prefix")

    @pytest.mark.parametrize(
        ("typed", "suggestion", "expected"),
        [
            ("desmdour", "desmodur", {"n3300"}),
            ("titanuim dioxide", "titanium dioxide", {"r706", "tr92"}),
            ("hardner", "hardener", {"n3300", "ancamine"}),
            ("tioxode", "tioxide", {"tr92"}),
            ("Ancmaine 2519", "ancamine 2519", {"ancamine"}),
        ],
    )
    def test_typing_errors(self, typed: str, suggestion: str, expected: set[str]) -> None:
        found = find(Query(typed))
        assert (keys(found), found.how, found.suggestion) == (expected, "similar", suggestion)

    def test_short_words_and_numbers_are_not_corrected(self) -> None:
        assert find(Query("hdj")).total == 0
        assert find(Query("3301")).total == 0

    def test_some_words_are_better_than_nothing(self) -> None:
        found = find(Query("amine epoxy hardener for bridges"))
        assert (keys(found), found.how) == ({"ancamine"}, "some")

    def test_nothing_is_found_of_nonsense(self) -> None:
        assert find(Query("qqqqqqqqqq zzzzzzzzzz")) == Found(
            0, (), kinds={}, facets={}, histograms={}, known={}, unknown={}
        )

    def test_a_choice_that_leaves_nothing_is_no_typing_error(self) -> None:
        found = find(Query("hardener", kinds={"substance"}))
        assert (found.total, found.how, found.kinds) == (0, "all", {"product": 2})

    def test_a_title_outweighs_a_text(self) -> None:
        assert find(Query("固化剂")).rows[0].key == "n3300"

    def test_a_row_carries_what_is_shown(self) -> None:
        assert find(Query("R-706")).rows == (
            Row("product", "r706", "/products/r706/", "Ti-Pure R-706", "钛白粉 R-706", {}),
        )
        row = find(Query("R-706")).rows[0]
        assert (row.title("zh-hans"), row.title("en")) == ("钛白粉 R-706", "Ti-Pure R-706")

    @pytest.mark.parametrize(
        ("typed", "first"),
        [("des", "Desmodur N 3300"), ("n33", "Desmodur N 3300"), ("ti-p", "Ti-Pure R-706"), ("tio", "TIOXIDE TR92"),
         ("108-1", "methyl isobutyl ketone"), ("clear w", "Clear wood topcoat"), ("tbf", "Ti-Pure R-706"), ("钛", "Ti-Pure R-706")],
    )  # fmt: skip
    def test_suggestions(self, typed: str, first: str) -> None:
        assert suggest(typed)[0].text == first

    def test_suggestions_speak_the_language_asked_for(self) -> None:
        assert [said.text for said in suggest("taibai", language="zh")] == ["钛白粉 R-706"]

    def test_suggestions_of_nothing(self) -> None:
        assert (suggest(""), suggest("  ("), suggest("qqqq")) == ((), (), ())


HOSTILE = st.text(st.characters(exclude_categories=()), max_size=80) | st.text(
    st.sampled_from("\"'()[]{}:*?~^+-!\\/&|<> \x00\x01§^aN固化剂TO:\ud800\udfff\u202e\u200f"), max_size=80
)


class TestHostile:
    @pytest.fixture(autouse=True)
    def _index(self, known: None) -> None: ...

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(HOSTILE)
    @example("\x00")
    @example("\ud800")
    @example("a" * 1_000_000)
    @example("固" * 1_000_000)
    @example("title:* AND [x TO y] \\")
    @example("שלום \u202e مرحبا")
    @example("§sdefoamer")
    def test_no_text_raises(self, text: str) -> None:
        assert find(Query(text)).total >= 0
        assert len(suggest(text)) <= 8

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(HOSTILE, HOSTILE, st.floats(), st.floats(), st.integers(), st.integers())
    def test_no_choice_raises(self, name: str, value: str, low: float, high: float, page: int, per_page: int) -> None:
        chosen = Query(
            "amine", kinds={value}, facets={name: [value]}, ranges={name: (low, high)}, page=page, per_page=per_page,
            count=(name,), histograms=(name,),
        )  # fmt: skip
        assert find(chosen).total == 0

    def test_a_concept_cannot_be_asked_for_by_its_token(self) -> None:
        assert keys(find(Query("§ghardener"))) == keys(find(Query("ghardener")))


def matching(chosen: Query, *, but: str = "") -> list[Document]:
    """The definition: what a filter means, document by document."""

    def kept(found: Document) -> bool:
        if but != "kind" and chosen.kinds and found.kind not in chosen.kinds:
            return False
        for name, values in chosen.facets.items():
            if name != but and list(values) and not set(values) & set(found.facets.get(name, ())):
                return False
        for name, (low, high, or_unknown) in chosen.ranges.items():
            if name == but:
                continue
            if name not in found.numbers:
                if not or_unknown:
                    return False
            elif not numbers.meet(*found.numbers[name], low, high):
                return False
        return True

    return [found for found in MADE_UP if kept(found)]


def counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values))


FACET = st.sampled_from(["chemistry", "function", "region", "form", "segment"])
VALUES = {
    "chemistry": list(synthetic.CHEMISTRY), "function": list(synthetic.FUNCTION), "region": list(synthetic.REGION),
    "form": list(synthetic.FORM), "segment": list(synthetic.SEGMENT),
}  # fmt: skip
FACETS = st.lists(FACET, max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: st.lists(st.sampled_from(VALUES[name]), max_size=3) for name in names})
)
BOUND = st.none() | st.floats(0, 300).map(lambda value: round(value, 1))
RANGES = st.dictionaries(
    st.sampled_from(["viscosity", "density", "solids", "flash_point"]),
    st.builds(NumberRange, BOUND, BOUND, st.booleans()).filter(lambda ends: ends[:2] != (None, None)),
    max_size=2,
)


class TestChoices:
    @pytest.fixture(autouse=True)
    def _index(self, made_up: None) -> None: ...

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
    @given(FACETS, RANGES, st.sets(st.sampled_from(KINDS), max_size=2))
    def test_counts_are_those_of_the_definition(
        self, facets: dict[str, list[str]], ranges: dict[str, NumberRange], kinds: set[str]
    ) -> None:
        chosen = Query(facets=facets, ranges=ranges, kinds=kinds, per_page=100, facet_size=1000)
        found, expected = find(chosen), matching(chosen)
        assert found.total == len(expected)
        assert {row.key for row in found.rows} <= {one.key for one in expected}
        assert found.kinds == counted(one.kind for one in matching(chosen, but="kind"))
        for name in VALUES:
            hits = matching(chosen, but=name)
            assert dict(found.facets[name]) == counted(value for one in hits for value in one.facets.get(name, ()))
        for name in ("viscosity", "density", "solids", "flash_point"):
            hits = matching(chosen, but=name)
            known = sum(name in one.numbers for one in hits)
            assert (found.known.get(name, 0), found.unknown[name]) == (known, len(hits) - known)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
    @given(FACETS, RANGES)
    def test_bars_are_those_of_the_definition(
        self, facets: dict[str, list[str]], ranges: dict[str, NumberRange]
    ) -> None:
        chosen = Query(facets=facets, ranges=ranges, histograms=("viscosity", "solids"))
        found = find(chosen)
        assert set(found.histograms) == set(found.unknown) == {"viscosity", "solids", *ranges}
        for name, bars in found.histograms.items():
            intervals = [one.numbers[name] for one in matching(chosen, but=name) if name in one.numbers]
            hits = len(matching(chosen, but=name))
            assert (found.known.get(name, 0), found.unknown[name]) == (len(intervals), hits - len(intervals))
            ends = [float("-inf"), *(bar.low for bar in bars[1:]), float("inf")]
            assert [bar.hits for bar in bars] == [
                sum((low is None or low < right) and (high is None or high >= left) for low, high in intervals)
                for left, right in pairwise(ends)
            ]

    def test_the_same_holds_with_words(self) -> None:
        chosen = Query("epoxy", facets={"form": ["liquid", "paste"]}, ranges={"solids": NumberRange(40.0, 60.0)})
        said = {one.key for one in MADE_UP if "epoxy" in one.body_en}
        found = find(chosen)
        assert found.total == sum(one.key in said for one in matching(chosen))
        forms = counted(one.facets["form"][0] for one in matching(chosen, but="form") if one.key in said)
        assert dict(found.facets["form"]) == forms

    def test_pages_follow_each_other_in_order_of_name(self) -> None:
        pages = [find(Query(sort="name", page=page, per_page=100)).rows for page in (1, 2, 3, 4, 5)]
        names = [row.title_en.lower() for page in pages for row in page]
        assert [len(page) for page in pages] == [100, 100, 100, 100, 0]
        assert names == sorted(names)

    def test_a_chosen_value_is_counted_however_rare(self) -> None:
        rare = find(Query(facet_size=1000)).facets["supplier"][-1]
        shown = find(Query(facets={"supplier": [rare[0]]}, facet_size=3)).facets["supplier"]
        assert (len(shown), shown[-1]) == (4, rare)

    def test_a_facet_is_counted_only_if_asked_for(self) -> None:
        assert set(find(Query(count=("form",))).facets) == {"form"}

    def test_unknown_names_match_nothing_and_are_not_drawn(self) -> None:
        assert find(Query(facets={"colour": ["red"]})).total == 0
        assert find(Query(ranges={"mass": NumberRange(1.0, None)})).total == 0
        assert find(Query(ranges={"mass": NumberRange(1.0, None, or_unknown=True)})).total == len(MADE_UP)
        assert find(Query(histograms=("mass",))).histograms == {}

    def test_an_answer_without_text_is_worked_out_once(self) -> None:
        assert find(Query(facets={"form": ["paste", "liquid"]})) is find(Query(facets={"form": ("liquid", "paste")}))

    def test_no_text_is_kept(self) -> None:
        find(Query("Unmistakable-Needle epoxy", facets={"form": ["liquid"]}))
        suggest("Unmistakable-Needle")
        assert "needle" not in repr(readers.reader()._memory).lower()


def test_chinese_names_are_in_order_of_sound() -> None:
    with empty_folder() as folder:
        index(
            folder,
            [document("b", title_zh="钛白粉"), document("a", title_zh="环氧树脂"), document("c", title_zh="颜料")],
        )
        assert [row.key for row in find(Query(language="zh")).rows] == ["a", "b", "c"]


def test_an_empty_index_answers() -> None:
    with empty_folder() as folder:
        index(folder, [])
        assert find(Query("epoxy")) == find(Query()) == Found(0, (), {}, {}, {}, {}, {})
        assert suggest("e") == ()
