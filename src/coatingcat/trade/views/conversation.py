"""What buyer and seller write to each other about an order, on the buyer's side."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coatingcat.members.access import member_of, member_required
from coatingcat.privacy.downloads import as_download
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import may_write_about
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.forms.conversation import OrderMessageForm
from coatingcat.trade.queries.inquiries import file_about_order
from coatingcat.trade.views.inquiries import keep_to
from coatingcat.trade.views.orders import order_page
from coatingcat.trade.views.sight import acted_on, seen
from coatingcat.trade.words import Side


@member_required
@never_cache
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def order_told(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The order, on the way a letter names: `number` is the day of what was written."""
    return order_page(request, seen(request, code))


@member_required
@never_cache
@require_POST
@for_purpose(Purpose.ORDER_FULFILMENT)
def order_messages(request: HttpRequest, code: str) -> HttpResponse:
    """Write to whoever executes the order."""
    found, form = acted_on(request, code), OrderMessageForm(request.POST, request.FILES)
    if not may_write_about(member_of(request).pk, found):
        raise Http404
    if not form.is_valid():
        return order_page(request, found, writing=form, status=422)
    keep_to(request)
    write_message(about=found, side=Side.BUYER, by=member_of(request).pk, **form.cleaned_data)
    messages.success(request, gettext("Your message is with the other side."))
    return redirect("trade:order", code=code)


@member_required
@never_cache
@require_safe
@for_purpose(Purpose.ORDER_FULFILMENT)
def order_file(request: HttpRequest, code: str, message_id: UUID) -> HttpResponse:
    """A file of the conversation."""
    return as_download(file_about_order(seen(request, code).pk, message_id))
