"""The company of whoever asks, for the pages about it."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from coatingcat.ground.access import Refused
from coatingcat.members.access import member_of
from coatingcat.members.queries.companies import CompanyPage, company_page


def own_page(request: HttpRequest) -> CompanyPage:
    """What the page of one's company shows. Raises Http404 without a company."""
    page = company_page(member_of(request).pk)
    if page is None:
        raise Http404
    return page


def managed_page(request: HttpRequest) -> CompanyPage:
    """The same for its owners. Raises Refused (403) for its others."""
    page = own_page(request)
    if not page.is_manager:
        raise Refused(gettext("Only an owner of the company can do this."))
    return page
