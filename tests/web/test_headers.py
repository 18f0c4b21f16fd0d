"""Headers: on every kind of answer, whoever gives it."""

import pytest

from lpcommunity.web.headers import ALWAYS

PATHS = {
    "/": 200,
    "/no/such": 303,
    "/write": 303,
    "/locked": 503,
    "/static/no-such.css": 404,
    "/healthz": 200,
    "/readyz": 503,
}


@pytest.mark.parametrize(("path", "status"), PATHS.items())
def test_on_every_answer(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    for name, value in ALWAYS.items():
        assert response.headers.getlist(name) == [value]
    assert len(response.headers["X-Request-ID"]) == 16
    assert "Strict-Transport-Security" not in response.headers


def test_policy_is_strict(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


def test_hsts_where_there_is_https(make_app):
    client = make_app(PUBLIC_URL="https://community.example.org").test_client()
    assert client.get("/").headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_nothing_of_somebodys_own_is_kept(client, signed_in):
    for path in ("/", "/write", "/things/1", "/no/such"):
        assert signed_in.client.get(path).headers["Cache-Control"] == "no-store"


def test_what_is_public_may_be_asked_about_again(client):
    assert client.get("/things/1").headers["Cache-Control"] == "no-cache"
    assert client.get("/no/such").headers["Cache-Control"] == "no-store"


def test_an_unchanged_public_page_keeps_its_mark(app, client):
    response = client.get("/cached")
    again = client.get("/cached", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "no-cache")
    assert again.headers["ETag"] == response.headers["ETag"]


def test_a_key_in_the_address_is_not_passed_on(client):
    response = client.get("/claims/abcdefgh")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_request_id_is_taken_from_a_trusted_proxy_only_and_only_if_harmless(client, make_app):
    def named(visitor, given, remote):
        answer = visitor.get("/", headers={"X-Request-ID": given}, environ_base={"REMOTE_ADDR": remote})
        return answer.headers["X-Request-ID"]

    behind = make_app(TRUSTED_PROXIES=["10.0.0.0/8"]).test_client()
    assert named(behind, "abcd-1234-efgh", "10.0.0.3") == "abcd-1234-efgh"
    assert named(behind, "a b<script>", "10.0.0.3") != "a b<script>"
    assert named(behind, "abcd-1234-efgh", "192.0.2.7") != "abcd-1234-efgh"
    assert named(client, "abcd-1234-efgh", "127.0.0.1") != "abcd-1234-efgh"


def test_health(client):
    assert client.get("/healthz").text == "ok\n"


def test_no_scripts_or_styles_in_the_page(signed_in):
    page = signed_in.client.get("/write").text
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == 1
