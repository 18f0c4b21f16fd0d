"""Who may read what: the one audience resolver.

It is said three times, and a property test holds them equal: as a predicate (`can_read`), as SQL over entries for one
reader (`READABLE`, `VISIBLE`, `ON_RECORD`, with the values that `reads` gives), and as SQL over people for one entry
(`MEANT_FOR`). Page, list, count, search, notification, mail and file all ask here. The rules are PROMISES section 1.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, and_, bindparam, exists, literal_column, or_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import AUDIENCES, PUBLISHED, Entry, EntryLike, HasAudience, Revision
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs, current, in_community
from lpcommunity.storage import today

ENTRY: FromClause = Entry.__table__

# The values that a reader brings: see `reads`.
READER = bindparam("reader", type_=Integer)
READER_AUDIENCES = bindparam("reader_audiences", type_=String, expanding=True)
READER_PLACES = bindparam("reader_places", type_=Integer, expanding=True)


def _word(text: str) -> ColumnElement[str]:
    """A word of the schema, written into the SQL: so that an index for it can be chosen, whoever reads."""
    return literal_column(f"'{text}'", String)


def facilitated(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry: the reader is a facilitator of its place today. Asked of the membership itself, since from when
    somebody facilitates decides what of the confided they read.
    """
    one = MEMBERSHIP.alias("confided_to")
    return exists().where(
        one.c.person_id == READER,
        one.c.partnership_id == entry.c.partnership_id,
        one.c.role == _word("facilitator"),
        current(one),
    )


def meant(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry, or an alias of it: the reader is among its audience."""
    return or_(
        entry.c.audience.in_(READER_AUDIENCES),
        and_(entry.c.audience == _word("partnership"), entry.c.partnership_id.in_(READER_PLACES)),
        and_(entry.c.audience == _word("facilitators"), facilitated(entry)),
    )


def mine(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry, or an alias of it: the reader wrote it."""
    return entry.c.author_id == READER


def published(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry, or an alias of it: it is on record."""
    return entry.c.state == _word(PUBLISHED)


READABLE = and_(published(), meant())  # by others
VISIBLE = or_(READABLE, mine())  # on a page of its own
ON_RECORD = and_(published(), or_(meant(), mine()))  # in lists: one's own drafts stand in lists of one's own only

# Over person, with the values `audience` and `place` of an entry: among its audience (its author is, besides).
AUDIENCE = bindparam("audience", type_=String)
PLACE = bindparam("place", type_=Integer)
_here, _facilitating = MEMBERSHIP.alias("here"), MEMBERSHIP.alias("facilitating")
MEANT_FOR = or_(
    and_(AUDIENCE.in_([_word("community"), _word("public")]), in_community()),
    and_(AUDIENCE.in_([_word("partnership")]), belongs(PLACE, membership=_here)),
    and_(
        AUDIENCE.in_([_word("facilitators")]),
        belongs(PLACE, _facilitating.c.role == _word("facilitator"), membership=_facilitating),
    ),
)


def reads(actor: Reader | Visitor) -> dict[str, Any]:
    """The values that the resolver's SQL asks for, of this reader, today."""
    return {
        "reader": actor.id if isinstance(actor, Reader) else 0,
        "reader_audiences": ["public", "community"] if actor.in_community else ["public"],
        "reader_places": sorted(actor.places),
        "today": today(),
    }


def admits(actor: Reader | Visitor, audience: str, partnership_id: int | None) -> bool:
    """Whether this reader, if not the author, is among this audience of an entry of this partnership."""
    match audience:
        case "public":
            return True
        case "community":
            return actor.in_community
        case "partnership":
            return partnership_id in actor.places
        case "facilitators":
            return partnership_id in actor.facilitates
        case _:
            return False


def is_author(actor: Reader | Visitor, entry: HasAudience) -> bool:
    """Whether these are one's own words. They stay so when a membership has ended."""
    return isinstance(actor, Reader) and entry.author_id == actor.id


def can_read(actor: Reader | Visitor, entry: HasAudience) -> bool:
    """Whether this reader may read this entry just now."""
    return is_author(actor, entry) or (entry.state == PUBLISHED and admits(actor, entry.audience, entry.partnership_id))


def can_read_revision(actor: Reader | Visitor, entry: EntryLike, revision: Revision) -> bool:
    """Whether this reader may read this version: it takes the audience of then and that of today.

    Widening does not open the past: an earlier version stays with those for whom it was written.
    """
    return can_read_what_was_for(actor, entry, revision.audience)


def can_read_what_was_for(actor: Reader | Visitor, entry: HasAudience, audience: str) -> bool:
    """The same for a version, or whatever else belongs to an entry, that was written for this audience."""
    return is_author(actor, entry) or (can_read(actor, entry) and admits(actor, audience, entry.partnership_id))


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
