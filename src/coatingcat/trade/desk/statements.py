"""A bank statement at a counter: looked through first, written down by a second step. The file itself is not kept."""

import base64
import zlib
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from coatingcat.trade.access import at_counter
from coatingcat.trade.actions.statements import Found, Matched, match_statement, write_down_statement
from coatingcat.trade.desk.billing import seller_id_at
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.forms.billing import StatementForm
from coatingcat.trade.queries.scopes import orders_at
from coatingcat.trade.rules.statement import MOST_BYTES, UnreadableStatement, read_statement

_SALT = "trade.statement"
_HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST with a file: the report of a dry run. POST of the report: the matched lines are written down."""
    seller_id = seller_id_at(request)
    if request.method != "POST":
        return counter_page(request, "trade/desk_statement.html", {"form": StatementForm()})
    if "seen" in request.POST:
        return _write_down(request, str(seller_id))
    form = StatementForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read() if file.size <= MOST_BYTES else b""
        try:
            matched = _matched(request, content, str(seller_id)) if content else None
            if matched is not None:
                return _report(request, matched, content, seller_id)
            form.add_error("file", gettext("At most 2 MB."))
        except UnreadableStatement as error:
            form.add_error("file", _why(error))
    return counter_page(request, "trade/desk_statement.html", {"form": form}, status=422)


def _matched(request: HttpRequest, content: bytes, whose: str) -> list[Matched]:
    orders = orders_at(at_counter(request))
    seller = at_counter(request).seller
    return match_statement(read_statement(content), orders.filter(seller=seller), whose=whose)


def _report(request: HttpRequest, matched: list[Matched], content: bytes, seller_id: Any) -> HttpResponse:
    """The report carries the statement itself, packed and signed, so that nothing of it has to be kept."""
    packed = base64.b85encode(zlib.compress(content, 9)).decode()
    context = {
        "form": StatementForm(),
        "matched": matched,
        "count": sum(one.found is Found.MATCHED for one in matched),
        "seen": signing.dumps([str(seller_id), packed], salt=_SALT),
    }
    return counter_page(request, "trade/desk_statement.html", context)


def _write_down(request: HttpRequest, whose: str) -> HttpResponse:
    prefix, by = at_counter(request).prefix, at_counter(request).actor.subject_id
    try:
        sent_by, packed = signing.loads(request.POST["seen"], salt=_SALT, max_age=_HOUR)
        content = zlib.decompress(base64.b85decode(packed))
    except (signing.BadSignature, ValueError, TypeError, zlib.error):
        sent_by, content = None, b""
    if sent_by != whose or by is None:
        form = StatementForm({})
        form.add_error(None, gettext("This report is no longer good. Look through the statement again."))
        return counter_page(request, "trade/desk_statement.html", {"form": form}, status=422)
    count = write_down_statement(_matched(request, content, whose), by=by, whose=whose)
    said = ngettext("%(count)d payment was written down.", "%(count)d payments were written down.", count)
    messages.success(request, said % {"count": count})
    return redirect(f"trade:{prefix}_statement")


def _why(error: UnreadableStatement) -> str:
    return {
        "size": gettext("At most 2 MB."),
        "text": gettext("This is no text in UTF-8 or GB 18030."),
        "columns": gettext("The first line must name the columns date, amount and reference (日期, 金额, 附言)."),
        "lines": gettext("At most 5,000 lines."),
    }[error.why]
