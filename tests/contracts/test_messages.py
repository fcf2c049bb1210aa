import pytest

from tools.messages import report, rooms


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_text_has_its_chinese(room):
    findings = report(room)
    assert {"missing": findings.missing, "unused": findings.unused, "broken": findings.broken} == {
        "missing": [],
        "unused": [],
        "broken": [],
    }
