"""Addresses: what fits a route, where `next` may lead, and whose address counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import BuildError

from lpcommunity.web import urls

ELSEWHERE = [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil",
    "/\tevil", "/ evil\r\nSet-Cookie: a=b", "", None, "/" + "a" * 3000, "/sign-in", "/sign-in?next=/sign-in", "/ä",
    "///x", "http:/x",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_never_leads_elsewhere(target):
    assert urls.safe_next(target) == "/home"


@pytest.mark.parametrize("target", ["/", "/updates/7", "/search?q=a%20b&page=2", "/partnerships/hull#people"])
def test_next_leads_back(target):
    assert urls.safe_next(target) == target


@given(st.text())
def test_whatever_is_safe_is_a_path(text):
    target = urls.safe_next(text)
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))
    assert target.isprintable()


@pytest.mark.parametrize("number", ["0", "01", "-1", "2147483648", "9" * 30, "1.5", "٣", "a", "%00"])
def test_ids_that_no_row_can_have(signed_in, number):
    assert signed_in.client.get(f"/things/{number}").status_code == 404


@pytest.mark.parametrize(
    "token", ["kürz1234", "short", "a" * 513, "with space", "a/b/c/d/e/f", "%00%00%00%00%00%00%00%00"]
)
def test_tokens_that_cannot_be(signed_in, token):
    assert signed_in.client.get(f"/claims/{token}").status_code == 404


def test_links_to_us_use_the_configured_address_only(make_app):
    app = make_app(PUBLIC_URL="https://community.example.org")
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert urls.external_url("thing", number=3) == "https://community.example.org/things/3"
    with app.app_context():
        assert urls.external_url("thing", number=3, tab="a b") == "https://community.example.org/things/3?tab=a+b"
        with pytest.raises(BuildError):
            urls.external_url("nothing")


def test_came_from_a_page_of_ours(app):
    with app.test_request_context("/", headers={"Referer": "http://localhost/updates/7?a=1"}):
        assert urls.came_from() == "/updates/7?a=1"
        assert urls.came_from("/home", "say-thanks") == "/updates/7?a=1#say-thanks"
    for referer in ("http://evil.example/updates/7", "http://localhost//evil.example", "", "nonsense", "http://[bad"):
        with app.test_request_context("/", headers={"Referer": referer}):
            assert urls.came_from() == "/home"
            assert urls.came_from("/home", "say-thanks") == "/home#say-thanks"


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "address"),
    [
        ([], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["127.0.0.1"], "127.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (["127.0.0.0/8", "10.0.0.0/8"], "127.0.0.1", "198.51.100.7, 10.1.1.1", "198.51.100.7"),
        (["127.0.0.1"], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", "nonsense", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", None, "127.0.0.1"),
        (["::1"], "::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_forwarded_addresses_count_only_from_trusted_proxies(make_app, trusted, remote, forwarded, address):
    app = make_app(TRUSTED_PROXIES=trusted)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": remote}):
        assert urls.client_address() == address
