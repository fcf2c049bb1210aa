"""What buyer and seller write to each other about an order, at a counter."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coatingcat.privacy.downloads import as_download
from coatingcat.privacy.gate import current_purposes
from coatingcat.privacy.reveal import reveals
from coatingcat.privacy.words import Purpose
from coatingcat.trade.access import at_counter, counter_actor
from coatingcat.trade.actions.messages import write_message
from coatingcat.trade.desk.frames import counter_page
from coatingcat.trade.desk.standing import BOTH, acted_on, by_whom, found_at, led_to, side_of
from coatingcat.trade.forms.conversation import OrderMessageForm
from coatingcat.trade.queries.inquiries import file_about_order


@never_cache
@require_http_methods(BOTH)
def order_messages(request: HttpRequest, code: str) -> HttpResponse:
    """Write to the buyer."""
    found = acted_on(request, code)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OrderMessageForm(*typed)
    if not form.is_valid():
        context = {"order": found, "form": form, "side": side_of(request)}
        return counter_page(request, "trade/desk_order_message.html", context, 422 if form.is_bound else 200)
    write_message(about=found, side=at_counter(request).side, by=by_whom(request), **form.cleaned_data)
    messages.success(request, gettext("Your message is with the buyer."))
    return led_to(request, "order", code=code)


@never_cache
@reveals(Purpose.ORDER_FULFILMENT, about="code", actor_of=counter_actor)
def order_file(request: HttpRequest, code: str, message_id: UUID) -> HttpResponse:
    """A file of the conversation, once a reason is given."""
    found = found_at(request, code)
    if current_purposes():
        return as_download(file_about_order(found.pk, message_id))
    if not found.messages.filter(pk=message_id, file__isnull=False).exists():
        raise Http404
    return counter_page(request, "trade/desk_order_file.html", {"order": found, "side": side_of(request)})
