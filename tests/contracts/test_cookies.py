"""A cookie that is not declared does not leave: here or in any other test (I.2b-cookie1)."""

import pytest
from django.conf import settings
from django.http import HttpResponse

from coatingcat.privacy.cookies import UndeclaredCookie, only_declared
from coatingcat.privacy.declarations import cookies


def answer(rf, **cookie):
    def view(request):
        response = HttpResponse()
        response.set_cookie(**cookie)
        return response

    return only_declared(view)(rf.get("/"))


@pytest.mark.clause("I.2b-cookie1")
def test_every_answer_of_every_test_passes_the_guard():
    assert settings.MIDDLEWARE[0] == "coatingcat.privacy.cookies.only_declared"


@pytest.mark.clause("I.2b-cookie1")
def test_an_undeclared_cookie_is_refused(rf):
    with pytest.raises(UndeclaredCookie, match="cc_follows_you is not declared"):
        answer(rf, key="cc_follows_you", value="1")


@pytest.mark.clause("I.2b-cookie1")
def test_a_declared_cookie_passes_and_no_longer_than_declared(rf):
    days = cookies()["cc_session"].days
    response = answer(rf, key="cc_session", value="1", max_age=days * 86400)
    assert response.cookies["cc_session"]["max-age"] == days * 86400
    with pytest.raises(UndeclaredCookie, match="lives"):
        answer(rf, key="cc_session", value="1", max_age=days * 86400 + 1)


def test_a_date_without_an_age_is_refused(rf):
    def view(request):
        response = HttpResponse()
        response.cookies["cc_csrf"] = "1"
        response.cookies["cc_csrf"]["expires"] = "Wed, 01 Jan 2031 00:00:00 GMT"
        return response

    with pytest.raises(UndeclaredCookie, match="no age"):
        only_declared(view)(rf.get("/"))


def test_a_cookie_may_always_be_taken_back(rf):
    def view(request):
        response = HttpResponse()
        response.delete_cookie("cc_session")
        return response

    assert only_declared(view)(rf.get("/")).cookies["cc_session"]["max-age"] == 0


def test_the_policys_summary_may_say_that_all_cookies_are_necessary():
    assert [cookie.name for cookie in cookies().values() if not cookie.essential] == []
