"""The whole application while its database does not answer."""

import sqlite3
import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from lpcommunity.storage import db, schema_compatibility
from lpcommunity.web import schema_watch
from tests.web.markup import read


@contextmanager
def outage():
    """Every query fails within this block."""

    def fail(*_ignored):
        raise OperationalError("select", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)


@pytest.fixture
def signed_in(app, client):
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a-key-that-has-to-be-looked-up"
    return client


@pytest.mark.parametrize("path", ["/home", "/no/such", "/account/profile", "/readyz", "/partnerships"])
def test_every_page_says_so(signed_in, path):
    with outage():
        response = signed_in.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.headers["Cache-Control"] == "no-store"
    assert signed_in.get("/readyz").status_code in (200, 503)


def test_what_was_typed_comes_back_without_the_password(client):
    token = read(client.get("/sign-in")).one("main").all("input", name="csrf_token")[0]["value"]
    data = {"csrf_token": token, "email": "amina@example.org", "password": "a long password"}
    with outage():
        response = client.post("/sign-in", data=data)
    assert response.status_code == 503
    assert "amina" not in response.text
    assert "a long password" not in response.text


def test_the_process_itself_lives(client):
    with outage():
        assert client.get("/healthz").status_code == 200


def test_where_the_tables_belong_to_a_newer_version_pages_say_so_and_take_nothing(client, monkeypatch):
    unfit = threading.Event()
    monkeypatch.setattr(schema_watch, "_unfit", unfit)
    monkeypatch.setattr(schema_compatibility, "fit", lambda: schema_compatibility.Fit.NEWER)
    schema_watch.look(client.application)
    refused = client.post("/sign-in", data={"email": "amina@example.org"})
    assert (refused.status_code, bool(refused.headers["Retry-After"])) == (503, True)
    assert client.get("/public").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").get_data(as_text=True) == "the database belongs to a newer version\n"
    monkeypatch.setattr(schema_compatibility, "fit", lambda: schema_compatibility.Fit.SERVES)
    schema_watch.look(client.application)
    assert client.get("/public").status_code == 200


def test_a_page_that_is_made_arrives_though_the_database_went_away_since(database, client, monkeypatch):
    with database.app.app_context():
        dialect = db.engine.dialect
    rolls_back = dialect.do_rollback
    failed: list[bool] = []

    def fail(connection):
        if not failed:
            failed.append(True)
            raise dialect.dbapi.OperationalError("the connection is closed")
        rolls_back(connection)

    monkeypatch.setattr(dialect, "do_rollback", fail)
    assert client.get("/").status_code == 200
    assert failed
    assert client.get("/").status_code == 200
