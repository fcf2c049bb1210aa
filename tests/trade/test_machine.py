"""Cart, stock, order, delivery, change and return against a small reference model, in random orders of events."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.trade import machine

A_LIFE = 60
"""Steps of one example."""


@pytest.mark.django_db
def test_the_program_and_the_reference_agree_whatever_happens_in_which_order():
    wanted = int(os.environ.get("MACHINE_STEPS", "300"))
    options = settings(
        max_examples=10,
        stateful_step_count=A_LIFE,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a life of sixty steps in a database takes too long to be made shorter
    )
    while machine.STEPS["done"] < wanted:
        run_state_machine_as_test(machine.Trading, settings=options)
    if "MACHINE_STEPS" in os.environ:
        print(machine.report())
    assert machine.STEPS["differences"] == 0
