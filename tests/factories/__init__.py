"""Small worlds for tests, made with the commands that people's clicks use wherever there is one."""

from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import uuid4

from lpcommunity.access.models import RateCounter
from lpcommunity.access.rate_limits import Limit
from lpcommunity.access.reader import OPERATOR, VISITOR, Reader, reader_of
from lpcommunity.accounts import passwords, sessions
from lpcommunity.actions.models import Action
from lpcommunity.entries import lifecycle
from lpcommunity.entries.content import Content
from lpcommunity.help_requests.models import HelpAsking
from lpcommunity.help_requests.queries import request_row
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.commands import found_partnership
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.partnerships.readers import reader_at_door
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.people.names import sort_name_of
from lpcommunity.programmes.commands import add_programme
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.projects.models import Milestone
from lpcommunity.reflections.models import Reflection
from lpcommunity.slips.commands import move_milestone
from lpcommunity.slips.models import Slip
from lpcommunity.storage import clock, now, session, today, transactional
from lpcommunity.storage.clock import from_london
from lpcommunity.updates.models import Update

_numbers = count(1)


@cache
def _anybodys_hash() -> str:
    return passwords.hashed("a password that nobody types")


@transactional
def person(name: str = "", role: str | None = None, **more: object) -> Person:
    """Somebody with an account, who has come in; with a role in the installation if one is named."""
    number = next(_numbers)
    name = name or f"Person {number}"
    made = Person(
        email=f"person{number}@example.org",
        name=name,
        sort_name=sort_name_of(name),
        job_title="",
        helps_with="",
        created_at=now(),
        made_by_demo=False,
        **{"password_hash": _anybodys_hash(), **more},
    )
    session().add(made)
    session().flush()
    if role:
        session().add(RoleHolding(person_id=made.id, role=role, started_at=now()))
    return made


def reading(who: Person | None) -> Any:
    """This person as a reader just now; VISITOR for nobody, or a closed account."""
    return VISITOR if who is None else reader_of(who.id)


def session_of(key: str) -> Any:
    """The session with this key, if it still counts, as the door finds it."""
    found = reader_at_door(sessions.hash_of(key))
    return found[0] if found is not None and sessions.counts(found[0]) else None


def place(name: str = "") -> Partnership:
    """A partnership with nobody in it."""
    number = next(_numbers)
    return found_partnership(OPERATOR, slug=f"place-{number}", name=name or f"Place {number}")


def belongs(
    who: Person, where: Partnership, role: str = "member", since: date | None = None, until: date | None = None
) -> Membership:
    """Let somebody belong to a place. It is recorded on the first day, if that has been."""
    first = None if since is None else from_london(datetime.combine(since, time(0, 1)))
    with clock.at(first) if first is not None and first < now() else nullcontext():
        return memberships.join(OPERATOR, where, who, role, since, until)


@transactional
def update(author: Person, where: Partnership, audience: str = "community", **more: object) -> Update:
    """An update on record, whatever its author's standing: for tests of who may read it."""
    made = Update(
        idempotency_key=str(uuid4()),
        partnership_id=where.id,
        audience=audience,
        state=more.pop("state", "published"),
        standing="on-track",
        reason="",
        help_wanted=more.pop("help_wanted", ""),
        **more,
    )
    lifecycle.put_on_record(made, Reader(author.id), Content.written("", {"body": "What happened, in a sentence."}))
    return made


@transactional
def reflection(author: Person, where: Partnership, audience: str = "facilitators", **more: object) -> Reflection:
    """A reflection on record, whatever its author's standing: for tests of who may read it."""
    made = Reflection(
        idempotency_key=str(uuid4()),
        partnership_id=where.id,
        audience=audience,
        state=more.pop("state", "published"),
        cycle="free",
        review_state="none",
        rounds=0,
        **more,
    )
    lifecycle.put_on_record(made, Reader(author.id), Content.written("", {"body": "What I make of it, in a sentence."}))
    return made


def programme(name: str = "") -> Programme:
    """A programme of a year around today."""
    first = today().replace(day=1)
    return add_programme(
        OPERATOR,
        name=name or f"Programme {next(_numbers)}",
        starts_on=first - timedelta(days=180),
        ends_on=first + timedelta(days=180),
    )


def milestone(
    where: Partnership, within: Programme | None = None, name: str = "Doors open", in_days: int = 20
) -> Milestone:
    """Something that a place wants to reach in so many days: in a project of its own."""
    project = begin_project(OPERATOR, where, within or programme(), title=f"Project {next(_numbers)}")
    return add_milestone(OPERATOR, project, name=name, due_on=today() + timedelta(days=in_days))


def slip(
    of: Milestone,
    by: Person | None,
    audience: str = "partnership",
    why: str = "The tender came back too dear.",
    **more: Any,
) -> Slip:
    """A move of it by ten days, or what is said."""
    actor = OPERATOR if by is None else reading(by)
    to_on = more.pop("to_on", None) or of.due_on + timedelta(days=10)
    return move_milestone(
        actor, of, to_on=to_on, reason=more.pop("reason", "procurement"), why=why, audience=audience, **more
    )


@transactional
def action(author: Person, where: Partnership, audience: str = "partnership", **more: Any) -> Action:
    """An action on record, whatever its author's standing: for tests of who may read it."""
    owner, moment = more.pop("owner", None), now()
    made = Action(
        idempotency_key=str(uuid4()),
        partnership_id=where.id,
        author_id=author.id,
        audience=audience,
        confided_at=moment if audience == "facilitators" else None,
        what=more.pop("what", "Ring ten firms"),
        due_on=more.pop("due_on", today() + timedelta(days=20)),
        owner_id=owner.id if owner else None,
        created_at=moment,
        **more,
    )
    session().add(made)
    session().flush()
    return made


@transactional
def used_up(person: Person, limit: Limit) -> None:
    """As if this person had just done as much of this as an hour allows."""
    session().merge(RateCounter(key=f"{limit.name}:{person.id}", began_at=now(), count=limit.most))


@transactional
def think_of(entry: Update, person_id: int) -> None:
    """Somebody is suggested to whoever asks for help with this, whatever their words; who was, stays as they are."""
    request = request_row(entry.id)
    assert request is not None
    if not session().query(HelpAsking).filter_by(request_id=request.id, person_id=person_id).count():
        session().add(
            HelpAsking(request_id=request.id, person_id=person_id, asker_id=entry.author_id, suggested_at=now())
        )
