"""A price at once: a pack, three questions, and either a quote or an ordinary inquiry."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from coatingcat.catalog.models import Product
from coatingcat.members.access import member_of, member_required
from coatingcat.members.queries.companies import company_of
from coatingcat.privacy.gate import for_purpose
from coatingcat.privacy.refusals import ShareRefused
from coatingcat.privacy.words import Purpose
from coatingcat.trade.actions.quotes import quote_at_once
from coatingcat.trade.actions.quotes.instant import AtOnce
from coatingcat.trade.forms.carts import why_unfit
from coatingcat.trade.forms.instant import InstantForm, segment_options
from coatingcat.trade.forms.quote_texts import in_language
from coatingcat.trade.models import unfit_line
from coatingcat.trade.queries import offers_of
from coatingcat.trade.queries.prices import Priced
from coatingcat.trade.rules.instant import Answers
from coatingcat.trade.words import Timing


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@for_purpose(Purpose.INQUIRIES)
def instant_price(request: HttpRequest) -> HttpResponse:
    """Three questions about a pack of the product that `?product=` names."""
    asked = request.GET.get("product", "")[:64]
    product = Product.objects.select_related("supplier").filter(code=asked).first() if "\0" not in asked else None
    priced = {str(one.offer.pk): one for one in offers_of(product.pk, member_of(request).pk)} if product else {}
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not priced:
        raise Http404
    packs = [(key, one.offer.pack) for key, one in priced.items()]
    form = InstantForm(posted, offers=packs, segments=segment_options())
    if product is None or not priced or not form.is_valid():
        return _page(request, product, form if priced else None, 422 if form.is_bound else 200)
    chosen = priced[form.cleaned_data["offer"]]
    fault = unfit_line(product.name, chosen.offer, form.cleaned_data["packs"])
    if fault is not None:
        form.add_error("packs", why_unfit(fault))
        return _page(request, product, form, 422)
    chosen.offer.product = product
    return _asked(request, form, chosen, product)


def _page(request: HttpRequest, product: Product | None, form: InstantForm | None, status: int) -> HttpResponse:
    return render(request, "trade/instant_price.html", {"product": product, "form": form}, status=status)


def _asked(request: HttpRequest, form: InstantForm, chosen: Priced, product: Product) -> HttpResponse:
    given, by = form.cleaned_data, member_of(request).pk
    company = company_of(by)
    answers = Answers(
        given["segment"],
        given["yearly_kg"],
        Timing[given["timing"]],
        company.country if company else "",
        is_certified=bool(company and company.is_certified),
    )
    try:
        made = quote_at_once(
            by=by,
            company=company,
            offer=chosen.offer,
            ladder=chosen.ladder,
            packs=given["packs"],
            answers=answers,
            texts=_texts(form),
            request=given["submission"],
            language=get_language() or "zh-hans",
        )
    except ShareRefused as refusal:
        form.add_error(None, gettext("Nothing was sent: %(reason)s.") % {"reason": refusal.reason})
        return _page(request, product, form, 409)
    return _told(request, made)


def _texts(form: InstantForm) -> dict[str, str]:
    """The three answers, as the supplier reads them in the inquiry."""
    given = form.cleaned_data
    names = dict(form.fields["segment"].choices)  # type: ignore[attr-defined]
    return {
        "application": str(names[given["segment"]]),
        "background": in_language(Timing[given["timing"]].value),
        "yearly_demand": f"{given['yearly_kg'].normalize():f}",
        "demand_unit": "kg",
    }


def _told(request: HttpRequest, made: AtOnce) -> HttpResponse:
    """Where the buyer goes on, with the reason for it."""
    if made.quote is not None:
        met = gettext(", ").join(in_language(one.value) for one, _ in made.verdict.met) if made.verdict else ""
        messages.success(request, gettext("A price at once: all conditions are met (%(met)s).") % {"met": met})
        return redirect("trade:quote", code=made.quote.code)
    unmet = [in_language(one.value) for one, is_met in made.verdict.met if not is_met] if made.verdict else []
    reason = gettext(", ").join(unmet) or gettext("this supplier gives no prices at once")
    text = gettext("No price at once (%(reason)s). Your question went to the supplier as an ordinary inquiry.")
    messages.info(request, text % {"reason": reason})
    return redirect("trade:inquiry", code=made.inquiry.code)
