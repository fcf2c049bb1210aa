"""Processes that are killed while a version takes effect or everybody is told: run by test_killed_publication.

Arguments: what they do, and after how many statements of the database each kills itself, 0 for never. Says in a line of
JSON after each how things stand.
"""

import json
import os
import signal
import sys
from typing import Any

import django

django.setup()

import pytest  # noqa: E402
from django.db import connection  # noqa: E402

from coatingcat.outreach.actions import announcing  # noqa: E402
from coatingcat.outreach.models import Notice  # noqa: E402
from coatingcat.privacy.actions import policy  # noqa: E402
from coatingcat.privacy.models import PolicyMove, PolicyVersion  # noqa: E402
from coatingcat.privacy.policy import snapshot  # noqa: E402
from tests.privacy.policies import kept_shorter, ship  # noqa: E402


def act(what: str, last: int) -> None:
    count = 0

    def counting(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    announcing.STEP = 2
    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(counting):
        ship(patch, old=OLDER, new=NEWER)
        if what == "adopt":
            policy.adopt_shipped()
        elif what == "effect":
            policy.take_effect()
        else:
            announcing.tell_everybody(letter="policy_notice", path="privacy/")


def how_it_stands() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'outreach.policy_in_force'")
        jobs = cursor.fetchone()[0]
    states = dict(PolicyVersion.objects.values_list("name", "state"))
    return {"states": states, "moves": PolicyMove.objects.count(), "jobs": jobs, "notices": Notice.objects.count()}


OLDER, NEWER = kept_shorter("members.Code.address"), snapshot()
for point in map(int, sys.argv[2:]):
    connection.close()  # each child opens its own
    child = os.fork()
    if not child:
        act(sys.argv[1], point)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(json.dumps(how_it_stands() | {"killed": os.WIFSIGNALED(status), "code": status}), flush=True)
