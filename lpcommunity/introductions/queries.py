"""Reading introductions, for the three whom they are of; and finding whom somebody means by a name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, case, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER, READER_IN_COMMUNITY, reads
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.introductions.policy import INTRODUCTION, is_theirs
from lpcommunity.partnerships.terms import BELONGS_TO, in_community
from lpcommunity.people.faces import NamedPerson
from lpcommunity.people.models import Organisation
from lpcommunity.people.terms import PERSON
from lpcommunity.search.names import bare_words
from lpcommunity.search.people_by_words import people_named
from lpcommunity.storage import Statement, session

MOST_ASKED_ABOUT = 8  # people of one name between whom one chooses
MOST_LOOKED_AT = 200  # who bear such a name, seen or not
ORGANISATION: FromClause = Organisation.__table__
_introducer, _one, _other = (PERSON.alias(name) for name in ("introducer", "one_of_two", "other_of_two"))


@dataclass(frozen=True)
class IntroductionLine:
    """Who introduced whom to whom, and why."""

    id: int
    introducer_id: int
    introducer: str
    one_id: int
    one: str
    other_id: int
    other: str
    why: str
    made_at: datetime
    shared_at: datetime | None  # when the reader, one of the two, let the other have their address
    address: str | None  # of the other of the two, who lets the reader have it

    @property
    def by(self) -> NamedPerson:
        """Who introduced them."""
        return NamedPerson(self.introducer_id, self.introducer)

    @property
    def two(self) -> tuple[NamedPerson, NamedPerson]:
        """Both whom they introduced."""
        return NamedPerson(self.one_id, self.one), NamedPerson(self.other_id, self.other)

    def others(self, person_id: int) -> list[NamedPerson]:
        """Whom this person of the three gets to know: the other one; both, for whoever introduced them."""
        return [one for one in self.two if one.id != person_id]


def _of_two(one: Any, other: Any) -> Any:
    """What is of the reader where they are the one of the two, and where they are the other; nothing for the third."""
    return case((INTRODUCTION.c.one_id == READER, one), (INTRODUCTION.c.other_id == READER, other))


def _let_out(shared_at: str, whose: FromClause) -> Any:
    """The address of who let it out, while both are of the community, and so see each other (people.policy)."""
    given = and_(INTRODUCTION.c[shared_at].is_not(None), in_community(whose), READER_IN_COMMUNITY)
    return case((given, whose.c.email))


THEIRS = Statement(
    select(
        INTRODUCTION.c.id,
        INTRODUCTION.c.introducer_id,
        _introducer.c.name.label("introducer"),
        INTRODUCTION.c.one_id,
        _one.c.name.label("one"),
        INTRODUCTION.c.other_id,
        _other.c.name.label("other"),
        INTRODUCTION.c.why,
        INTRODUCTION.c.made_at,
        _of_two(INTRODUCTION.c.one_shared_at, INTRODUCTION.c.other_shared_at).label("shared_at"),
        _of_two(_let_out("other_shared_at", _other), _let_out("one_shared_at", _one)).label("address"),
    )
    .select_from(
        INTRODUCTION.join(_introducer, _introducer.c.id == INTRODUCTION.c.introducer_id)
        .join(_one, _one.c.id == INTRODUCTION.c.one_id)
        .join(_other, _other.c.id == INTRODUCTION.c.other_id)
    )
    .where(INTRODUCTION.c.id == bindparam("introduction", type_=Integer), is_theirs()),
    IntroductionLine,
)


@dataclass(frozen=True)
class PersonMeant:
    """Somebody who could be meant by a name, as the community sees them."""

    id: int
    name: str
    organisation: str | None
    place: str | None

    @property
    def says(self) -> str:
        """What tells them from others of the name."""
        return ", ".join(part for part in (self.organisation, self.place) if part)


# Those whom the reader may see as a person (people.policy.can_see_person), and who can be introduced to this one.
AMONG = Statement(
    select(PERSON.c.id, PERSON.c.name, ORGANISATION.c.name.label("organisation"), BELONGS_TO.label("place"))
    .select_from(PERSON.outerjoin(ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id))
    .where(
        PERSON.c.id.in_(bindparam("ids", type_=Integer, expanding=True)),
        PERSON.c.id != READER,
        PERSON.c.id != bindparam("besides", type_=Integer),
        READER_IN_COMMUNITY,
        in_community(PERSON),
    )
    .order_by(PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_LOOKED_AT),
    PersonMeant,
)


@dataclass(frozen=True)
class Meant:
    """Whom a name could mean. `sure`: it is the whole name of one alone, so there is nothing to ask."""

    people: tuple[PersonMeant, ...] = ()
    sure: bool = False
    more: bool = False  # than one would choose between


def meant_by(actor: Reader, typed: str, besides: int) -> Meant:
    """Whom the actor could mean by this name, to be introduced to `besides`: three queries at most."""
    words = _without_titles(typed)
    ids = people_named(typed).ids[:MOST_LOOKED_AT] if words else []
    seen = AMONG.all(reads(actor), ids=sorted(ids), besides=besides) if ids else []
    whole = [one for one in seen if _without_titles(one.name) == words]
    found = whole or seen
    return Meant(tuple(found[:MOST_ASKED_ABOUT]), sure=len(whole) == 1, more=len(found) > MOST_ASKED_ABOUT)


def _without_titles(name: str) -> list[str]:
    """The words of a name, in no order: Dr Siân Llŷr is Llyr, Sian."""
    return sorted(bare_words(name))


def could_be(typed: str, name: str) -> bool:
    """Whether this is somebody's name, or a part of it, with titles or without."""
    words = set(_without_titles(typed))
    return bool(words) and words <= set(_without_titles(name))


def introduction(actor: Reader, introduction_id: int) -> IntroductionLine | None:
    """This introduction, for whoever made it and for the two: one query."""
    return THEIRS.first(reads(actor), introduction=introduction_id)


def row(introduction_id: int) -> PeopleIntroduction | None:
    """The same for the worker, which decides whom to tell of it."""
    return session().get(PeopleIntroduction, introduction_id)
