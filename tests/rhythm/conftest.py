"""Bedford with lead, deputies, a facilitator and somebody who is two things; Hull, which nobody leads."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from flask import current_app

from lpcommunity import worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import begin_project
from lpcommunity.storage import clock, session
from tests import factories as make

BEGAN = datetime(2025, 8, 4, 9, 0, tzinfo=UTC)  # a Monday; the clocks go back on 26 October and forward on 29 March


@pytest.fixture
def w(app, begin_with):
    """The two places, as they begin on 4 August 2025."""
    made = begin_with(_world)
    made.app = app
    return made


def _world():
    with clock.at(BEGAN):
        bedford, hull = make.place("Bedford"), make.place("Hull")
        people = {
            "amina": make.person("Amina Rahman"),
            "lead": make.person("Helen Ward"),
            "deputy": make.person("Rajinder Gill"),
            "second": make.person("Tomasz Nowak"),
            "owen": make.person("Dr Owen Pritchard"),
            "grace": make.person("Grace Oyelaran", role="programme-team"),
            "both": make.person("Leyla Demir", role="programme-team"),
            "colin": make.person("Colin Marsh"),
            "priya": make.person("Priya Shah"),
        }
        since = BEGAN.date()
        for name, role in (
            ("amina", "member"),
            ("lead", "lead"),
            ("deputy", "deputy"),
            ("second", "deputy"),
            ("owen", "facilitator"),
            ("both", "facilitator"),
        ):
            make.belongs(people[name], bedford, role, since)
        make.belongs(people["colin"], hull, "member", since)
        make.belongs(people["priya"], hull, "facilitator", since)
        programme = add_programme(
            OPERATOR,
            name="Places Together",
            starts_on=date(2025, 8, 1),
            ends_on=date(2026, 7, 31),
            rhythm="fortnight",
        )
        projects = {
            "work": begin_project(OPERATOR, bedford, programme, title="Walking to care"),
            "hulls": begin_project(OPERATOR, hull, programme, title="Warm homes"),
        }
        worker.run(current_app, until_empty=True)
    return SimpleNamespace(bedford=bedford, hull=hull, programme=programme, **people, **projects)


@pytest.fixture
def on(app):
    """Let it be this moment, and the worker do whatever is due by then."""

    def come(moment: datetime) -> None:
        with clock.at(moment):
            worker.run(app, until_empty=True)
        session().rollback()
        session().expire_all()

    return come


def morning(day: date) -> datetime:
    """Ten past seven in London."""
    return clock.in_london(day, time(7, 10))


def days(first: date, last: date):
    """Each day from the one to the other."""
    while first <= last:
        yield first
        first += timedelta(days=1)
