"""Hull, where Amina confided something to Owen before Priya came to facilitate; and Leeds, where nobody changed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import current_app
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.notifications.conftest import answer, browsing, reflect


@pytest.fixture
def w(app, begin_with):
    """The two places, half a year ago, and Priya, who is to come."""
    made = begin_with(_world)
    made.app = app
    return made


def _world():
    hull, leeds = make.place("Hull"), make.place("Leeds")
    people = {
        "amina": make.person("Amina Rahman"),
        "colin": make.person("Colin Marsh"),
        "ben": make.person("Ben Baker"),
        "owen": make.person("Dr Owen Pritchard"),
        "priya": make.person("Priya Shah"),
        "team": make.person("Grace Oyelaran", role="programme-team"),
    }
    with clock.at(now() - timedelta(days=180)):
        for name in ("amina", "colin"):
            make.belongs(people[name], hull)
        make.belongs(people["owen"], hull, "facilitator")
        make.belongs(people["owen"], leeds, "facilitator")
        make.belongs(people["ben"], leeds)
        worker.run(current_app, until_empty=True)
    return SimpleNamespace(hull=hull, leeds=leeds, **people)


@pytest.fixture
def work(app):
    """Let the worker do whatever is due, so many days from now."""

    def run(days: float = 0) -> None:
        with clock.at(now() + timedelta(days=days)):
            worker.run(app, until_empty=True)
        session().rollback()
        session().expire_all()

    return run


@pytest.fixture
def told(app):
    """What a person was told since facilitators changed: in the app, and by e-mail."""

    def read(person: Person) -> tuple[list[str], list[str]]:
        here = select(Notification.type).where(Notification.person_id == person.id).order_by(Notification.id)
        mail = select(Mail.kind).where(Mail.person_id == person.id, Mail.sent_at.is_not(None)).order_by(Mail.id)
        about = ("facilitator-introduced", "facilitator-leaves", "facilitator-left", "exchange-opened")
        return (
            [one for one in session().scalars(here) if one in about],
            [one for one in session().scalars(mail) if one in about],
        )

    return read


__all__ = ["answer", "browsing", "reflect"]
