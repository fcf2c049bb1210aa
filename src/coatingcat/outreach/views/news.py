"""How one gets no more news: by the link in a message, without signing in; or in the Personal Centre."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coatingcat.members.access import member_of
from coatingcat.members.words import Channel
from coatingcat.outreach.actions.news import allow_news_by, stop_by_token, stop_news
from coatingcat.outreach.actions.tokens import digest_of_token
from coatingcat.outreach.models import NewsMessage
from coatingcat.outreach.queries.news import stopped_channels
from coatingcat.privacy.access import anyone, member_required
from coatingcat.privacy.queries import standing_consents
from coatingcat.privacy.words import GivenBy, Purpose


@anyone
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One press, no sign-in (RFC 8058): mail programs press it by themselves with `List-Unsubscribe=One-Click`.

    Exempt from the form's token: a mail program has none, and whoever knows the link was sent it. Reading the page does
    nothing, as programs that look into mails open every link.
    """
    if request.method == "POST":
        message = stop_by_token(token=token, channel_only=request.POST.get("only") == "channel")
    else:
        message = NewsMessage.objects.filter(token_digest=digest_of_token(token)).first()
    if message is None:
        raise Http404
    context = {"done": request.method == "POST", "by_sms": message.channel == Channel.SMS.value}
    return render(request, "outreach/news_stop.html", context)


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_news(request: HttpRequest) -> HttpResponse:
    """By which channels a member gets news; and none at all."""
    member = member_of(request)
    wants = Purpose.PRODUCT_NEWS in standing_consents(member.pk)
    if request.method == "POST":
        if not wants:
            raise Http404
        for channel in member.verified_channels if "stop" not in request.POST else ():
            if channel.value in request.POST.getlist("channel"):
                allow_news_by(subject_id=member.pk, channel=channel)
        chosen = {channel for channel in member.verified_channels if channel.value in request.POST.getlist("channel")}
        if "stop" in request.POST or not chosen:
            stop_news(subject_id=member.pk, given_by=GivenBy.PAGE)
        else:
            for channel in set(member.verified_channels) - chosen - stopped_channels(member.pk):
                stop_news(subject_id=member.pk, channel=channel, given_by=GivenBy.PAGE)
        messages.success(request, gettext("Your choice is kept and holds from now on."))
        return redirect("outreach:own_news")
    stopped = stopped_channels(member.pk)
    rows = [{"channel": channel, "on": channel not in stopped} for channel in member.verified_channels]
    return render(request, "outreach/own_news.html", {"wants": wants, "rows": rows})
