"""Finding people by name: for a text that mentions them, and while somebody types."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, String, bindparam, literal_column, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.mention_marks import key_of
from lpcommunity.entries.models import AUDIENCES, PUBLISHED
from lpcommunity.entries.policy import ENTRY, MEANT_FOR, PLACE, READER, VISIBLE, can_post, reads
from lpcommunity.mentions.models import Mention
from lpcommunity.mentions.policy import AUTHOR, READ_BY, Reach, can_name_people
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, current, in_community
from lpcommunity.people.models import Organisation
from lpcommunity.people.names import sort_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement, today

MOST = 8  # suggested, and asked about
MOST_NAMED = 200  # of all that bear one of the names in a text
LONGEST_QUERY = 60
MENTION: FromClause = Mention.__table__
ORGANISATION: FromClause = Organisation.__table__
PARTNERSHIP: FromClause = Partnership.__table__
IDS = bindparam("ids", type_=Integer, expanding=True)
BEGINS = bindparam("begins", type_=String)  # LIKE, of a name
SIZE = bindparam("size", type_=Integer)


@dataclass(frozen=True)
class Named:
    """Somebody whom a name could mean. `may_read`: by their role; `here`: belongs to the place."""

    id: int
    name: str
    organisation: str | None
    may_read: bool
    here: bool

    @property
    def key(self) -> str:
        """The name as it is looked for."""
        return key_of(self.name)

    @property
    def bare(self) -> str:
        """The same without titles."""
        return sort_name_of(self.name)


@dataclass(frozen=True)
class Suggestion:
    """Somebody to mention, and where they belong."""

    id: int
    name: str
    where: str


_members = select(MEMBERSHIP.c.person_id).where(MEMBERSHIP.c.partnership_id == PLACE, current())
_there = MEMBERSHIP.alias("there")
_here = PERSON.c.id.in_(_members)
_FOUND = PERSON.outerjoin(ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id)


def _named() -> Select[Any]:
    columns = (PERSON.c.id, PERSON.c.name, ORGANISATION.c.name.label("organisation"))
    return (
        select(*columns, READ_BY.label("may_read"), _here.label("here"))
        .select_from(_FOUND)
        .order_by(PERSON.c.sort_name, PERSON.c.id)
        .limit(SIZE)
    )


NAMED = Statement(
    _named().where(PERSON.c.sort_name.in_(bindparam("names", type_=String, expanding=True)), in_community()), Named
)
BEGUN = Statement(_named().where(PERSON.c.sort_name.like(BEGINS, escape="\\"), READ_BY), Named)


def _word_begins(name: ColumnElement[str]) -> ColumnElement[bool]:
    """A word of this name begins so."""
    return (literal_column("' '") + name).like(BEGINS, escape="\\")


def _suggested(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(PERSON.c.id, PERSON.c.name, ORGANISATION.c.name.label("organisation"))
        .select_from(_FOUND)
        .where(*which, _word_begins(PERSON.c.sort_name), PERSON.c.id != READER)
        .order_by(PERSON.c.sort_name, PERSON.c.id)
        .limit(SIZE)
    )


# Asked as one list, which begins with the few of the place: each OR would look at every person there is.
_of_place = _members.union(select(AUTHOR))
HERE: Statement[dict[str, Any]] = Statement(_suggested(PERSON.c.id.in_(_of_place), READ_BY))
BEYOND: Statement[dict[str, Any]] = Statement(_suggested(MEANT_FOR, ~_here, PERSON.c.id != AUTHOR))
PLACES_OF: Statement[dict[str, Any]] = Statement(
    select(_there.c.person_id, PARTNERSHIP.c.name)
    .select_from(_there.join(PARTNERSHIP, PARTNERSHIP.c.id == _there.c.partnership_id))
    .where(_there.c.person_id.in_(IDS), current(_there))
    .order_by(PARTNERSHIP.c.sort_name, PARTNERSHIP.c.id)
)
WRITTEN_FOR = Statement(
    select(
        ENTRY.c.audience,
        ENTRY.c.partnership_id.label("place_id"),
        ENTRY.c.author_id,
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.confided_at,
    ).where(ENTRY.c.id == bindparam("entry", type_=Integer), VISIBLE),
    Reach,
)
PLACE_AT: Statement[Any] = Statement(
    select(PARTNERSHIP.c.id).where(PARTNERSHIP.c.slug == bindparam("slug", type_=String))
)

# For whoever tells people: over people, with READ_BY and the values of a Reach.
AMONG: Statement[Any] = Statement(select(PERSON.c.id).where(PERSON.c.id.in_(IDS), READ_BY))
THERE: Statement[dict[str, Any]] = Statement(
    select(MENTION.c.person_id, MENTION.c.audience).where(
        MENTION.c.entry_id == bindparam("entry", type_=Integer),
        MENTION.c.part == bindparam("part", type_=String),
        MENTION.c.version == bindparam("version", type_=Integer),
        MENTION.c.until_version.is_(None),
        MENTION.c.told,
    )
)
TOLD: Statement[Any] = Statement(
    select(MENTION.c.person_id).where(
        MENTION.c.entry_id == bindparam("entry", type_=Integer),
        MENTION.c.part == bindparam("part", type_=String),
        MENTION.c.until_version.is_(None),
        MENTION.c.told,
    )
)
STILL_MENTIONED: Statement[Any] = Statement(
    select(MENTION.c.entry_id)
    .select_from(MENTION.join(ENTRY, ENTRY.c.id == MENTION.c.entry_id))
    .where(
        MENTION.c.entry_id == bindparam("entry", type_=Integer),
        MENTION.c.person_id == READER,
        MENTION.c.until_version.is_(None),
        MENTION.c.told,
        VISIBLE,
        ENTRY.c.state == literal_column(f"'{PUBLISHED}'"),
    )
    .limit(1)
)


def reach_of(actor: Reader, entry_id: int) -> Reach | None:
    """For whom the entry of this id is, if this person may read it: one query."""
    return WRITTEN_FOR.first(reads(actor), entry=entry_id) if can_name_people(actor) else None


def reach_to_come(actor: Reader, slug: str, audience: str) -> Reach | None:
    """For whom an entry is that this person is about to write there: one query."""
    place = PLACE_AT.value(slug=slug) if audience in AUDIENCES else None
    return Reach(audience, place, actor.id) if place is not None and can_post(actor, place) else None


def named(reach: Reach, keys: Collection[str]) -> list[Named]:
    """Those in the community who bear one of these names, titles aside, and whoever has the entry: one query."""
    return NAMED.all(reach.by_role, names=sorted({sort_name_of(key) for key in keys}), size=MOST_NAMED)


def begun(reach: Reach, key: str) -> list[Named]:
    """Those who may read it and whose names begin with these words, one more than may be asked about: one query."""
    return BEGUN.all(reach.by_role, begins=f"{_literally(sort_name_of(key))} %", size=MOST + 1)


def suggestions(actor: Reader, reach: Reach, typed: str) -> list[Suggestion]:
    """Whom one may mean who types this after an @: of this place first, by name. At most three queries."""
    words = sort_name_of(typed[:LONGEST_QUERY])
    values = reads(actor) | reach.by_role | {"begins": f"% {_literally(words)}%"}
    found = HERE.all(values, size=MOST)
    if len(found) < MOST and reach.audience in ("community", "public"):
        found += BEYOND.all(values, size=MOST - len(found))
    return _placed(found)


def placed(people: Collection[Named]) -> list[Suggestion]:
    """The same people with their places: one query."""
    return _placed([{"id": one.id, "name": one.name, "organisation": one.organisation} for one in people])


def _literally(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _placed(found: list[dict[str, Any]]) -> list[Suggestion]:
    places: dict[int, list[str]] = {}
    for row in PLACES_OF.all(ids=[one["id"] for one in found], today=today()) if found else ():
        places.setdefault(row["person_id"], []).append(row["name"])
    return [
        Suggestion(one["id"], one["name"], "; ".join(places.get(one["id"], [])) or one["organisation"] or "")
        for one in found
    ]


def still_reached(reach: Reach, part: str, version: int) -> list[int]:
    """Of those who were to be told of this version those who may read it now: two queries."""
    there = {row["person_id"]: row["audience"] for row in THERE.all(entry=reach.entry_id, part=part, version=version)}
    of_audience = {audience: [one for one in there if there[one] == audience] for audience in there.values()}
    return sorted(
        person_id
        for audience, ids in of_audience.items()
        for person_id in AMONG.values(reach.narrowed(audience).values, ids=ids)
    )


def told_of(entry_id: int, part: str = "") -> frozenset[int]:
    """Whoever is told that they are mentioned in this entry, or in this text below it: one query."""
    return frozenset(TOLD.values(entry=entry_id, part=part))


def is_mentioned(actor: Reader, entry_id: int) -> bool:
    """Whether this person is still mentioned in or below this entry, and may read it."""
    return STILL_MENTIONED.value(reads(actor), entry=entry_id) is not None


__all__ = [
    "MOST", "Named", "Suggestion", "begun", "is_mentioned", "named", "placed", "reach_of", "reach_to_come",
    "still_reached", "suggestions", "told_of",
]  # fmt: skip
