"""Who may read what: the one audience resolver.

It is said three times, and a property test holds them equal: as a predicate (`can_read`), as SQL over entries for one
reader (`READABLE`, `VISIBLE`, `ON_RECORD`, with the values that `reads` gives), and as SQL over people for one entry
(`MEANT_FOR`). Page, list, count, search, notification, mail and file all ask here. The rules are PROMISES section 1.

What is confided opens to a facilitator from their beginning on. What was confided before stays closed to them until
its author opens it (entries.models.Opening).

What has an audience and is no entry stands under the same conditions: entries.sayings.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    String,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import (
    AUDIENCES,
    PUBLISHED,
    Entry,
    EntryLike,
    HasAudience,
    Opening,
    Revision,
    WrittenFor,
)
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs, current, in_community
from lpcommunity.storage import Moment, Statement, now, today

ENTRY: FromClause = Entry.__table__
REVISION: FromClause = Revision.__table__
OPENING: FromClause = Opening.__table__

# The values that a reader brings: see `reads`.
READER = bindparam("reader", type_=Integer)
READER_AUDIENCES = bindparam("reader_audiences", type_=String, expanding=True)
READER_PLACES = bindparam("reader_places", type_=Integer, expanding=True)
READER_LEADS = bindparam("reader_leads", type_=Integer, expanding=True)  # where they are lead or deputy
READER_IN_COMMUNITY = bindparam("reader_in_community", type_=Boolean)  # who does not belong is told no names
NOW = bindparam("now", type_=Moment)


def word(text: str) -> ColumnElement[str]:
    """A word of the schema, written into the SQL: so that an index for it can be chosen, whoever reads."""
    return literal_column(f"'{text}'", String)


def reached(
    membership: FromClause, entry_id: ColumnElement[int], confided_at: ColumnElement[Any]
) -> ColumnElement[bool]:
    """SQL over membership: what was confided at that moment opens to it; or its author says so."""
    said = and_(OPENING.c.membership_id == membership.c.id, OPENING.c.entry_id == entry_id, OPENING.c.opens_at <= NOW)
    opened = exists().where(said).correlate_except(OPENING)
    return or_(membership.c.began_at <= confided_at, opened)


def confided(entry: FromClause = ENTRY, revision: FromClause | None = None) -> ColumnElement[bool]:
    """SQL over entry: the reader is a facilitator of its place today, and what is confided of it reaches them: the
    exchange as a whole. With a revision: that version, if it is of what is confided now, or they were there then.
    """
    one = MEMBERSHIP.alias("confided_to")
    of_version = []
    if revision is not None:
        of_version.append(or_(revision.c.n >= entry.c.confided_version, one.c.began_at <= revision.c.written_at))
    return exists().where(
        one.c.person_id == READER,
        one.c.partnership_id == entry.c.partnership_id,
        one.c.role == word("facilitator"),
        current(one),
        reached(one, entry.c.id, entry.c.confided_at),
        *of_version,
    )


def meant(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry, or an alias of it: the reader is among its audience."""
    return or_(
        entry.c.audience.in_(READER_AUDIENCES),
        and_(entry.c.audience == word("partnership"), entry.c.partnership_id.in_(READER_PLACES)),
        and_(entry.c.audience == word("facilitators"), confided(entry)),
    )


