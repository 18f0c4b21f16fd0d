"""Who reads what is said below an entry, who says something, and who steers a conversation.

A comment is for those for whom its entry was when it was said: `told`, the conditions of the one resolver over its row
(entries.sayings). It is read by those of them who may read the entry today: `STANDS`. One's own words stay readable to
oneself, whatever became of the entry. Who wrote an entry and belongs to its place no longer reads it, and nothing that
others add (as with actions): so whoever reads a reply reads what it replies to, and counts need no look at threads.
"""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, and_, or_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.comments.models import HIDDEN, Comment
from lpcommunity.comments.models import PUBLISHED as SAID
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import FACILITATORS, ONLY_ME, PUBLISHED, EntryLike
from lpcommunity.entries.policy import (
    ON_RECORD,
    READER,
    READER_PLACES,
    can_read,
    is_author,
    mine,
    wider,
    word,
)
from lpcommunity.entries.sayings import Said, among, is_said_to

COMMENT: FromClause = Comment.__table__


class ToldTo(Protocol):
    """What decides for whom something below an entry was said: its row, or a value that was read from it."""

    @property
    def entry_id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def entry_author_id(self) -> int: ...
    @property
    def partnership_id(self) -> int | None: ...
    @property
    def audience(self) -> str: ...
    @property
    def confided_at(self) -> Any: ...


def told(row: FromClause = COMMENT) -> ColumnElement[bool]:
    """SQL over comment, or what else has its columns: the reader is among those for whom it was said."""
    to_author = and_(
        row.c.entry_author_id == READER,
        row.c.audience == word(FACILITATORS),
        row.c.partnership_id.in_(READER_PLACES),
    )
    return or_(among(row, comes_of=row.c.entry_id), to_author)


# Over comment joined to its entry: it stands on the entry's page for this reader.
STANDS = and_(ON_RECORD, told())
READABLE = or_(mine(COMMENT), STANDS)  # on a page of its author's own besides


def is_told(actor: Reader | Visitor, said: ToldTo) -> bool:
    """The same as `told`, of one comment."""
    if (
        isinstance(actor, Reader)
        and said.entry_author_id == actor.id
        and said.audience == FACILITATORS
        and said.partnership_id in actor.places
    ):
        return True
    return is_said_to(actor, Said(None, said.partnership_id, said.audience, said.confided_at, said.entry_id))


def stands(actor: Reader | Visitor, comment: ToldTo, entry: EntryLike) -> bool:
    """The same as `STANDS`, of one comment and its entry."""
    return entry.state == PUBLISHED and can_read(actor, entry) and is_told(actor, comment)


def converses(entry: EntryLike) -> bool:
    """Whether there is a conversation below an entry as it stands. Below what is confided and has an exchange, the
    exchange is the only one; what is for its author alone has nobody to talk with.
    """
    confided = entry.audience == FACILITATORS and kind_of(entry.kind).has_exchange
    return entry.state == PUBLISHED and entry.audience != ONLY_ME and not confided


def can_comment(actor: Reader, entry: EntryLike) -> bool:
    """Whoever is in the community, below what they may read; whether it is closed is another question."""
    return actor.in_community and converses(entry) and can_read(actor, entry)


def can_change(actor: Reader, comment: Comment, entry: EntryLike) -> bool:
    """Its author, as long as they may comment there."""
    return comment.author_id == actor.id and comment.state in (SAID, HIDDEN) and can_comment(actor, entry)


def can_withdraw(actor: Reader, comment: Comment) -> bool:
    """Authors may always take their own words back."""
    return comment.author_id == actor.id and comment.state in (SAID, HIDDEN)


def can_steer(actor: Reader, entry: EntryLike) -> bool:
    """The author of the entry, and whoever leads its place, close a conversation and open it again."""
    return can_comment(actor, entry) and (is_author(actor, entry) or entry.partnership_id in actor.leads)


def narrower(one: str, other: str) -> str:
    """The audience of the two that is further down the ladder."""
    return other if wider(one, other) else one
