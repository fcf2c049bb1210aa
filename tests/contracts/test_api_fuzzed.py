"""Thousands of requests made from the description of the API: nothing fails, and every answer is one it promises.

The same requests each time, as the tests of a change should be; `FUZZ_CASES=20000 FUZZ_SEED=7 python -m pytest
tests/contracts/test_api_fuzzed.py` looks longer and elsewhere.
"""

import itertools
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from coatingcat.members.machines import callers
from tests.contracts.stage import Stage, undone
from tests.members.machines import key_for

CASES = int(os.environ.get("FUZZ_CASES", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", "0"))
CALLERS = ("supplier", "agent", "other company", "full member")
NOT_ASKED = {
    "positive_data_acceptance": "what fits its shape may still name an order that there is not",
    "use_after_free": "nothing is ever there again after it was taken away; each request here is taken back",
    "ensure_resource_availability": "likewise",
}


@pytest.fixture(scope="module")
def schema(standing_stage: Stage) -> Iterator[Any]:
    """The description, served by the program itself, in this thread and inside the transaction of the stage."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_nothing_fails_and_every_answer_is_as_described(stage: Stage, schema: Any, monkeypatch: pytest.MonkeyPatch):
    for name in ("PER_MINUTE", "WRONG_PER_MINUTE"):
        monkeypatch.setattr(callers, name, 10**6)
    tokens = itertools.cycle([key_for(stage.people[who]) for who in CALLERS])
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in NOT_ASKED]
    operations = [found.ok() for found in schema.get_all_operations()]
    each, told, statuses = -(-CASES // (2 * len(operations))), {}, {}

    def look(case: Any) -> None:
        with undone():
            response = case.call(headers={"Authorization": f"Bearer {next(tokens)}"})
        statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
        try:
            case.validate_response(response, checks=checks, headers={"Authorization": "Bearer x"})
        except BaseExceptionGroup as group:
            for fault in group.exceptions:
                told.setdefault(f"{case.method} {case.path}: {fault}"[:600], case.as_curl_command())

    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            strategy = operation.as_strategy(generation_mode=mode)
            run = given(case=strategy)(look)
            run = settings(
                max_examples=each, database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )(run)  # fmt: skip
            seed(SEED)(run)()
    assert told == {}, "\n\n".join(f"{fault}\n{call}" for fault, call in told.items())
    assert sum(statuses.values()) >= CASES * 0.9
    assert {200, 404, 422} <= set(statuses)
    assert [status for status in statuses if status >= 500] == []
