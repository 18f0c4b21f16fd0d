"""Two places with people of mixed roles, some of one name; and what they were told."""

from types import SimpleNamespace

import pytest
from flask import current_app
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.following.commands import follow
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

NAMES = {
    "ann": "Ann Archer", "ben": "Ben Baker", "sian": "Siân O’Neill", "owen": "Owen Pritchard", "ruth": "Ruth Ogden",
    "cora": "Cora Cole", "other_ben": "Ben Baker", "team": "Priya Nair", "eva": "Eva Luator", "gone": "Gone Former",
}  # fmt: skip


@pytest.fixture
def world(app, begin_with):
    """Hull and Leeds, once the worker has done what there was to do."""
    made = begin_with(_world)
    made.app = app
    return made


def _world():
    """Hull with Ann, Ben and Siân, and Owen facilitating; Leeds with Cora, another Ben, and Ruth facilitating. Cora
    follows Ann.
    """
    hull, leeds = make.place("Hull"), make.place("Leeds")
    offices = {"team": "programme-team", "eva": "evaluator"}
    people = {key: make.person(name, role=offices.get(key)) for key, name in NAMES.items()}
    for key in ("ann", "ben", "sian"):
        make.belongs(people[key], hull)
    for key in ("cora", "other_ben"):
        make.belongs(people[key], leeds)
    make.belongs(people["owen"], hull, "facilitator")
    make.belongs(people["ruth"], leeds, "facilitator")
    follow(reading(people["cora"]), person=people["ann"])
    worker.run(current_app, until_empty=True)
    return SimpleNamespace(hull=hull, leeds=leeds, **people)


@pytest.fixture
def told(app):
    """`told(person)`: the types of the lines that they have, once the worker has done its work."""

    def read(person):
        worker.run(app, until_empty=True)
        session().rollback()
        rows = select(Notification.type).where(Notification.person_id == person.id).order_by(Notification.id)
        return list(session().scalars(rows))

    return read


@pytest.fixture
def mails(app):
    """`mails()`: the e-mails about mentions, by address, once the worker has done its work."""

    def read():
        worker.run(app, until_empty=True)
        session().rollback()
        session().expire_all()
        rows = session().scalars(select(Mail).where(Mail.kind == "mentioned").order_by(Mail.id))
        return {mail.to: mail for mail in rows}

    return read


@pytest.fixture
def ann(app, world):
    """Ann at her browser."""
    return Visitor(app, world.ann)


@pytest.fixture
def writing(ann, world):
    """The form of an update of hers, opened."""
    return Form(ann, f"/partnerships/{world.hull.slug}/updates/new")
