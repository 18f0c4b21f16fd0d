"""Whom to sign in as and what to look at, found in the database: for whoever measures."""

from typing import Any

from sqlalchemy import Select, func, select

from lpcommunity.comments.models import CommentCount
from lpcommunity.entries.models import PUBLISHED, Entry, entry_theme
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Theme
from lpcommunity.reflections.models import Reflection
from lpcommunity.seeding.accounts import DOMAIN, PASSWORD
from lpcommunity.storage import session

TALK = 20  # comments


def emails() -> dict[str, str]:
    """The addresses of those with known ones, by what they are."""
    rows = session().scalars(
        select(Person.email).where(Person.email.startswith("bench-"), Person.email.endswith(DOMAIN)).order_by(Person.id)
    )
    return {email.removeprefix("bench-").partition("@")[0]: email for email in rows}


def described() -> dict[str, Any]:
    """Addresses of people and pages."""
    known = emails()
    place = _place_of(known["member-busy"])
    return {
        "password": PASSWORD,
        "sign_ins": known,
        "busy_place": place.slug,
        "silent_place": _place_of(known["silent-follower"]).slug,
        "new_place": _place_of(known["new"]).slug,
        "theme": _theme(),
        **_entries(place.id, known["member-busy"]),
    }


def _place_of(email: str) -> Partnership:
    query = select(Partnership).join(Membership).join(Person).where(Person.email == email).order_by(Membership.id)
    return session().scalars(query.limit(1)).one()


def _theme() -> str:
    """The theme that most entries carry."""
    most = select(entry_theme.c.theme_id).group_by(entry_theme.c.theme_id).order_by(func.count().desc()).limit(1)
    return session().scalar(select(Theme.slug).where(Theme.id == most.scalar_subquery())) or ""


def _entries(place_id: int, email: str) -> dict[str, int | None]:
    """Of the busy place: the newest update for everybody, somebody else's for the community, a reflection of the busy
    member's with the longest exchange, and updates for the community with twenty comments and with the most.
    """
    on_record = (Entry.partnership_id == place_id, Entry.state == PUBLISHED)
    newest = select(Entry.id).where(*on_record, Entry.kind == "update").order_by(Entry.id.desc()).limit(1)
    author = select(Person.id).where(Person.email == email).scalar_subquery()
    talked = (
        select(Reflection.id)
        .where(Reflection.partnership_id == place_id, Reflection.state == PUBLISHED, Reflection.author_id == author)
        .order_by(Reflection.rounds.desc(), Reflection.id.desc())
        .limit(1)
    )
    said = func.sum(CommentCount.number)
    spoken_below = (
        newest.join(CommentCount, CommentCount.entry_id == Entry.id)
        .where(Entry.audience == "community")
        .group_by(Entry.id)
        .order_by(None)
    )
    return {
        "talk": _id(spoken_below.order_by(func.abs(said - TALK), Entry.id.desc())),
        "long_talk": _id(spoken_below.order_by(said.desc(), Entry.id.desc())),
        "public_update": session().scalar(newest.where(Entry.audience == "public")),
        "update": session().scalar(newest.where(Entry.audience == "community", Entry.author_id != author)),
        "reflection": session().scalar(talked),
    }


def _id(query: Select[int]) -> int | None:
    return session().scalar(query)
