"""The name Django looks for in a backend."""

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg import Error
from psycopg.pq import ConnStatus


class DatabaseWrapper(PostgreSQL):
    """PostgreSQL without a statement before the first statement of every request.

    CONN_HEALTH_CHECKS asks `SELECT 1` of a kept connection: a fifth of what a product page costs. A server that
    stopped, fell or threw us out has closed the socket, and that can be seen from here.
    """

    def is_usable(self) -> bool:
        """Whether the connection still stands. Reads what came unasked, and the end of it where the server is gone."""
        if self.connection is None:
            return False
        server = self.connection.pgconn
        try:
            look = select.poll()
            look.register(server.socket, select.POLLIN)
            while server.status == ConnStatus.OK and look.poll(0):
                server.consume_input()
        except (Error, OSError):
            return False
        return bool(server.status == ConnStatus.OK)
