"""A company's list of approved materials: codes, files in and out, history (issue A)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from coatingcat.members.models import Position
from coatingcat.members.words import CompanyRole
from coatingcat.trade.actions.materials import change_material, drop_material, list_material, take_in_materials
from coatingcat.trade.models import Material, MaterialChange
from coatingcat.trade.queries.materials import materials_of, offer_by_internal_code, offers_by_internal_codes
from coatingcat.trade.refusals import AlreadyListed, RightMissing
from coatingcat.trade.rules.materials import COLUMNS, MaterialRow, read_materials, written
from coatingcat.trade.words import MaterialStatus
from tests.trade import factories as make
from tests.trade import firms
from tests.trade.conftest import browser

_CELLS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(lambda t: t == t.strip())
_ROWS = st.builds(MaterialRow, _CELLS, st.just(""), _CELLS, _CELLS, st.sampled_from(MaterialStatus), _CELLS)


@given(st.lists(_ROWS, min_size=1, max_size=8, unique_by=lambda r: (r.code, r.grade, r.supplier)))
def test_what_is_taken_out_comes_in_again_as_it_was(rows):
    cells = [(r.code, r.product, r.grade, r.supplier, r.status.name, r.notes) for r in rows]
    text = written(cells)
    assert read_materials(text, product_of=lambda named: None).rows == tuple(rows)
    for line in text.split("\r\n")[1:]:
        assert line[:1] not in ("=", "+", "-", "@")  # nothing that a spreadsheet would calculate


def test_every_row_that_is_wrong_is_named():
    text = "\n".join(
        [
            ",".join(COLUMNS),
            "1,P1,,,approved,",
            ",P1,,,APPROVED,",
            "2,,,,APPROVED,",
            "3,P9,,,APPROVED,",
            "4,P1,,,perhaps,",
            "1,P1,,,PREFERRED,",
            f"{'5' * 41},P1,,,APPROVED,",
            "6,,Epoxy,Acme,优选,",
        ]
    )
    read = read_materials(text, product_of=lambda named: named if named == "P1" else None)
    assert [(row.code, row.status) for row in read.rows] == [
        ("1", MaterialStatus.APPROVED),
        ("6", MaterialStatus.PREFERRED),
    ]
    assert [(fault.row, fault.why) for fault in read.faults] == [
        (3, "code"), (4, "ware"), (5, "product"), (6, "status"), (7, "again"), (8, "long"),
    ]  # fmt: skip
    for whole, why in (
        ("", "columns"),
        ("code,grade\n1,x", "columns"),
        ("code,grade,status\n", "empty"),
        ('code,"', "unreadable"),
    ):
        assert [fault.why for fault in read_materials(whole, product_of=str).faults] == [why]


pytestmark = pytest.mark.django_db


def row(code: str = "4711", product: str = "", status: MaterialStatus = MaterialStatus.APPROVED, grade: str = "Epoxy"):
    return MaterialRow(code, product, "" if product else grade, "", status, "")


def keeper(company=None) -> Position:
    company = company or firms.firm("House")
    return Position.objects.get(member=firms.join(company, CompanyRole.FORMULATOR))


def test_every_change_is_written_down_and_stays():
    by = keeper()
    made = list_material(by=by, row=row())
    with pytest.raises(AlreadyListed):
        list_material(by=by, row=row())
    for _ in range(2):
        change_material(by=by, material=made, status=MaterialStatus.PREFERRED, notes="best")
    drop_material(by=by, material=made)
    told = MaterialChange.objects.values_list("status", "notes", "by_id")
    assert list(told) == [("APPROVED", "", by.member_id), ("PREFERRED", "best", by.member_id), ("", "", by.member_id)]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MaterialChange.objects.update(status="APPROVED")


def test_who_looks_on_changes_nothing():
    by = Position.objects.get(member=firms.join(firms.firm("House"), CompanyRole.VIEWER))
    with pytest.raises(RightMissing):
        list_material(by=by, row=row())
    with pytest.raises(RightMissing):
        take_in_materials(by=by, rows=[row()])
    assert Material.objects.count() == 0


def test_the_same_file_again_changes_nothing():
    by, rows = keeper(), [row("1"), row("2", grade="Other")]
    assert take_in_materials(by=by, rows=rows) == (2, 0)
    assert take_in_materials(by=by, rows=rows) == (0, 0)
    assert take_in_materials(by=by, rows=[row("1", status=MaterialStatus.NOT_APPROVED)]) == (0, 1)
    assert MaterialChange.objects.count() == 3


def test_a_code_of_ones_own_finds_what_is_preferred_and_never_what_was_refused():
    by = keeper()
    good, better, refused = make.offer(), make.offer(), make.offer()
    small = make.offer(product=better.product, pack_size=1)
    for offer, status in ((good, "APPROVED"), (better, "PREFERRED"), (refused, "NOT_APPROVED")):
        list_material(by=by, row=row(product=offer.product_id, status=MaterialStatus[status]))
    list_material(by=by, row=row("9", product=refused.product_id, status=MaterialStatus.NOT_APPROVED))
    list_material(by=by, row=row("8", grade="Nobody offers it"))
    assert offer_by_internal_code(by.company, "4711") == small
    assert offers_by_internal_codes(by.company, ["4711", "9", "8"]) == {"4711": [small, better]}
    assert offer_by_internal_code(firms.firm("Other"), "4711") is None


def test_a_list_costs_the_same_for_one_and_three(django_assert_num_queries):
    by = keeper()
    take_in_materials(by=by, rows=[row("1")])
    for rows in ([row("1")], [row("2"), row("3")]):
        take_in_materials(by=by, rows=rows)
        with django_assert_num_queries(1):
            found, has_more = materials_of(by.company_id)
            assert [str(one.product) for one in found] == ["None"] * len(found)
    assert has_more is False


def test_the_pages_from_a_file_to_the_product():
    company = firms.firm("House")
    known = make.product("Resin")
    browse = browser(firms.join(company, CompanyRole.FORMULATOR))
    text = f"code,product,status,notes\n4711,{known.slug},APPROVED,=1+1\n4712,nothing,APPROVED,\n"
    looked = browse.post("/me/company/materials/import/", {"file": SimpleUploadedFile("list.csv", text.encode())})
    shown = looked.content.decode()
    assert (looked.status_code, "1 row can be taken in" in shown, "Line 3:" in shown) == (200, True, True)
    assert Material.objects.count() == 0  # a look keeps nothing
    assert browse.post("/me/company/materials/import/", {"text": text, "take": "1"}).status_code == 302
    made = Material.objects.get()
    assert (made.code, made.product_id, made.as_status) == ("4711", known.pk, MaterialStatus.APPROVED)
    assert "4711" in browse.get("/me/company/materials/", {"q": "resin", "status": "APPROVED"}).content.decode()
    assert "4711" not in browse.get("/me/company/materials/", {"q": "resin", "status": "PREFERRED"}).content.decode()
    taken = browse.get("/me/company/materials/export/").content.decode("utf-8-sig")
    assert taken.splitlines()[1] == f"4711,{known.pk},,,APPROVED,'=1+1"
    bad = browse.post("/me/company/materials/import/", {"file": SimpleUploadedFile("list.csv", b"\xff\xfe\x00")})
    assert bad.status_code == 422
    for who in (browser(firms.owner_of(firms.firm("Other"))), browser(firms.worker())):
        assert who.get(f"/me/company/materials/{made.pk}/").status_code == 404
        assert "4711" not in who.get("/me/company/materials/").content.decode()
