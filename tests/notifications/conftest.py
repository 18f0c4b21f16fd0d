"""A place with its people, whose reflections are answered; and what they were told."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import current_app
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.accounts import sessions
from lpcommunity.entries.content import Content
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.people.models import Person
from lpcommunity.reflections.commands import write_reflection
from lpcommunity.reviews.commands import MoveContent, send_review
from lpcommunity.storage import session
from tests import factories
from tests.factories import reading
from tests.harness.client import Client


@pytest.fixture
def world(app, begin_with):
    """Hull and Leeds with their people, once the worker has done what there was to do."""
    made = begin_with(_world)
    made.app = app
    return made


def _world():
    """Hull with a member, a colleague and a facilitator; a member elsewhere; the programme team."""
    hull, leeds = factories.place("Hull"), factories.place("Leeds")
    people = {
        "ann": factories.person("Ann Archer"),
        "ben": factories.person("Ben Baker"),
        "owen": factories.person("Dr Owen Pritchard"),
        "cora": factories.person("Cora Cole"),
        "team": factories.person("Priya Nair", role="programme-team"),
    }
    factories.belongs(people["ann"], hull)
    factories.belongs(people["ben"], hull)
    factories.belongs(people["owen"], hull, "facilitator")
    factories.belongs(people["cora"], leeds)
    worker.run(current_app, until_empty=True)
    return SimpleNamespace(hull=hull, leeds=leeds, **people)


@pytest.fixture
def work(app):
    """Let the worker do whatever is due."""
    return lambda: worker.run(app, until_empty=True)


@pytest.fixture
def lines(app):
    """What a person was told, oldest first: (type, reason)."""

    def read(person: Person):
        session().rollback()
        rows = select(Notification.type, Notification.reason).where(Notification.person_id == person.id)
        return [tuple(row) for row in session().execute(rows.order_by(Notification.id))]

    return read


@pytest.fixture
def mails(app):
    """Every e-mail, oldest first."""

    def read(kind: str | None = None) -> list[Mail]:
        session().rollback()
        session().expire_all()
        rows = session().scalars(select(Mail).order_by(Mail.id))
        return [mail for mail in rows if kind is None or mail.kind == kind]

    return read


def browsing(app, person) -> Client:
    """Somebody signed in; or nobody."""
    client = app.test_client()
    assert isinstance(client, Client)
    if person is not None:
        key = sessions.start(person, "test")
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = key, True
    return client


def reflect(author, place, audience="facilitators", submit=True, title="Why did forty firms never ring back?"):
    return write_reflection(
        reading(author),
        place,
        str(uuid4()),
        Content.written(title, {"body": "Nobody had asked them what they needed."}),
        cycle="free",
        audience=audience,
        submit=submit,
    )


def answer(facilitator, reflection, outcome="invites"):
    moves = [MoveContent("challenging", "", "", "Whose question was it?")]
    return send_review(reading(facilitator), reflection, str(uuid4()), outcome, moves, reflection.version)
