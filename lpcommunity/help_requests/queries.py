"""Reading requests for help: the board, what helped, and one request with those who were thought of for it.

All of it through the one resolver: a request is as wide as its entry.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import ENTRY, ON_RECORD, READER, VISIBLE, meant, mine, published, reads
from lpcommunity.entries.queries import PLACE, SIZE, cursor, older, place_in_list
from lpcommunity.help_requests.models import ANSWERED, OPEN, HelpRequest
from lpcommunity.help_requests.policy import ASKING, IS_ANSWERED, IS_OPEN, REQUEST
from lpcommunity.partnerships.terms import MEMBERSHIP, current, in_community
from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import Moment, Statement, session, today

PAGE = 10
COUNTED = 20  # beyond it a figure says “20+”
MOST_COUNTED = 2000  # open requests among which those of each theme are counted
MOST_PEOPLE = 5  # who are suggested for one request
FIRST = {"after": datetime(1, 1, 2, tzinfo=UTC), "after_id": 0}

THEME: FromClause = Theme.__table__
ENTRY_ID = bindparam("entry", type_=Integer)
_helper, _helped_from = PERSON.alias("helper"), PLACE.alias("helped_from")
_wrote = ENTRY.alias("wrote")


@dataclass(frozen=True)
class RequestLine:
    """A request, as lists and the page of its entry show it."""

    id: int
    entry_id: int
    kind: Kind
    title: str
    question: str
    state: str
    asked_at: datetime
    since: datetime
    words: str  # what helped
    helper_id: int | None
    helper: str
    helped_from: str  # where whoever helped belonged
    partnership_id: int | None
    place: str
    place_slug: str
    author_id: int
    author: str
    audience: str
    mine: bool

    @property
    def path(self) -> str:
        """The entry that asks."""
        return self.kind.path(self.entry_id)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still looked for."""
        return self.state == OPEN

    @property
    def is_answered(self) -> bool:
        """Whether it was said what helped."""
        return self.state == ANSWERED

    @property
    def author_first_name(self) -> str:
        """What to call who asks."""
        return first_name_of(self.author)

    @property
    def days(self) -> int:
        """For how many days it is as it is."""
        return max(0, (today() - self.since.date()).days)

    @property
    def key(self) -> str:
        """Its place in a list."""
        return cursor(self.since, self.id)


@dataclass(frozen=True)
class RequestPage:
    """Some requests, and the cursor of the next page if there is one."""

    lines: list[RequestLine]
    next: str | None


def _line(*, kind: str, **columns: Any) -> RequestLine:
    names = ("helper", "helped_from", "place", "place_slug", "author")
    return RequestLine(kind=kind_of(kind), **columns | {name: columns[name] or "" for name in names})


# Outer joins, so that no database begins with the people or the places.
ROWS: FromClause = (
    REQUEST.join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
    .outerjoin(PERSON, PERSON.c.id == ENTRY.c.author_id)
    .outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
    .outerjoin(_helper, _helper.c.id == REQUEST.c.helper_id)
    .outerjoin(_helped_from, _helped_from.c.id == REQUEST.c.helping_place_id)
)
LINES: Select[Any] = select(
    REQUEST.c.id,
    REQUEST.c.entry_id,
    ENTRY.c.kind,
    ENTRY.c.title,
    REQUEST.c.question,
    REQUEST.c.state,
    REQUEST.c.asked_at,
    REQUEST.c.since,
    REQUEST.c.words,
    REQUEST.c.helper_id,
    _helper.c.name.label("helper"),
    _helped_from.c.name.label("helped_from"),
    ENTRY.c.partnership_id,
    PLACE.c.name.label("place"),
    PLACE.c.slug.label("place_slug"),
    ENTRY.c.author_id,
    PERSON.c.name.label("author"),
    ENTRY.c.audience,
    mine().label("mine"),
).select_from(ROWS)

_AFTER = tuple_(bindparam("after", type_=Moment), bindparam("after_id", type_=Integer))
_OF_THEME = exists().where(
    entry_theme.c.entry_id == REQUEST.c.entry_id, entry_theme.c.theme_id == bindparam("theme", type_=Integer)
)


