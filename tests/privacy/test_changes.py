"""Which change of the declarations is material (VII.1, VII.2)."""

from dataclasses import replace

import pytest

from coatingcat.privacy.policy.changes import Change, changes, is_material
from coatingcat.privacy.policy.snapshot import CookieLine, Held, PurposeLine, RecipientLine, RoleLine, Snapshot
from coatingcat.privacy.words import Text

KEEP = Text("一天", "a day")
HELD = Held(
    label="members.Member.email",
    kind="EMAIL",
    purposes=("ACCOUNT",),
    since="SEALED",
    seconds=86400,
    then="DESTROY",
    article="PIPL 19",
    keep=KEEP,
    required_for="",
    optional=False,
    recipients=(),
    erase="destroy key",
    exported=True,
    control="members:email",
    fixed_because=None,
    protection="sealed",
    roles=("SUPPORT",),
)
PURPOSE = PurposeLine("ACCOUNT", Text("账号", "account"), "CONTRACT", Text("合同", "contract"), "PIPL 13", "I.1a", True)
RECIPIENT = RecipientLine("courier", Text("快递", "Courier"), Text("送货", "delivers"), "mail", "CN", ("ACCOUNT",))
COOKIE = CookieLine("cc", "ACCOUNT", 7, Text("记住", "remembers"), True)
ROLE = RoleLine("SUPPORT", Text("客服", "Support"), ("ACCOUNT",))
WHOLE = Snapshot((HELD,), (), (PURPOSE,), (ROLE,), (COOKIE,), (RECIPIENT,))


def between(part, before, after):
    """What `changes` says of one line, as (sort, aspect, material)."""
    old, new = (replace(WHOLE, **{part: (line,) if line else ()}) for line in (before, after))
    return [(c.sort, c.aspect, c.material) for c in changes(old, new)]


def test_nothing_changed():
    assert changes(WHOLE, WHOLE) == ()
    assert not is_material(())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"purposes": ("ACCOUNT", "NEWS")}, ("purposes", True)),
        ({"purposes": ()}, ("purposes", False)),
        ({"kind": "NAME"}, ("kind", True)),
        ({"seconds": 86401}, ("keeping time", True)),
        ({"seconds": 86399}, ("keeping time", False)),
        ({"since": "CANCELLATION"}, ("keeping time", True)),
        ({"then": "UNLINK"}, ("keeping time", True)),
        ({"recipients": ("courier",)}, ("recipients", True)),
        ({"required_for": "membership"}, ("required for", True)),
        ({"protection": "plain"}, ("protection", True)),
        ({"control": ""}, ("rights", True)),
        ({"control": "members:contact"}, ("rights", False)),
        ({"exported": False}, ("rights", True)),
        ({"article": "PIPL 20"}, ("wording", False)),
        ({"keep": Text("24 小时", "24 hours")}, ("wording", False)),
    ],
)
def test_a_value_changes(change, expected):
    assert between("held", HELD, replace(HELD, **change)) == [("changed", *expected)]


@pytest.mark.parametrize(
    ("line", "material"),
    [
        (replace(HELD, label="members.Member.second"), False),  # the same kind, for the same purposes
        (replace(HELD, label="members.Member.name", kind="NAME"), True),
        (replace(HELD, label="members.Member.second", purposes=("NEWS",)), True),
        (replace(HELD, label="members.Member.second", recipients=("courier",)), True),
    ],
)
def test_a_value_comes(line, material):
    new = replace(WHOLE, held=(HELD, line))
    assert changes(WHOLE, new) == (Change("value", line.label, "added", "kind", "", line.kind, material),)
    assert is_material(changes(WHOLE, new)) == material


@pytest.mark.parametrize(
    ("part", "line"),
    [("held", HELD), ("purposes", PURPOSE), ("recipients", RECIPIENT), ("cookies", COOKIE), ("roles", ROLE)],
)
def test_what_goes_is_never_material(part, line):
    assert [(sort, material) for sort, _, material in between(part, line, None)] == [("removed", False)]


@pytest.mark.parametrize(
    ("part", "before", "after", "material"),
    [
        ("purposes", None, PURPOSE, True),
        ("purposes", PURPOSE, replace(PURPOSE, text=Text("注册", "registering")), True),
        ("purposes", PURPOSE, replace(PURPOSE, basis="CONSENT"), True),
        ("purposes", PURPOSE, replace(PURPOSE, switchable=False), True),
        ("purposes", replace(PURPOSE, switchable=False), PURPOSE, False),
        ("purposes", PURPOSE, replace(PURPOSE, article="PIPL 14"), False),
        ("recipients", None, RECIPIENT, True),
        ("recipients", RECIPIENT, replace(RECIPIENT, country="SG"), True),
        ("recipients", RECIPIENT, replace(RECIPIENT, purposes=("ACCOUNT", "NEWS")), True),
        ("recipients", RECIPIENT, replace(RECIPIENT, contact="phone"), False),
        ("cookies", None, COOKIE, False),
        ("cookies", None, replace(COOKIE, essential=False), True),
        ("cookies", COOKIE, replace(COOKIE, days=8), True),
        ("cookies", COOKIE, replace(COOKIE, days=6), False),
        ("roles", ROLE, replace(ROLE, purposes=("ACCOUNT", "NEWS")), False),
    ],
)
def test_other_lines_change(part, before, after, material):
    assert [m for _, _, m in between(part, before, after)] == [material]
