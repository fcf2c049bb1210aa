import dataclasses

import pytest
from django.test import RequestFactory

from coatingcat.ground import clients


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, None, "127.0.0.1"),
        (0, "203.0.113.9", "127.0.0.1"),  # nobody may choose the address he is counted under
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "no address", "unknown"),
    ],
)
def test_limits_count_the_address_that_our_own_proxy_saw(monkeypatch, proxies, forwarded, client):
    known = dataclasses.replace(clients.config(), trusted_proxies=proxies)
    monkeypatch.setattr(clients, "config", lambda: known)
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert clients.client_of(RequestFactory().get("/", **headers)) == client
