"""The name Django looks for in a backend."""

import select
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import Error
from psycopg.pq import ConnStatus


class Operations(DatabaseOperations):
    """Knows for tests and measurements what a prepared cursor was asked as well."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        if isinstance(getattr(cursor, "cursor", cursor), ServerBindingCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(PostgreSQL):
    """PostgreSQL without a statement before the first statement of every request, and with statements planned once.

    CONN_HEALTH_CHECKS asks `SELECT 1` of a kept connection: a fifth of what a product page costs. A server that
    stopped, fell or threw us out has closed the socket, and that can be seen from here.
    """

    ops_class = Operations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepare_threshold = 0  # for `prepared_cursor` alone: Django's own cursors prepare nothing
        return connection

    def prepared_cursor(self) -> Any:
        """A cursor whose statements the server reads and plans once for each connection, and then only runs.

        For the few statements that run on every page: planning costs the server more than running them. Values
        go beside the statement, so it must say by itself of what type they are.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(ServerBindingCursor(self.connection))  # type: ignore[attr-defined, call-arg]

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