def _newest(*where: ColumnElement[bool]) -> Statement[RequestLine]:
    query = LINES.where(*where, older(REQUEST.c.since, REQUEST.c.id), ON_RECORD)
    return Statement(query.order_by(REQUEST.c.since.desc(), REQUEST.c.id.desc()).limit(SIZE), _line)


def _longest(*where: ColumnElement[bool]) -> Statement[RequestLine]:
    query = LINES.where(*where, tuple_(REQUEST.c.since, REQUEST.c.id) > _AFTER, ON_RECORD)
    return Statement(query.order_by(REQUEST.c.since, REQUEST.c.id).limit(SIZE), _line)


NEWEST, NEWEST_OF_THEME = _newest(IS_OPEN), _newest(IS_OPEN, _OF_THEME)
LONGEST, LONGEST_OF_THEME = _longest(IS_OPEN), _longest(IS_OPEN, _OF_THEME)
FOUND = _newest(IS_ANSWERED)
OF_OTHERS = _newest(IS_OPEN, ENTRY.c.author_id != READER)
OF_ENTRY = Statement(LINES.where(REQUEST.c.entry_id == ENTRY_ID, VISIBLE), _line)


@dataclass(frozen=True)
class ThemeCount:
    """A theme, and how many open requests of it this reader may read."""

    id: int
    slug: str
    name: str
    many: int


_open = (
    select(REQUEST.c.entry_id)
    .select_from(REQUEST.join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id))
    .where(IS_OPEN, ON_RECORD)
    .order_by(REQUEST.c.since.desc(), REQUEST.c.id.desc())
)
_among = _open.limit(MOST_COUNTED).subquery("among")
THEMES = Statement(
    select(THEME.c.id, THEME.c.slug, THEME.c.name, func.count().label("many"))
    .select_from(
        _among.join(entry_theme, entry_theme.c.entry_id == _among.c.entry_id).join(
            THEME, THEME.c.id == entry_theme.c.theme_id
        )
    )
    .group_by(THEME.c.id, THEME.c.slug, THEME.c.name, THEME.c.sort_name)
    .order_by(func.count().desc(), THEME.c.sort_name, THEME.c.id),
    ThemeCount,
)
HOW_MANY: Statement[Any] = Statement(_open.limit(COUNTED + 1))


@dataclass(frozen=True)
class ThoughtOf:
    """Somebody who might help with a request, why, and when they were asked. Whether they said “not now” is no part."""

    entry_id: int
    person_id: int
    name: str
    photo_key: str | None
    place: str | None
    helps_with: str
    wrote: str | None
    asked_at: datetime | None

    @property
    def initials(self) -> str:
        """Two letters that stand for them."""
        return initials_of(self.name)

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)


# Where somebody belongs just now: the first place by its number, as a word beside their name.
_belongs_to = (
    select(PLACE.c.name)
    .select_from(MEMBERSHIP.join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id))
    .where(MEMBERSHIP.c.person_id == PERSON.c.id, current())
    .order_by(PLACE.c.id)
    .limit(1)
    .correlate(PERSON)
    .scalar_subquery()
)
_wrote_is_read = and_(published(_wrote), or_(meant(_wrote), mine(_wrote)))
THOUGHT_OF = Statement(
    select(
        REQUEST.c.entry_id,
        ASKING.c.person_id,
        PERSON.c.name,
        PERSON.c.photo_key,
        _belongs_to.label("place"),
        PERSON.c.helps_with,
        _wrote.c.title.label("wrote"),
        ASKING.c.asked_at,
    )
    .select_from(
        ASKING.join(REQUEST, REQUEST.c.id == ASKING.c.request_id)
        .join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
        .join(PERSON, PERSON.c.id == ASKING.c.person_id)
        .outerjoin(_wrote, and_(_wrote.c.id == ASKING.c.wrote_id, _wrote_is_read))
    )
    .where(
        REQUEST.c.entry_id.in_(bindparam("entries", type_=Integer, expanding=True)),
        ON_RECORD,
        in_community(PERSON),
        # What spoke for them must still be there; whoever was asked stays, with or without.
        or_(
            ASKING.c.asked_at.is_not(None),
            _wrote.c.id.is_not(None),
            and_(ASKING.c.wrote_id.is_(None), PERSON.c.helps_with != ""),
        ),
    )
    .order_by(ASKING.c.id),
    ThoughtOf,
)


