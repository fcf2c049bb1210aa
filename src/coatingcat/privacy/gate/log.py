"""Who opened whose data, for what: one statement when the purpose ends."""

from django.db import connection

from coatingcat.ground.clock import now
from coatingcat.privacy.gate.scopes import Scope


def write_down(scope: Scope) -> None:
    used = [(label, grant) for (label, _), grant in scope.grants.items() if grant.is_logged and grant.count]
    if not used:
        return
    actor = scope.actor
    with connection.cursor() as cursor:  # one statement, however many people a list shows
        cursor.execute(
            "INSERT INTO privacy_opening"
            " (at, request, actor, roles, purpose, reason, about, label, pseudonym, count)"
            " SELECT %s, %s, %s, %s, %s, %s, %s, * FROM unnest(%s::text[], %s::bytea[], %s::int[])",
            [
                now(),
                actor.reference[:40],
                actor.subject_id,
                " ".join(sorted(role.name.lower() for role in actor.roles)),
                scope.purposes[-1].name,
                scope.reason.name if scope.reason else "",
                scope.about[:40],
                [label for label, _ in used],
                [grant.key.pseudonym for _, grant in used],
                [grant.count for _, grant in used],
            ],
        )
