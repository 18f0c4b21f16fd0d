"""Being somebody else with one click: in demo mode, on one's own machine, as those whom the loader made."""

import pytest

from lpcommunity.demo import personas
from tests.demo.conftest import PASSWORD


def _token(client):
    page = client.get("/sign-in").get_data(as_text=True)
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def _be(client, persona):
    return client.post("/demo/sign-in", data={"persona": persona, "csrf_token": _token(client)})


def _is_in(client):
    return client.get("/account/profile").status_code == 200


def test_each_persona_is_one_click(house):
    app = house.app()
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    assert "Amina Rahman" in page
    for key in personas.PERSONAS:
        assert f'value="{key}"' in page
        client = app.test_client()
        answer = _be(client, key)
        assert (answer.status_code, answer.location) == (303, "/home")
        assert _is_in(client)


def test_they_sign_in_by_password_as_well(house):
    client = house.app().test_client()
    data = {"email": "hull-lead@demo.example", "password": PASSWORD, "csrf_token": _token(client)}
    assert client.post("/sign-in", data=data).status_code == 303
    assert _is_in(client)


@pytest.mark.parametrize("persona", ["", "hull-lead@demo.example", "helen.marchetti", "administrator", "../hull-lead"])
def test_nobody_else_can_be_taken_up(house, persona):
    client = house.app().test_client()
    _be(client, persona)
    assert not _is_in(client)


def test_a_click_needs_the_forms_token(house):
    client = house.app().test_client()
    client.post("/demo/sign-in", data={"persona": "hull-lead"})
    assert not _is_in(client)


@pytest.mark.parametrize(
    "settings",
    [
        {"DEMO": False},
        {"HOST": "0.0.0.0"},
        {"HOST": "192.0.2.7"},
        {"PUBLIC_URL": "https://community.example.org"},
        {"PUBLIC_URL": "http://127.0.0.1.example.org"},
        {"PUBLIC_URL": "http://localhost@example.org"},
    ],
    ids=str,
)
def test_they_are_offered_on_this_machine_and_in_demo_mode_only(house, settings):
    client = house.app(**settings).test_client()
    assert "Or try it as someone else" not in client.get("/sign-in").get_data(as_text=True)
    _be(client, "hull-lead")
    assert not _is_in(client)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_this_machine_has_several_names(host):
    shown = f"[{host}]" if ":" in host else host
    assert personas.offered({"DEMO": True, "HOST": host, "PUBLIC_URL": f"http://{shown}:8000"})