@dataclass(frozen=True)
class OwnAsking:
    """That the reader was asked whether they can help."""

    entry_id: int
    asked_at: datetime
    asked_by: str
    declined_at: datetime | None

    @property
    def first_name(self) -> str:
        """What to call who asks."""
        return first_name_of(self.asked_by)


_asker = PERSON.alias("asker")
ASKED_OF_ME = Statement(
    select(REQUEST.c.entry_id, ASKING.c.asked_at, _asker.c.name.label("asked_by"), ASKING.c.declined_at)
    .select_from(
        ASKING.join(REQUEST, REQUEST.c.id == ASKING.c.request_id)
        .join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
        .join(_asker, _asker.c.id == ASKING.c.asked_by_id)
    )
    .where(ASKING.c.person_id == READER, REQUEST.c.entry_id == ENTRY_ID, IS_OPEN, ON_RECORD),
    OwnAsking,
)


def wanted(
    actor: Reader, theme_id: int | None = None, after: str | None = None, *, longest_first: bool = False
) -> RequestPage:
    """A page of what is asked for and this person may read, newest or longest open first: one query."""
    all_of_them, of_theme = (LONGEST, LONGEST_OF_THEME) if longest_first else (NEWEST, NEWEST_OF_THEME)
    statement = of_theme if theme_id else all_of_them
    which = {"theme": theme_id} if theme_id else {}
    found = place_in_list(after)
    if longest_first:
        found = {"after": found["before"], "after_id": found["before_id"]} if after else FIRST
    return _page(statement.all(reads(actor), found, which, size=PAGE + 1))


def found_lately(actor: Reader, after: str | None = None, size: int = PAGE) -> RequestPage:
    """What helped, the latest first: one query."""
    return _page(FOUND.all(reads(actor), place_in_list(after), size=size + 1), size)


def wanted_by_others(actor: Reader, size: int) -> list[RequestLine]:
    """The newest open requests of others: one query."""
    return OF_OTHERS.all(reads(actor), place_in_list(None), size=size)


def longest_open(actor: Reader) -> RequestLine | None:
    """What has been open for longest: one query."""
    return LONGEST.first(reads(actor), FIRST, size=1)


def _page(found: list[RequestLine], size: int = PAGE) -> RequestPage:
    lines = found[:size]
    return RequestPage(lines, lines[-1].key if len(found) > size else None)


def themes_wanted(actor: Reader) -> list[ThemeCount]:
    """The themes of open requests with how many of each this person may read, the most first: one query."""
    return THEMES.all(reads(actor))


def how_many_open(actor: Reader) -> int:
    """How many this person may read, but never more than COUNTED + 1: one query."""
    return len(HOW_MANY.values(reads(actor)))


def request_of(actor: Reader | Visitor, entry_id: int) -> RequestLine | None:
    """What an entry asks for, if this person may read it: one query."""
    return OF_ENTRY.first(reads(actor), entry=entry_id)


def thought_of(actor: Reader, entry_ids: Collection[int]) -> dict[int, list[ThoughtOf]]:
    """Who might help with the requests of these entries, by entry: one query. For whoever decides on them."""
    found: dict[int, list[ThoughtOf]] = {entry_id: [] for entry_id in entry_ids}
    for one in THOUGHT_OF.all(reads(actor), entries=sorted(entry_ids)) if entry_ids else []:
        found[one.entry_id].append(one)
    return found


def asked_of_me(actor: Reader, entry_id: int) -> OwnAsking | None:
    """Whether this person was asked about an open request, and what they said: one query."""
    return ASKED_OF_ME.first(reads(actor), entry=entry_id)


def request_row(entry_id: int) -> HelpRequest | None:
    """The row that a command changes, which asks for the right again."""
    return session().scalar(select(HelpRequest).where(HelpRequest.entry_id == entry_id))


THEME_AT: Statement[Any] = Statement(select(THEME.c.id).where(THEME.c.slug == bindparam("slug", type_=String)))


def theme_id_at(slug: str) -> int | None:
    """The number of the theme at this address."""
    found = THEME_AT.value(slug=slug)
    return int(found) if found is not None else None
