import functools

from django.http import HttpRequest, HttpResponse

from coatingcat.ground.access import access_rule, anyone


def test_a_view_bears_its_rule_and_wrappers_keep_it() -> None:
    @anyone
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @functools.wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        return view(request)

    assert view.access_rule == wrapper.access_rule == "anyone"  # type: ignore[attr-defined]
    assert access_rule("staff")(wrapper).access_rule == "staff"  # type: ignore[attr-defined]
