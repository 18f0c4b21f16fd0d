"""The demonstration is loaded once, lately, and never into or beside a real programme."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from lpcommunity.access import Conflict
from lpcommunity.attachments.models import Attachment
from lpcommunity.cli import main
from lpcommunity.demo import commands, personas, queries
from lpcommunity.demo.models import DemoMark
from lpcommunity.demo.production import no_demonstration_in_production
from lpcommunity.entries.models import Entry
from lpcommunity.outbox.models import Delivery
from lpcommunity.people.commands import add_person
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Programme
from lpcommunity.reflections.models import Reflection
from lpcommunity.storage import now, session, today

PASSWORD = "walk and talk on tuesdays"
HERE = {"DEMO": True, "MAILBOX": True, "HOST": "127.0.0.1", "PUBLIC_URL": "http://localhost", "ENV_NAME": "demo"}


@pytest.fixture
def demo_app(database):
    app = database.make_app(**HERE)
    with app.app_context():
        yield app
        session().rollback()


@pytest.fixture
def loaded(demo_app):
    commands.load(PASSWORD)
    return demo_app


def test_it_goes_on_now(loaded):
    newest = session().scalar(select(func.max(Entry.published_at)))
    assert timedelta(0) < now() - newest < timedelta(days=9)
    programme = session().scalars(select(Programme).where(Programme.predecessor_id.is_not(None))).one()
    assert programme.starts_on <= today() <= programme.ends_on
    waiting = session().scalars(select(Reflection).where(Reflection.review_state == "waiting")).all()
    longest = max(now() - reflection.waiting_since for reflection in waiting)
    assert len(waiting) >= 5
    assert longest > timedelta(days=14)
    assert session().scalar(select(func.count()).select_from(Attachment)) == 8


def test_everyone_was_told_before_the_first_visitor_comes(loaded):
    undone = select(func.count()).select_from(Delivery).where(Delivery.done_at.is_(None))
    left = session().scalars(select(Delivery.subscriber).where(Delivery.done_at.is_(None)).distinct()).all()
    assert all("by_mail.send" in subscriber for subscriber in left)
    assert session().scalar(undone) < 40


def test_its_people_are_marked_and_have_the_password(loaded):
    people = session().scalars(select(Person)).all()
    assert all(person.made_by_demo for person in people)
    assert {offer.key for offer in queries.offers()} == set(personas.PERSONAS)
    client = loaded.test_client()
    token = _token(client)
    answer = client.post(
        "/sign-in", data={"email": "hull-lead@demo.example", "password": PASSWORD, "csrf_token": token}
    )
    assert answer.status_code == 303


def test_it_is_loaded_once(loaded):
    with pytest.raises(Conflict):
        commands.load(PASSWORD)
    assert session().scalar(select(func.count()).select_from(DemoMark)) == 1


def test_it_is_not_loaded_beside_real_people(demo_app):
    add_person(None, email="real@council.example", name="Real")
    with pytest.raises(Conflict, match="a real programme"):
        commands.load(PASSWORD)
    assert not queries.is_loaded()


def test_without_a_password_nobody_has_one_until_one_is_given(demo_app):
    commands.load("")
    assert queries.lacks_passwords()
    commands.give_password("a hash")
    assert not queries.lacks_passwords()


def test_production_serves_neither_demo_mode_nor_its_data(database, loaded):
    app = database.make_app(ENV_NAME="production", DEMO=True)
    assert "Demo mode is on" in (no_demonstration_in_production(app) or "")
    app = database.make_app(ENV_NAME="production", DEMO=False)
    assert "This database holds the demonstration" in (no_demonstration_in_production(app) or "")


def test_production_serves_an_empty_database(database, app):
    assert no_demonstration_in_production(database.make_app(ENV_NAME="production")) is None


def test_the_production_command_refuses_a_demonstrations_database(database, loaded):
    settings = {
        "LPCOMMUNITY_ENV": "production",
        "DATABASE_URL": database.url,
        "DATA_DIR": str(database.data_dir),
        "PUBLIC_URL": "https://community.example.org",
        "MAIL_URL": "smtp://127.0.0.1:1",
        "SECRET_KEY": "x" * 40,
    }
    for command in ("serve", "worker"):
        result = CliRunner().invoke(main, [command], env=settings)
        assert result.exit_code == 1
    settings["DEMO_PASSWORD"] = PASSWORD
    assert "DEMO_PASSWORD" in CliRunner().invoke(main, ["serve"], env=settings).output


def _token(client):
    page = client.get("/sign-in").get_data(as_text=True)
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def _be(client, persona, **extra):
    return client.post("/demo/sign-in", data={"persona": persona, "csrf_token": _token(client), **extra})


def test_a_persona_is_one_click(loaded):
    client = loaded.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    for key in personas.PERSONAS:
        assert f'value="{key}"' in page
    assert "Amina Rahman" in page
    answer = _be(client, "bedford-member")
    assert (answer.status_code, answer.location) == (303, "/home")
    assert "Amina" in client.get("/account/profile").get_data(as_text=True)


@pytest.mark.parametrize("persona", ["", "hull-lead@demo.example", "helen.marchetti", "administrator", "../hull-lead"])
def test_nobody_else_can_be_taken_up(loaded, persona):
    assert _be(loaded.test_client(), persona).status_code in {303, 404}
    client = loaded.test_client()
    _be(client, persona)
    assert client.get("/account/profile").status_code == 303  # to the sign-in page


def test_a_persona_needs_the_forms_token(loaded):
    client = loaded.test_client()
    client.post("/demo/sign-in", data={"persona": "hull-lead"})
    assert client.get("/account/profile").status_code == 303


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
def test_personas_are_offered_on_this_machine_and_in_demo_mode_only(database, loaded, settings):
    app = database.make_app(**{**HERE, **settings})
    client = app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    assert "Or try it as someone else" not in page
    _be(client, "hull-lead")
    assert client.get("/account/profile").status_code == 303


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_this_machine_has_several_names(host):
    shown = f"[{host}]" if ":" in host else host
    assert personas.offered({"DEMO": True, "HOST": host, "PUBLIC_URL": f"http://{shown}:8000"})


def test_an_account_that_the_loader_did_not_make_is_no_persona(demo_app):
    add_person(None, email="hull-lead@demo.example", name="Somebody")
    assert queries.account_of("hull-lead") is None
    assert queries.offers() == []
