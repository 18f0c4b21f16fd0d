"""Doors: who comes through, who is sent to the sign-in page, and that nobody learns what there is."""

import pytest

from lpcommunity.web import access_control, authentication
from tests.web.conftest import Somebody


def masked(response):
    return {
        name: value for name, value in response.headers if name not in ("X-Request-ID", "Location", "Content-Length")
    }


@pytest.mark.parametrize(
    "path", ["/write", "/things/2", "/things/3", "/things/0", "/things/99999999999", "/no/such", "/team"]
)
def test_signed_out_all_that_is_not_public_is_one_way_to_sign_in(client, path):
    response = client.get(path)
    assert (response.status_code, response.location) == (303, f"/sign-in?next={path.replace('/', '%2F')}")
    assert masked(response) == masked(client.get("/things/3"))
    assert response.text.replace(path.replace("/", "%2F"), "") == client.get("/things/3").text.replace(
        "%2Fthings%2F3", ""
    )


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
@pytest.mark.parametrize("path", ["/write", "/no/such", "/things/3"])
def test_signed_out_other_methods_tell_nothing_either(client, method, path):
    assert getattr(client, method)(path).status_code in (303, 422)
    assert getattr(client, method)(path).status_code == getattr(client, method)("/no/such").status_code


def test_public_is_public(client):
    assert client.get("/things/1").text == "public"


def test_signed_in_unseen_and_absent_are_the_same(signed_in):
    signed_in.client.get("/")  # the cookie is settled after the first page
    unseen = ("/things/2", "/things/3", "/no/such", "/team", "/demo/room", "/mailbox")
    pages = [signed_in.client.get(path) for path in unseen]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert len({tuple(sorted(masked(page).items())) for page in pages}) == 1


def test_programme_team(signed_in, monkeypatch):
    monkeypatch.setattr(Somebody, "team", True)
    assert signed_in.client.get("/team").text == "team"


def test_demo_and_mailbox_exist_where_they_should(make_app):
    client = make_app(DEMO=True, MAILBOX=True).test_client()
    assert client.get("/demo/room").text == "demo"
    assert client.get("/mailbox").text == "mailbox"


def test_the_words_of_somebody_signed_out_are_kept(client):
    kept = []

    @authentication.register_form_rescuer
    def keep(request):
        kept.append(request.form["body"])
        return "/write?draft=1"

    response = client.post("/write", data={"body": "My text"})
    assert kept == ["My text"]
    assert response.location == "/sign-in?next=%2Fwrite%3Fdraft%3D1"


def test_a_button_without_its_token_does_nothing(signed_in):
    response = signed_in.client.post("/things/1/thanks")
    assert response.status_code == 422
    assert "Press the button once more" in response.text
    sent = {"csrf_token": signed_in.token()}
    assert signed_in.client.post("/things/1/thanks", data=sent).status_code == 303


def test_the_token_may_come_in_a_header(signed_in):
    headers = {"X-CSRF-Token": signed_in.token()}
    assert signed_in.client.post("/things/1/thanks", headers=headers).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_sends_is_refused_even_by_a_form(signed_in, site):
    data = {"csrf_token": signed_in.token(), "title": "A title", "body": "A body"}
    response = signed_in.client.post("/write", data=data, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 422
    assert "Press the button once more" in response.text


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://evil.example", 422), ("http://localhost", 303), ("null", 303), ("http://[bad", 422)],
)
def test_an_older_browser_names_the_origin(signed_in, origin, status):
    data = {"csrf_token": signed_in.token()}
    assert signed_in.client.post("/things/1/thanks", data=data, headers={"Origin": origin}).status_code == status


def test_a_mail_program_needs_no_token(client):
    assert client.post("/claims/abcdefgh", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_route_that_says_nothing_fails(app):
    access_control.check_routes(app)
    app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(AssertionError, match="does not say who may use it"):
        access_control.check_routes(app)


def test_a_form_that_is_never_asked_fails(app, client):
    from lpcommunity.access import access  # noqa: PLC0415
    from lpcommunity.web import re_renders  # noqa: PLC0415

    app.add_url_rule("/careless", "careless", re_renders(access("anyone")(lambda: "done")), methods=["POST"])
    with pytest.raises(AssertionError, match="acted without a form token"):
        client.post("/careless")
