"""Two places that ask each other, with people of mixed roles."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from lpcommunity import worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.content import Content
from lpcommunity.help_requests.models import HelpAsking, HelpRequest
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.programmes.commands import add_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import session, transactional
from lpcommunity.updates.commands import edit_update, post_update
from lpcommunity.updates.models import Update
from tests.factories import belongs, person, place, reading


@dataclass
class World:
    hull: Partnership
    keele: Partnership
    grace: Person  # leads Hull
    martin: Person  # a member of Hull
    owen: Person  # facilitates Hull, and is a member of Keele
    samira: Person  # leads Keele; negotiates rooms
    peter: Person  # a member of Keele
    callum: Person  # was a member of Keele; knows about buses
    priya: Person  # programme team
    nobody: Person  # has an account, and knows about buses
    theme: Theme
    other_theme: Theme


def world() -> World:
    hull, keele = place("Hull"), place("Keele")
    council, university = _organisation("council"), _organisation("university")
    grace, martin = person("Grace Oyelaran", organisation_id=council), person("Martin Shaw", organisation_id=university)
    owen = person("Owen Pritchard")
    samira = person("Samira Aziz", organisation_id=university)
    peter, callum, nobody = person("Peter Lomas"), person("Callum Frith"), person("Nobody Here")
    priya = person("Priya Nair", role="programme-team")
    says(samira, "Negotiating rooms and budgets.\nBus operators who want it in writing")
    says(martin, "Buses, and the figures about them")
    says(callum, "Buses of every operator")
    says(nobody, "Buses and operators")
    belongs(grace, hull, "lead")
    belongs(martin, hull)
    belongs(owen, hull, "facilitator")
    belongs(owen, keele)
    belongs(samira, keele, "lead")
    belongs(peter, keele)
    _leave(belongs(callum, keele))
    themes = [add_theme(OPERATOR, name=f"Theme {uuid4()}") for _ in range(2)]
    return World(hull, keele, grace, martin, owen, samira, peter, callum, priya, nobody, *themes)


@transactional
def _organisation(sector: str) -> int:
    made = Organisation(slug=str(uuid4()), name=sector, sort_name=sector, sector=sector)
    session().add(made)
    session().flush()
    return made.id


@transactional
def _leave(membership: Any) -> None:
    membership.ended_at = membership.created_at


@transactional
def says(who: Person, helps_with: str) -> None:
    """Somebody says what they can help with."""
    session().get_one(Person, who.id).helps_with = helps_with


BUS = "How do you promise a bus operator something in writing?"


def asks(who: Person, where: Partnership, question: str = BUS, audience: str = "community", **more: Any) -> Update:
    """Somebody posts an update that asks."""
    content = Content.written(more.pop("title", "What happened"), {"body": "Something happened."})
    return post_update(
        reading(who), where, str(uuid4()), content, audience=audience, standing="on-track", help_wanted=question, **more
    )


def asks_instead(who: Person, made: Update, question: str) -> None:
    """Its author changes what it asks for."""
    session().refresh(made)
    content = Content.written(made.title, dict(made.fields))
    edit_update(reading(who), made, content, made.version, standing="on-track", help_wanted=question)


def request_of(made: Update) -> HelpRequest:
    """The row."""
    session().expire_all()
    return session().query(HelpRequest).filter_by(entry_id=made.id).one()


def suggested_for(made: Update) -> list[str]:
    """The first names of those who were thought of, in order."""
    session().expire_all()
    rows = session().query(HelpAsking).filter_by(request_id=request_of(made).id).order_by(HelpAsking.id)
    return [session().get_one(Person, one.person_id).first_name for one in rows]


def work(app: Any) -> None:
    """Let the worker do what waits."""
    worker.run(app, until_empty=True)
