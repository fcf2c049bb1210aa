"""Sealed files on their way to whoever may have them."""

from django.http import Http404, HttpResponse

from coatingcat.privacy.sealed import Content


def as_download(content: Content | None) -> HttpResponse:
    """A sealed file as a download that no browser interprets. Raises Http404 for none."""
    if content is None:
        raise Http404
    response = HttpResponse(content.data, content_type=content.content_type)
    response["Content-Disposition"] = "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