def meant_then(revision: FromClause = REVISION, entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over a version and its entry: the reader is among those for whom the version was written."""
    return or_(
        revision.c.audience.in_(READER_AUDIENCES),
        and_(revision.c.audience == word("partnership"), entry.c.partnership_id.in_(READER_PLACES)),
        and_(revision.c.audience == word("facilitators"), confided(entry, revision)),
    )


def mine(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry, or an alias of it: the reader wrote it."""
    return entry.c.author_id == READER


def published(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry, or an alias of it: it is on record."""
    return entry.c.state == word(PUBLISHED)


READABLE = and_(published(), meant())  # by others
VISIBLE = or_(READABLE, mine())  # on a page of its own
ON_RECORD = and_(published(), or_(meant(), mine()))  # in lists: one's own drafts stand in lists of one's own only

READABLE_VERSION = or_(mine(), and_(READABLE, meant_then()))  # over revision and its entry

# Over person, with the values `audience`, `place`, `confided_at` and `entry` (its id) of an entry, and `now`: among its
# audience (its author is, besides).
AUDIENCE = bindparam("audience", type_=String)
PLACE = bindparam("place", type_=Integer)
CONFIDED_AT = bindparam("confided_at", type_=Moment)
ENTRY_ID = bindparam("entry", type_=Integer)
_here, _facilitating, _confidant = (MEMBERSHIP.alias(name) for name in ("here", "facilitating", "confidant"))
MEANT_FOR = or_(
    and_(AUDIENCE.in_([word("community"), word("public")]), in_community()),
    and_(AUDIENCE.in_([word("partnership")]), belongs(PLACE, membership=_here)),
    and_(
        AUDIENCE.in_([word("facilitators")]),
        belongs(
            PLACE,
            _facilitating.c.role == word("facilitator"),
            reached(_facilitating, ENTRY_ID, CONFIDED_AT),
            membership=_facilitating,
        ),
    ),
)
CONFIDED_TO = belongs(
    PLACE,
    _confidant.c.role == word("facilitator"),
    reached(_confidant, ENTRY_ID, CONFIDED_AT),
    membership=_confidant,
)  # of those, the facilitators whom its exchange reaches

# Whether its author opened an entry to the reader, as a facilitator of its place today.
_opened_to = MEMBERSHIP.alias("opened_to")
OPENED: Statement[Any] = Statement(
    select(OPENING.c.entry_id)
    .join(_opened_to, _opened_to.c.id == OPENING.c.membership_id)
    .where(
        OPENING.c.entry_id == ENTRY_ID,
        OPENING.c.opens_at <= NOW,
        _opened_to.c.person_id == READER,
        _opened_to.c.role == word("facilitator"),
        current(_opened_to),
    )
)


def reads(actor: Reader | Visitor) -> dict[str, Any]:
    """The values that the resolver's SQL asks for, of this reader, today."""
    return {
        "reader": actor.id if isinstance(actor, Reader) else 0,
        "reader_audiences": ["public", "community"] if actor.in_community else ["public"],
        "reader_places": sorted(actor.places),
        "reader_leads": sorted(actor.leads),
        "reader_in_community": actor.in_community,
        "reader_in_team": actor.programme_team,
        "today": today(),
        "now": now(),
    }


def is_confided_to(actor: Reader | Visitor, entry: HasAudience, version: WrittenFor | None = None) -> bool:
    """Whether what is confided of this entry reaches this reader, as a facilitator of its place: its exchange, or this
    version. One query, where they began later.
    """
    began = actor.facilitates.get(entry.partnership_id or 0)
    if began is None:
        return False
    if version is not None and not (
        began <= version.written_at or version.n >= (entry.confided_version or version.n + 1)
    ):
        return False
    return is_confidant(actor, entry.partnership_id, entry.confided_at, entry.id)


def is_confidant(
    actor: Reader | Visitor, partnership_id: int | None, confided_at: datetime | None, entry_id: int | None
) -> bool:
    """Whether what was confided there at that moment reaches this reader; or what its author opened (the entry)."""
    began = actor.facilitates.get(partnership_id or 0)
    if began is None or not isinstance(actor, Reader):
        return False
    if confided_at is not None and began <= confided_at:
        return True
    return entry_id is not None and (
        OPENED.value(reader=actor.id, entry=entry_id, today=today(), now=now()) is not None
    )


def admits(actor: Reader | Visitor, entry: HasAudience, audience: str, version: WrittenFor | None = None) -> bool:
    """Whether this reader, if not the author, is among this audience of this entry, or of a version of it."""
    match audience:
        case "public":
            return True
        case "community":
            return actor.in_community
        case "partnership":
            return entry.partnership_id in actor.places
        case "facilitators":
            return is_confided_to(actor, entry, version)
        case _:
            return False


def is_author(actor: Reader | Visitor, entry: HasAudience) -> bool:
    """Whether these are one's own words. They stay so when a membership has ended."""
    return isinstance(actor, Reader) and entry.author_id == actor.id


def can_read(actor: Reader | Visitor, entry: HasAudience) -> bool:
    """Whether this reader may read this entry just now."""
    return is_author(actor, entry) or (entry.state == PUBLISHED and admits(actor, entry, entry.audience))


def can_read_revision(actor: Reader | Visitor, entry: EntryLike, revision: Revision) -> bool:
    """Whether this reader may read this version: it takes the audience of then and that of today.

    Widening does not open the past: an earlier version stays with those for whom it was written.
    """
    return can_read_what_was_for(actor, entry, revision)


def can_read_what_was_for(actor: Reader | Visitor, entry: HasAudience, version: WrittenFor) -> bool:
    """The same for a version as a value, and for whatever else belongs to one."""
    return is_author(actor, entry) or (can_read(actor, entry) and admits(actor, entry, version.audience, version))


def can_post(actor: Reader, partnership_id: int) -> bool:
    """Members of a partnership put things on its record; facilitators, from outside, do not."""
    return partnership_id in actor.member_of


def can_edit(actor: Reader, entry: EntryLike) -> bool:
    """The author changes, withdraws, and decides who it is for; also after their membership has ended,
    withdrawing and narrowing stay theirs (see can_withdraw).
    """
    return is_author(actor, entry) and entry.state != "withdrawn" and can_post(actor, entry.partnership_id or 0)


def can_change_audience(actor: Reader, entry: EntryLike, audience: str) -> bool:
    """Authors say who their words are for: fewer people at any time, more as long as they belong to the place."""
    if not is_author(actor, entry) or entry.state != PUBLISHED:
        return False
    return not wider(audience, entry.audience) or can_post(actor, entry.partnership_id or 0)


def can_withdraw(actor: Reader, entry: EntryLike) -> bool:
    """Authors may always take their own words off the record, or let go of what they took back."""
    return is_author(actor, entry) and entry.state != "withdrawn"


def wider(audience: str, than: str) -> bool:
    """Whether this audience is further up the ladder than the other."""
    return AUDIENCES.index(audience) > AUDIENCES.index(than)
