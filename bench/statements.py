"""How many SQL statements a page asks for, counted inside this process against the same database."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def counted(address: Callable[[int], str]) -> int:
    """Of the third page of its kind: what is made once in each process has been made by then."""
    client = Client(headers={"Accept-Language": "en"}, SERVER_NAME="127.0.0.1")
    count = 0
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(number))
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for {address(number)}")
        count = len(queries)
    return count
