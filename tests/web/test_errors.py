"""Error pages: what happened, what to do, and what was typed given back."""

import pytest
from sqlalchemy.exc import OperationalError

from lpcommunity.access import access
from tests.web.conftest import Somebody
from tests.web.markup import read


def test_not_found_is_friendly(signed_in):
    page = read(signed_in.client.get("/no/such"))
    assert page.one("h1").text == "We cannot find that page"
    assert page.one("main").one(class_="govuk-button--secondary")["href"] == "/partnerships"


def test_conflict_says_why_and_gives_the_words_back(signed_in):
    data = {"csrf_token": signed_in.token(), "body": "Two\r\nlines", "title": "Hello there"}
    response = signed_in.client.post("/conflict", data=data)
    page = read(response)
    assert response.status_code == 409
    assert "Tom sent his answer at 10:31." in page.one("main").text
    assert [box.raw.strip() for box in page.all("textarea")] == ["Two\nlines", "Hello there"]


def test_a_database_that_does_not_answer(signed_in):
    token = signed_in.token()
    data = {"csrf_token": token, "title": "Short", "body": "A <long> text", "new_password": "pass word", "x": ""}
    response = signed_in.client.post("/locked", data=data)
    page = read(response)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "20")
    assert page.one("textarea").raw.strip() == "A <long> text"
    assert "pass word" not in response.text
    assert not page.one("main").all("form")  # a password cannot be given back, so it cannot be sent again


def test_send_it_again_when_the_database_is_back(signed_in):
    data = {"csrf_token": signed_in.token(), "title": "Short", "body": "A <long> text"}
    page = read(signed_in.client.post("/locked", data=data))
    form = page.one("main").one("form")
    sent = {field["name"]: field["value"] for field in form.all("input")}
    assert form["action"] == "/locked"
    assert (sent["title"], sent["body"]) == ("Short", "A <long> text")
    assert sent["csrf_token"]


def test_no_form_to_send_again_for_what_another_site_sent(client):
    page = read(client.post("/locked", data={"body": "A text"}))
    assert not page.one("main").all("form")


def test_a_page_without_any_query_when_the_account_cannot_be_read(signed_in, monkeypatch):
    def gone(_self):
        raise OperationalError("select", {}, Exception("server closed the connection"))

    monkeypatch.setattr(Somebody, "is_authenticated", property(gone))
    for path in ("/write", "/no/such"):
        response = signed_in.client.get(path)
        assert response.status_code == 503
        assert "We cannot keep anything just now" in response.text


def test_a_table_that_is_missing_is_our_mistake(make_app, monkeypatch):
    app = make_app(PROPAGATE_EXCEPTIONS=False)

    def missing():
        raise OperationalError("select", {}, Exception("no such table: entry"))

    monkeypatch.setitem(app.view_functions, "full", access("anyone")(missing))
    assert app.test_client().get("/full").status_code == 500


def test_a_full_disk(client):
    assert client.get("/full").status_code == 503


def test_our_own_mistake(make_app):
    client = make_app(PROPAGATE_EXCEPTIONS=False, TESTING=False).test_client()
    response = client.get("/broken")
    assert response.status_code == 500
    assert "a secret" not in response.text


@pytest.mark.parametrize("body", [b"x" * 200_000])
def test_too_large(signed_in, body):
    response = signed_in.client.post("/write", data=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert response.status_code == 413


def test_a_letter_that_no_database_keeps(client):
    assert client.get("/?q=a%00b").status_code == 400


def test_too_large_says_how_large_it_may_be(signed_in):
    response = signed_in.client.post("/write", data={"body": "x" * 200_000})
    assert "at most 100 kB" in response.text


def test_wrong_method(signed_in):
    response = signed_in.client.post("/things/1", data={"csrf_token": signed_in.token()})
    assert response.status_code == 405
