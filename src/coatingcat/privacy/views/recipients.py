"""Who outside gets data: the list for everybody (F.20), and what went out, for the person it was about."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coatingcat.privacy.access import anyone, member_required, subject_of
from coatingcat.privacy.actions.delivering import public_key
from coatingcat.privacy.models import SharedPerson
from coatingcat.privacy.queries.recipients import Known, known_recipients
from coatingcat.privacy.queries.shares import shares_of
from coatingcat.privacy.queries.told import given_kinds, kinds_of, purposes_of
from coatingcat.privacy.words import Purpose


@anyone
@require_safe
def recipients(request: HttpRequest, number: int = 0) -> HttpResponse:
    """The third-party list: names, roles, purposes, kinds and form, country, contract (IV.1-2; PIPL 17, 23).

    `number` tells the letters apart that lead here: somebody is told once of each address.
    """
    lines = [line(known) for known in known_recipients()]
    return render(request, "privacy/recipients.html", {"lines": lines, "public_key": public_key().hex()})


def line(known: Known) -> dict[str, Any]:
    """What readers are told of a recipient."""
    return {"known": known, "given": given_kinds(known), "purposes": purposes_of(known), "bound": known.is_bound()}


@member_required
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Who received my data, recipient by recipient, latest first."""
    rows = sorted(shares_of(subject_of(request)), key=lambda row: row.share.recipient)
    known = {known.key: known for known in known_recipients()} if rows else {}
    groups = [_group(list(found), known) for _, found in groupby(rows, key=lambda row: row.share.recipient)]
    groups.sort(key=lambda group: group["rows"][0]["share"].at, reverse=True)
    return render(request, "privacy/received.html", {"groups": groups})


def _group(rows: list[SharedPerson], known: dict[str, Known]) -> dict[str, Any]:
    rows.sort(key=lambda row: row.share.at, reverse=True)
    latest = rows[0].share
    return {
        "key": latest.recipient,
        "known": known.get(latest.recipient),
        "name": latest.recipient_name,
        "rows": [
            {
                "share": row.share,
                "purpose": Purpose[row.share.purpose],
                "kinds": kinds_of(row.label_list),
                "deliveries": list(row.share.deliveries.all()),
            }
            for row in rows
        ],
    }
