"""The import: what goes in, what is refused and why, what a second import does."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coatingcat.catalog.actions import import_catalogue
from coatingcat.catalog.actions.importing import Report, Unusable
from coatingcat.catalog.management.commands.catalog import SAMPLE
from coatingcat.catalog.models import (
    Document,
    Formulation,
    FormulationLine,
    Product,
    ProductPage,
    ProductSubstance,
    PropertyValue,
    Solution,
    Substance,
)
from coatingcat.catalog.words import REASONS, Fault
from coatingcat.search.models import Change
from tests.catalog.factories import COMPANY, SUBSTANCE, figure, formulation, line, product, write

pytestmark = pytest.mark.django_db


def faults_of(report: Report) -> list[tuple[str, int, str, str]]:
    return sorted((fault.file, fault.row, fault.field, fault.code) for fault in report.faults)


def refused(report: Report) -> set[str]:
    return {fault.code for fault in report.faults}


def test_sample_catalogue_goes_in_whole_and_only_verified_facts_are_in_it() -> None:
    report = import_catalogue(path=SAMPLE)
    assert report.faults == []
    assert {name: tally.rows for name, tally in report.files.items() if tally.refused or tally.held_back} == {}
    assert Product.objects.count() == 80
    assert set(Product.objects.values_list("status", flat=True)) == {"verified"}
    assert set(PropertyValue.objects.values_list("status", flat=True)) == {"verified"}
    assert not PropertyValue.objects.filter(source="").exists()
    assert Substance.objects.count() == 500
    assert dict(_by_status()) == {"verified": 10, "constructed": 26}
    assert ProductPage.objects.count() == 80


def _by_status() -> list[tuple[str, int]]:
    from django.db.models import Count

    return list(Formulation.objects.order_by().values_list("status").annotate(Count("pk")))


def test_second_import_of_the_same_files_changes_nothing_and_announces_nothing() -> None:
    import_catalogue(path=SAMPLE)
    versions = set(ProductPage.objects.values_list("pk", "version"))
    Change.objects.all().delete()
    again = import_catalogue(path=SAMPLE)
    assert (again.changed, again.pages, again.announced) == (0, 0, 0)
    assert set(ProductPage.objects.values_list("pk", "version")) == versions
    assert not Change.objects.exists()


def test_every_property_of_the_sample_is_known_to_the_registry_and_has_a_canonical_figure() -> None:
    import_catalogue(path=SAMPLE)
    assert list(PropertyValue.objects.filter(property="").values_list("label", flat=True)) == []
    without = PropertyValue.objects.exclude(form="text").filter(canonical_lo=None, canonical_hi=None)
    assert list(without) == []


def test_figure_is_kept_as_printed_and_in_the_canonical_unit(tmp_path: Path) -> None:
    poise = figure(property="Viscosity", value="35", value_min="", value_max="", unit="P", condition="25 °C, on solids")
    import_catalogue(path=write(tmp_path, products=[product()], product_properties=[poise]))
    value = PropertyValue.objects.get()
    assert (value.property, value.printed, value.unit) == ("viscosity", "35", "P")
    assert (value.canonical_lo, value.canonical_hi, value.canonical_unit) == (3500.0, 3500.0, "mPa·s")
    assert (value.basis, value.temperature, value.form) == ("on_solids", 25.0, "exact")


def test_dry_run_finds_everything_and_changes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, products=[product(), product("P2", category_code="nowhere")])
    report = import_catalogue(path=folder, dry_run=True)
    assert faults_of(report) == [("products.csv", 3, "category_code", "unknown_reference")]
    assert report.files["products.csv"].new == 1
    assert not Product.objects.exists()
    assert not Substance.objects.exists()
    assert not Change.objects.exists()


def test_bad_row_is_refused_and_the_rest_goes_in(tmp_path: Path) -> None:
    bad: list[dict[str, Any]] = [
        figure("R2", value_min="16.8", value_max="16.2"),
        figure("R3", value_min="", value_max="", value="sixteen"),
        figure("R4", unit="furlong"),
        figure("R5", value_min="", value_max="", value="1e300"),
        figure("R6", value_min="", value_max="", value="101"),
        figure("R7", product_id="P9"),
        figure("R1"),
        figure("R8", value_min="", value_max=""),
        figure("R9", kind="guess"),
        figure("R10", source="javascript:alert(1)"),
        figure("R11", source="https://user@evil.example/x"),
        figure("R12", source=""),
        figure("R 13"),
        figure("R14", qualifier="roughly"),
    ]
    report = import_catalogue(path=write(tmp_path, products=[product()], product_properties=[figure(), *bad]))
    assert faults_of(report) == [
        ("product_properties.csv", 3, "value_min", "min_over_max"),
        ("product_properties.csv", 4, "value", "not_a_number"),
        ("product_properties.csv", 5, "unit", "unit"),
        ("product_properties.csv", 6, "value", "absurd"),
        ("product_properties.csv", 7, "value", "absurd"),
        ("product_properties.csv", 8, "product_id", "unknown_reference"),
        ("product_properties.csv", 9, "property_id", "duplicate"),
        ("product_properties.csv", 10, "value", "no_value"),
        ("product_properties.csv", 11, "kind", "unknown_word"),
        ("product_properties.csv", 13, "source", "address"),
        ("product_properties.csv", 14, "source", "no_source"),
        ("product_properties.csv", 15, "property_id", "code"),
        ("product_properties.csv", 16, "qualifier", "unknown_word"),
    ]
    assert set(PropertyValue.objects.values_list("code", flat=True)) == {"R1", "R10"}
    assert Document.objects.filter(url__startswith="javascript").count() == 0


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"cas": "123-86-5"}, "cas", "cas"),
        ({"cas": ""}, "cas", "empty"),
        ({"ec": "204-658-2"}, "ec", "ec"),
        ({"clp_pictograms": "GHS10"}, "clp_pictograms", "unknown_word"),
        ({"clp_signal_word": "Achtung"}, "clp_signal_word", "unknown_word"),
        ({"boiling_point_c": "-400"}, "boiling_point_c", "absurd"),
        ({"density_g_per_ml": "dense"}, "density_g_per_ml", "not_a_number"),
        ({"voc_bp_le_250c": "yes"}, "voc_basis", "empty"),
    ],
)
def test_substance_with_a_wrong_cell_is_refused(tmp_path: Path, change: dict[str, str], field: str, code: str) -> None:
    report = import_catalogue(path=write(tmp_path, substances=[SUBSTANCE | change]))
    assert [(fault.field, fault.code) for fault in report.faults] == [(field, code)]
    assert not Substance.objects.exists()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda raw: raw.replace(b"Acmedur", b"Acme\x00dur"), "control"),
        (lambda raw: raw.replace(b"Acmedur", "异氰酸酯".encode("gbk")), "encoding"),
        (lambda raw: raw.replace(b"Acmedur P1", b"Acmedur, P1"), "cells"),
        (lambda raw: raw.replace(b"Acmedur P1", b"x" * 5000), "too_long"),
        (lambda raw: raw.replace(b"Acmedur P1", b'"' + b"x" * 200_000 + b'"'), "unreadable"),
    ],
)
def test_damaged_row_is_refused_by_name(tmp_path: Path, damage: Any, code: str) -> None:
    folder = write(tmp_path, products=[product("P0", trade_name="Good"), product()])
    path = folder / "products.csv"
    path.write_bytes(damage(path.read_bytes()))
    report = import_catalogue(path=folder)
    assert refused(report) == {code}
    assert list(Product.objects.values_list("code", flat=True)) == ["P0"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda raw: raw.decode().encode("utf-16"), "unreadable"),
        (lambda raw: raw.replace(b"trade_name", b"name"), "missing_column"),
        (lambda raw: raw.replace(b"chemistry", b"trade_name"), "doubled_column"),
        (lambda raw: b"", "unreadable"),
    ],
)
def test_unusable_file_stops_the_import_before_it_begins(tmp_path: Path, damage: Any, code: str) -> None:
    folder = write(tmp_path, products=[product()])
    path = folder / "products.csv"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Unusable) as refusal:
        import_catalogue(path=folder)
    assert refused(refusal.value.report) == {code}
    assert not Substance.objects.exists()


def test_byte_order_mark_of_utf8_is_forgiven(tmp_path: Path) -> None:
    folder = write(tmp_path, products=[product()])
    path = folder / "products.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert import_catalogue(path=folder).faults == []
    assert Product.objects.count() == 1


def test_missing_folder_and_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as nowhere:
        import_catalogue(path=tmp_path / "nowhere")
    assert refused(nowhere.value.report) == {"missing_folder"}
    with pytest.raises(Unusable) as empty:
        import_catalogue(path=tmp_path)
    assert refused(empty.value.report) == {"missing_file"}
    with pytest.raises(Unusable) as half:
        import_catalogue(path=write(tmp_path, formulations=[formulation()]))
    assert faults_of(half.value.report) == [("formulation_lines.csv", 0, "", "missing_file")]


def test_columns_nobody_knows_are_told_of(tmp_path: Path) -> None:
    report = import_catalogue(path=write(tmp_path, products=[product(colour="blue")]))
    assert report.ignored_columns == {"products.csv": ["colour"]}


def test_background_rows_are_held_back_with_all_that_hangs_on_them(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        products=[product(), product("P2", status="background", source="")],
        product_properties=[figure(), figure("R2", product_id="P2"), figure("R3", status="third_party")],
        formulations=[formulation()],
        formulation_lines=[line(product_id="P2")],
    )
    report = import_catalogue(path=folder)
    assert report.faults == []
    assert (report.files["products.csv"].held_back, report.files["product_properties.csv"].held_back) == (1, 2)
    assert list(PropertyValue.objects.values_list("code", flat=True)) == ["R1"]
    kept = FormulationLine.objects.get()
    assert (kept.ingredient, kept.product_id) == ("Hardener", None)


def test_background_rows_go_in_on_request_and_carry_their_status(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        products=[product(status="background", source="")],
        product_properties=[figure(status="third_party")],
    )
    report = import_catalogue(path=folder, background=True)
    assert report.faults == []
    assert Product.objects.get().status == "background"
    assert PropertyValue.objects.get().status == "third_party"
    assert ProductPage.objects.get().content["values"][0]["status"] == "third_party"


def test_only_what_changed_is_written_and_announced(tmp_path: Path) -> None:
    products = [product("P1"), product("P2"), product("P3")]
    values = [figure("R1"), figure("R2", product_id="P2"), figure("R3", product_id="P3")]
    import_catalogue(path=write(tmp_path, products=products, product_properties=values))
    Change.objects.all().delete()
    before = dict(ProductPage.objects.values_list("pk", "version"))
    values[1] = figure("R2", product_id="P2", value_max="16.7")
    report = import_catalogue(path=write(tmp_path, products=products, product_properties=values))
    assert report.files["product_properties.csv"].changed == 1
    assert list(Change.objects.values_list("kind", "key")) == [("product", "P2")]
    after = dict(ProductPage.objects.values_list("pk", "version"))
    assert after["P2"] > max(before.values())
    assert {**after, "P2": 0} == {**before, "P2": 0}


def test_figure_that_left_the_file_leaves_the_product(tmp_path: Path) -> None:
    both = [figure("R1"), figure("R2", property="Viscosity", unit="mPa·s")]
    import_catalogue(path=write(tmp_path, products=[product()], product_properties=both))
    report = import_catalogue(path=write(tmp_path, products=[product()], product_properties=both[:1]))
    assert report.files["product_properties.csv"].removed == 1
    assert list(PropertyValue.objects.values_list("code", flat=True)) == ["R1"]
    assert [value["property"] for value in ProductPage.objects.get().content["values"]] == ["nco_content"]


def test_refused_row_leaves_the_figure_that_was_there(tmp_path: Path) -> None:
    import_catalogue(path=write(tmp_path, products=[product()], product_properties=[figure()]))
    spoilt = figure(value_min="17", value_max="16")
    report = import_catalogue(path=write(tmp_path, products=[product()], product_properties=[spoilt]))
    assert refused(report) == {"min_over_max"}
    assert PropertyValue.objects.get().printed == "16.2–16.8"


def test_address_of_a_product_is_its_own_and_outlives_a_renaming(tmp_path: Path) -> None:
    twins = [product("P1", trade_name="Twin"), product("P2", trade_name="Twin")]
    import_catalogue(path=write(tmp_path, products=twins))
    assert set(Product.objects.values_list("slug", flat=True)) == {"twin-p1", "twin-p2"}
    import_catalogue(path=write(tmp_path, products=[product("P1", trade_name="Renamed")]))
    assert Product.objects.get(pk="P1").slug == "twin-p1"
    assert ProductPage.objects.get(pk="P1").name == "Renamed"


def test_recipe_with_a_refused_line_is_refused_as_a_whole(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        formulations=[formulation("F1"), formulation("F2"), formulation("F3")],
        formulation_lines=[
            line("F1", 1, "60"),
            line("F1", 2, "40"),
            line("F2", 1, "60"),
            line("F2", 2, "40") | {"weight_pct_of_part": "4O"},
        ],
    )
    report = import_catalogue(path=folder)
    assert faults_of(report) == [
        ("formulation_lines.csv", 5, "weight_pct_of_part", "not_a_number"),
        ("formulations.csv", 3, "", "parts_sum"),
        ("formulations.csv", 4, "", "no_lines"),
    ]
    assert list(Formulation.objects.values_list("code", flat=True)) == ["F1"]
    assert FormulationLine.objects.count() == 2
    assert [str(solution) for solution in Solution.objects.all()] == ["wood × solventborne"]


def test_changed_line_changes_the_recipe_and_the_pages_of_its_products(tmp_path: Path) -> None:
    def folder(percent: str) -> Path:
        rest = str(100 - int(percent))
        lines = [line(number=1, percent=percent, product_id="P1"), line(number=2, percent=rest, cas="123-86-4")]
        return write(tmp_path, products=[product()], formulations=[formulation()], formulation_lines=lines)

    import_catalogue(path=folder("60"))
    before = ProductPage.objects.get().version
    report = import_catalogue(path=folder("70"))
    assert report.files["formulations.csv"].changed == 1
    assert list(FormulationLine.objects.values_list("percent", flat=True)) == [70.0, 30.0]
    page = ProductPage.objects.get()
    assert page.version > before
    assert page.content["formulations"][0]["percent"] == 70


def test_tree_that_bites_its_tail_is_refused(tmp_path: Path) -> None:
    loop = [
        {"code": "a", "parent": "b", "name_en": "A"},
        {"code": "b", "parent": "a", "name_en": "B"},
        {"code": "c", "parent": "", "name_en": "C"},
    ]
    report = import_catalogue(path=write(tmp_path, segments=loop))
    assert faults_of(report) == [("segments.csv", 2, "parent", "loop"), ("segments.csv", 3, "parent", "loop")]


def test_substances_of_a_product_come_with_their_hazards(tmp_path: Path) -> None:
    named = {
        "product_id": "P1",
        "cas": "123-86-4",
        "role": "carrier",
        "source": "https://acme.example/",
        "status": "verified",
    }
    import_catalogue(path=write(tmp_path, products=[product()], product_substances=[named]))
    assert ProductSubstance.objects.get().role == "carrier"
    assert ProductPage.objects.get().content["substances"][0]["hazards"] == ["H226", "H336"]
    again = import_catalogue(path=write(tmp_path, products=[product()], product_substances=[named | {"role": "main"}]))
    assert again.files["product_substances.csv"].changed == 1
    assert ProductPage.objects.get().content["substances"][0]["role"] == "main"


def test_renamed_supplier_reaches_the_pages_of_its_products(tmp_path: Path) -> None:
    import_catalogue(path=write(tmp_path, products=[product()]))
    import_catalogue(path=write(tmp_path, products=[product()], companies=[COMPANY | {"name": "Acme & Sons"}]))
    assert ProductPage.objects.get().supplier_name == "Acme & Sons"


def test_documents_are_taken_and_derived_from_sources(tmp_path: Path) -> None:
    sheet = {
        "product_id": "P1",
        "kind": "sds",
        "url": "https://acme.example/sds.pdf",
        "status": "verified",
        "language": "en",
    }
    folder = write(tmp_path, products=[product()], product_properties=[figure()], documents=[sheet])
    assert import_catalogue(path=folder).faults == []
    found = set(Document.objects.values_list("kind", "host", "url"))
    assert found == {
        ("sds", "acme.example", "https://acme.example/sds.pdf"),
        ("page", "acme.example", "https://acme.example/sheet"),
    }
    assert import_catalogue(path=folder).changed == 0


def test_every_reason_has_both_languages_and_takes_its_value() -> None:
    for code in REASONS:
        fault = Fault("products.csv", 1, "field", code, "value\x00")
        for language in ("en", "zh-hans"):
            assert fault.reason(language)
            assert "\x00" not in fault.reason(language)
            assert fault.remedy(language)


def test_command_ends_with_1_for_refused_rows_and_2_if_nothing_can_be_taken(tmp_path: Path, capsys: Any) -> None:
    folder = write(tmp_path, products=[product(), product("P2", company_id="nobody")])
    with pytest.raises(CommandError) as some:
        call_command("catalog", "import", str(folder), "--report", str(tmp_path / "faults.csv"), "--language", "zh")
    assert some.value.returncode == 1
    assert "nobody" in (tmp_path / "faults.csv").read_text()
    with pytest.raises(CommandError) as nothing:
        call_command("catalog", "import", str(tmp_path / "nowhere"))
    assert nothing.value.returncode == 2
    call_command("catalog", "import", str(write(tmp_path / "good", products=[product()])), "--dry-run")
    assert "would be written" in capsys.readouterr().out
