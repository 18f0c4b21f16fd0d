"""After an upgrade from an early revision pages show what is there, and whatever is derived is what it follows from."""

import pytest
from sqlalchemy import select, text

from lpcommunity.app import create_app
from lpcommunity.notifications.queries import kinds_off
from lpcommunity.people.models import Person
from lpcommunity.storage import db, migrations, session
from tests.harness.client import Client
from tests.harness.visitor import Visitor
from tests.migrations import rows
from tests.migrations.derived_values import wrong
from tests.migrations.old_world import (
    ANSWERED,
    AUTHOR,
    ELSEWHERE,
    FACILITATOR,
    LATER,
    SENT_AGAIN,
    SHARED,
    TAKEN_BACK,
    TEAM,
    WAITING,
    OldWorld,
)

BEFORE_WAYS = "0030"  # the last revision in which a choice could say "off" alone

# What a process older than 0006, 0009, 0012 or 0013 leaves out when it writes beside a newer one.
LEFT_OUT = (
    "UPDATE entry SET confided_at = NULL, confided_version = NULL",
    "UPDATE entry_theme SET published_at = NULL",
    "UPDATE submission SET partnership_id = NULL",
    "UPDATE review SET partnership_id = NULL",
    "UPDATE partnership SET active_at = NULL, public_active_at = NULL, map_x = NULL",
    "UPDATE membership SET began_at = created_at",
)


@pytest.fixture
def upgraded(request, bare_database, connect):
    """At head: from 0003; from there, with no event left; and after an old process wrote at 0016."""
    migrations.upgrade(bare_database, "0003")
    with connect(bare_database) as connection:
        OldWorld(connection, events=request.param != "without events")
    if request.param == "written beside":
        migrations.upgrade(bare_database)
        migrations.downgrade(bare_database, "0016")
        with connect(bare_database) as connection:
            for statement in LEFT_OUT:
                connection.execute(text(statement))
            connection.commit()
    migrations.upgrade(bare_database)
    return bare_database


@pytest.fixture
def visitors(upgraded, tmp_path):
    """Somebody at a browser, by their number."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": upgraded, "DATA_DIR": tmp_path / "data"})
    app.test_client_class = Client
    with app.app_context():
        yield lambda person_id: Visitor(app, session().get_one(Person, person_id))
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("upgraded", ["with events", "without events", "written beside"], indirect=True)
def test_what_is_derived_is_what_it_follows_from(upgraded, connect):
    with connect(upgraded) as connection:
        assert wrong(connection) == []


@pytest.mark.parametrize("upgraded", ["with events", "without events"], indirect=True)
def test_pages_show_what_was_there_and_nothing_that_was_closed(visitors, upgraded, connect, request):
    author, facilitator, elsewhere = (visitors(one) for one in (AUTHOR, FACILITATOR, ELSEWHERE))
    for someone in (author, facilitator):
        page = someone.text(f"/reflections/{ANSWERED}")
        for said in ("Question 121?", "Reply 121.", "Question 122?", "Reply 122."):
            assert said in page, said
        assert "Question 151?" in someone.text(f"/reflections/{SHARED}")
    assert visitors(TEAM).text("/reviews/waiting")
    queue = facilitator.text("/reviews")
    assert f"/reflections/{WAITING}" in queue
    assert f"/reflections/{SENT_AGAIN}" in queue
    assert f"/reflections/{SHARED}" in elsewhere.text("/home")
    assert "Question 151?" not in elsewhere.text(f"/reflections/{SHARED}")
    assert elsewhere.get(f"/reflections/{ANSWERED}").status_code == 404
    assert facilitator.get(f"/reflections/{TAKEN_BACK}").status_code == 404
    for someone in (author, facilitator, elsewhere, visitors(TEAM)):
        for path in ("/home", "/partnerships", "/partnerships/here", "/notifications", "/following"):
            someone.text(path)
        assert "Title 15" in someone.text("/themes/housing")
        assert "Title 11" in someone.text("/updates/11")

    assert asked_of(upgraded, connect) == {3, 5}, "authors are told of whoever came later"
    later = visitors(LATER)
    for entry_id in (ANSWERED, WAITING, SENT_AGAIN):
        assert later.get(f"/reflections/{entry_id}").status_code == 404
    assert "Question 151?" not in later.text(f"/reflections/{SHARED}")
    if "without" not in request.node.name:  # only the events tell that it was taken back, and when
        assert visitors(AUTHOR).get(f"/reflections/{SENT_AGAIN}/revisions/2").status_code == 200
        assert visitors(FACILITATOR).get(f"/reflections/{SENT_AGAIN}/revisions/2").status_code == 404


def asked_of(url, connect):
    """The terms of facilitators that authors are to be told of."""
    with connect(url) as connection:
        event, delivery = rows.table(connection, "outbox_event"), rows.table(connection, "outbox_delivery")
        asked = connection.scalars(
            select(event.c.payload)
            .join(delivery, delivery.c.event_id == event.c.id)
            .where(delivery.c.subscriber == "openings.introduce-at-beginning")
        ).all()
    return {one["membership_id"] for one in asked}


def test_who_switched_e_mails_off_stays_without_them(bare_database, connect, tmp_path):
    """With rows of before, and with those that an older version writes beside the newer one."""
    migrations.upgrade(bare_database, BEFORE_WAYS)
    off = "INSERT INTO mail_choice (person_id, kind, off_since) VALUES (1, '{}', '2026-01-01 00:00:00+00:00')"
    with connect(bare_database) as connection:
        rows.fill(connection)
        connection.execute(text("DELETE FROM mail_choice"))
        connection.execute(text(off.format("answered")))
        connection.commit()
    migrations.upgrade(bare_database)
    with connect(bare_database) as connection:
        connection.execute(text(off.format("reflection-waiting")))
        connection.commit()
    app = create_app({"SQLALCHEMY_DATABASE_URI": bare_database, "DATA_DIR": tmp_path / "data"})
    with app.app_context():
        assert kinds_off(1) == {"answered", "reflection-waiting"}
        db.session.remove()
        db.engine.dispose()
