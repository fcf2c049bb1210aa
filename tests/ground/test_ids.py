import re
import time
import uuid

from coatingcat.ground.ids import as_public_code, new_id, public_code


def test_a_new_id_is_a_uuid_of_version_7_of_this_moment() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= after


def test_ids_do_not_repeat() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_a_public_code_has_no_letter_that_is_misread_and_does_not_repeat() -> None:
    codes = {public_code("CC") for _ in range(2_000)}
    assert len(codes) == 2_000
    assert all(re.fullmatch(r"CC-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)


def test_a_code_read_out_is_understood() -> None:
    assert as_public_code("cc 7k3m9 qxd4t") == "CC-7K3M9-QXD4T"
    assert as_public_code("CC-OI3L9-QXD4T") == "CC-01319-QXD4T"
    assert as_public_code("nonsense") == "nonsense"
    code = public_code("RQ")
    assert as_public_code(code) == code
    assert as_public_code(code.lower().replace("-", "")) == code
