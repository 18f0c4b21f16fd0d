"""Bedford and Hull, half a year ago, with two of everybody; and Amina, who writes in Bedford."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from lpcommunity.entries.content import Content
from lpcommunity.people.models import Person
from lpcommunity.reflections.commands import write_reflection
from lpcommunity.storage import clock, now, session, transactional
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.factories import reading

BEFORE = timedelta(days=180)


@pytest.fixture
def w(app, begin_with):
    """The two places; nothing is written yet."""
    made = begin_with(_world)
    made.app = app
    return made


def _world():
    bedford, hull = make.place("Bedford"), make.place("Hull")
    people = {
        "amina": make.person("Amina Rahman"),
        "callum": make.person("Callum Frith"),
        "helen": make.person("Helen Marchetti"),
        "owen": make.person("Dr Owen Pritchard"),
        "ruth": make.person("Ruth Adeyemi"),
        "grace": make.person("Grace Oyelaran"),
        "tom": make.person("Tom Beddoes"),
        "team": make.person("Priya Nair", role="programme-team"),
        "evaluator": make.person("Hannah Lindqvist", role="evaluator"),
        "nobody": make.person("Norman Nemo"),
    }
    with clock.at(now() - BEFORE):
        for name in ("amina", "callum"):
            make.belongs(people[name], bedford)
        make.belongs(people["helen"], bedford, "lead")
        make.belongs(people["owen"], bedford, "facilitator")
        for name in ("grace", "tom"):
            make.belongs(people[name], hull)
        make.belongs(people["ruth"], hull, "facilitator")
    return SimpleNamespace(bedford=bedford, hull=hull, **people)


def days_ago(days: float):
    """Let it be so many days before today."""
    return clock.at(now() - timedelta(days=days))


def reflect(w, audience="facilitators", *, submit=True, about=(), title="What we make of it"):
    """Amina writes a reflection."""
    content = Content.written(title, {"body": "It went otherwise than we thought."})
    return write_reflection(
        reading(w.amina), w.bedford, str(uuid4()), content, cycle="free", audience=audience, submit=submit,
        about_entry_ids=about,
    )  # fmt: skip


def post(who, place, audience="community", title="What happened"):
    """Somebody posts an update."""
    content = Content.written(title, {"body": f"{title}, in a sentence."})
    return post_update(reading(who), place, str(uuid4()), content, audience=audience, standing="on-track")


@transactional
def close_account(person: Person) -> None:
    """Close it, at this moment."""
    session().merge(person).disabled_at = now()


@transactional
def open_account(person: Person) -> None:
    """Open it again."""
    session().merge(person).disabled_at = None
