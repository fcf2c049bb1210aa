"""What an officer freezes is frozen for everybody, at once, until it is let go (III.3d)."""

import pytest

from coatingcat.ground.access import Refused
from coatingcat.privacy.actions import new_subject
from coatingcat.privacy.actions.switches import turn_switch
from coatingcat.privacy.models import SwitchTurn
from coatingcat.privacy.queries.switches import frozen_switches, is_frozen, refuse_if_frozen
from coatingcat.privacy.words import Switch

pytestmark = pytest.mark.django_db


def test_nothing_is_frozen_by_itself():
    assert frozen_switches() == frozenset()
    assert [is_frozen(switch) for switch in Switch] == [False] * len(Switch)
    for switch in Switch:
        refuse_if_frozen(switch)


def test_a_frozen_switch_refuses_until_it_is_let_go():
    officer = new_subject("member").id
    assert turn_switch(switch=Switch.EXPORTS, freeze=True, by=officer)
    assert not turn_switch(switch=Switch.EXPORTS, freeze=True, by=officer)
    assert frozen_switches() == {Switch.EXPORTS}
    with pytest.raises(Refused) as refusal:
        refuse_if_frozen(Switch.EXPORTS)
    assert refusal.value.status == 422
    refuse_if_frozen(Switch.SHARES)
    assert turn_switch(switch=Switch.EXPORTS, freeze=False, by=officer)
    refuse_if_frozen(Switch.EXPORTS)
    assert list(SwitchTurn.objects.order_by("at", "id").values_list("is_frozen", flat=True)) == [True, False]
