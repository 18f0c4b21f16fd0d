"""The database answers, has the tables of this version, and tells the same time as this machine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lpcommunity.doctor import database_checks, queries
from lpcommunity.doctor.queries import PostgresServer
from lpcommunity.storage import clock, db, migrations, now
from tests import factories as make
from tests.doctor.conftest import told

AWAY = "postgresql+psycopg://us:our-secret@127.0.0.1:1/there"


def test_one_that_answers_is_well(app, database):
    found = told(list(database_checks.database(app)))
    assert found.startswith("well: SQLite, /" if database.kind == "sqlite" else "well: PostgreSQL at ")
    assert told(list(database_checks.clock(app))).startswith("well: It is ")


def test_one_that_is_away_is_told_of_without_its_password(database):
    away = database.make_app(SQLALCHEMY_DATABASE_URI=AWAY, SQLALCHEMY_ENGINE_OPTIONS={})
    with away.app_context():
        found = told(list(database_checks.database(away)))
        db.session.remove()
    assert found.startswith("wrong: PostgreSQL at 127.0.0.1 does not answer: ")
    assert "our-secret" not in found
    assert "what people type stays with them" in found


SERVER = PostgresServer(version=16, connections=4, most_connections=100, moment=now())


@pytest.mark.parametrize(
    ("server", "says"),
    [
        (replace(SERVER, version=13), "wrong: PostgreSQL at 127.0.0.1 is version 13."),
        (replace(SERVER, connections=80), "look: 80 of 100 connections are taken."),
        (replace(SERVER, connections=79), "well: PostgreSQL at 127.0.0.1, version 16, answers."),
    ],
)
def test_a_server_too_old_or_too_full_is_told_of(patient, monkeypatch, server, says):
    monkeypatch.setattr(queries, "postgres_server", lambda: server)
    assert told(list(database_checks.database(patient(SQLALCHEMY_DATABASE_URI=AWAY)))).startswith(says)


def test_the_tables_are_those_of_this_version_or_it_says_which_way_to_go(patient, bare_database):
    app = patient(SQLALCHEMY_DATABASE_URI=bare_database)
    assert told(list(database_checks.tables(app))).startswith("wrong: There are none yet.")
    migrations.upgrade(bare_database, "0001")
    assert "of an older version: 0001" in told(list(database_checks.tables(app)))
    assert "To do: lpcommunity db upgrade." in told(list(database_checks.tables(app)))
    migrations.upgrade(bare_database)
    assert told(list(database_checks.tables(app))).startswith("well: They are at ")


@pytest.mark.parametrize(
    ("oldest", "says"),
    [
        ("0018", "well: They are at 9001; this version was made for "),
        ("9001", "wrong: They belong to a newer version: 9001, not "),
    ],
)
def test_tables_of_a_newer_version_are_well_as_long_as_this_one_fits(patient, bare_database, oldest, says):
    app = patient(SQLALCHEMY_DATABASE_URI=bare_database)
    migrations.upgrade(bare_database)
    with migrations.connected(bare_database) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9001'")
        connection.exec_driver_sql(f"UPDATE schema_compatibility SET oldest_revision = '{oldest}'")
        connection.commit()
    assert told(list(database_checks.tables(app))).startswith(says)


@pytest.mark.parametrize(
    ("ahead", "state"), [(1, "well"), (3, "look"), (-3, "look"), (59, "look"), (61, "wrong"), (-61, "wrong")]
)
def test_two_clocks_that_differ_are_told_of(app, monkeypatch, ahead, state):
    moment = now()
    server = replace(SERVER, moment=moment + timedelta(seconds=ahead))
    monkeypatch.setattr(queries, "postgres_server", lambda: server)
    with clock.at(moment):
        found = told(list(database_checks.clock(app)))
    assert found.startswith(f"{state}: ")
    assert state == "well" or f"are {abs(ahead)} seconds apart" in found


def test_a_clock_that_went_back_is_told_of(app, begin_with):
    begin_with(lambda: make.belongs(make.person(), make.place("Hull")))
    with clock.at(now() - timedelta(minutes=2)):
        assert told(list(database_checks.clock(app))).startswith("wrong: It is ")
    with clock.at(now() + timedelta(minutes=2)):
        assert "something is on record" not in told(list(database_checks.clock(app)))
