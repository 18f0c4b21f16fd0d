"""One comment: where it stands, its versions; and those that one wrote oneself, which stay readable to oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, String, bindparam, case, func, select, true

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.comments.models import PUBLISHED, WITHDRAWN, Comment, CommentRevision
from lpcommunity.comments.policy import COMMENT, READABLE, STANDS, told
from lpcommunity.comments.queries import SIZE, WITH_ID, At
from lpcommunity.drafts.postings import LATELY, Posting, register_finder
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import ENTRY, ON_RECORD, READER, mine, reads, word
from lpcommunity.entries.queries import cursor, older, place_in_list
from lpcommunity.storage import Moment, Statement, now, session

PAGE = 20
MOST_VERSIONS = 50
MOST_LATELY = 20

VERSION: FromClause = CommentRevision.__table__
_from = COMMENT.join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id)
KEY = bindparam("key", type_=String)


@dataclass(frozen=True)
class OneComment:
    """What is needed to find a comment: where it stands, and of what."""

    id: int
    entry_id: int
    thread_id: int
    kind: str
    state: str
    author_id: int
    version: int
    body: str
    html: str
    stands: bool  # for this reader, on the page of its entry

    @property
    def at(self) -> At:
        """Where it stands."""
        return At(self.thread_id, self.id)

    @property
    def entry_path(self) -> str:
        """The address of its entry."""
        return kind_of(self.kind).path(self.entry_id)


@dataclass(frozen=True)
class CommentVersion:
    """One version of a comment."""

    n: int
    body: str
    html: str
    written_at: datetime


@dataclass(frozen=True)
class OwnComment:
    """A comment of one's own. `title` is None where its entry is not theirs to read any more."""

    id: int
    html: str
    state: str
    said_at: datetime
    withdrawn_at: datetime | None
    title: str | None
    kind: str

    @property
    def of_kind(self) -> Kind:
        """The kind of its entry."""
        return kind_of(self.kind)


@dataclass(frozen=True)
class _Posted:
    """A comment of one's own, by the form that it was posted from."""

    id: int
    said_at: datetime
    body: str


ONE = Statement(
    select(
        COMMENT.c.id,
        COMMENT.c.entry_id,
        COMMENT.c.thread_id,
        ENTRY.c.kind,
        COMMENT.c.state,
        COMMENT.c.author_id,
        COMMENT.c.version,
        COMMENT.c.body,
        COMMENT.c.body_html.label("html"),
        func.coalesce(STANDS, ~true()).label("stands"),
    )
    .select_from(_from)
    .where(COMMENT.c.id == WITH_ID, READABLE),
    OneComment,
)
# Those of the versions that were written for the reader; of one that was withdrawn, its author's alone.
VERSIONS = Statement(
    select(VERSION.c.n, VERSION.c.body, VERSION.c.body_html.label("html"), VERSION.c.written_at)
    .select_from(
        VERSION.join(COMMENT, COMMENT.c.id == VERSION.c.comment_id).join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id)
    )
    .where(
        VERSION.c.comment_id == WITH_ID,
        READABLE,
        mine(COMMENT) | (told(VERSION) & (COMMENT.c.state == word(PUBLISHED))),
    )
    .order_by(VERSION.c.n.desc())
    .limit(SIZE),
    CommentVersion,
)
MINE = Statement(
    select(
        COMMENT.c.id,
        COMMENT.c.body_html.label("html"),
        COMMENT.c.state,
        COMMENT.c.said_at,
        COMMENT.c.withdrawn_at,
        case((ON_RECORD, ENTRY.c.title)).label("title"),
        ENTRY.c.kind,
    )
    .select_from(_from)
    .where(COMMENT.c.author_id == READER, older(COMMENT.c.said_at, COMMENT.c.id))
    .order_by(COMMENT.c.said_at.desc(), COMMENT.c.id.desc())
    .limit(SIZE),
    OwnComment,
)
WITHDRAWN_ONES: Statement[Any] = Statement(
    select(COMMENT.c.id).where(
        COMMENT.c.author_id == READER,
        COMMENT.c.state == word(WITHDRAWN),
        COMMENT.c.id.in_(bindparam("comments", type_=Integer, expanding=True)),
    )
)
POSTED = Statement(
    select(COMMENT.c.id, COMMENT.c.said_at, COMMENT.c.body).where(
        COMMENT.c.author_id == READER, COMMENT.c.idempotency_key == KEY
    ),
    _Posted,
)
LATELY_SAID = Statement(
    select(COMMENT.c.id, COMMENT.c.said_at, COMMENT.c.body)
    .where(
        COMMENT.c.author_id == READER,
        COMMENT.c.entry_id == bindparam("entry", type_=Integer),
        COMMENT.c.state == word(PUBLISHED),
        COMMENT.c.said_at > bindparam("since", type_=Moment),
    )
    .order_by(COMMENT.c.said_at.desc(), COMMENT.c.id.desc())
    .limit(MOST_LATELY),
    _Posted,
)


def one(actor: Reader | Visitor, comment_id: int) -> OneComment | None:
    """This comment, if it stands for this reader, or is their own. Words of one that was withdrawn are its author's."""
    return ONE.first(reads(actor), comment=comment_id)


def versions(actor: Reader | Visitor, comment_id: int) -> list[CommentVersion]:
    """The versions of a comment that this reader may read, the newest first: one query."""
    return VERSIONS.all(reads(actor), comment=comment_id, size=MOST_VERSIONS)


def own_comments(actor: Reader, after: str | None = None) -> tuple[list[OwnComment], str | None]:
    """What one said below entries, the newest first, whatever became of the entry; and the cursor of the next page."""
    found = MINE.all(reads(actor), place_in_list(after), size=PAGE + 1)
    shown = found[:PAGE]
    return shown, cursor(shown[-1].said_at, shown[-1].id) if len(found) > PAGE else None


def withdrawn_of(author: Reader, comment_ids: Iterable[int]) -> set[int]:
    """Those of these comments that this person wrote and withdrew: one query."""
    return set(WITHDRAWN_ONES.values(reader=author.id, comments=list(comment_ids)))


def said_lately(actor: Reader, entry_id: int, body: str) -> Posting | None:
    """What this person said below this entry within a day in just these words."""
    said = LATELY_SAID.all(reader=actor.id, entry=entry_id, since=now() - LATELY)
    wanted = " ".join(body.split())
    found = next((one for one in said if " ".join(one.body.split()) == wanted), None)
    return Posting(f"/comments/{found.id}", found.said_at) if found is not None else None


def row(comment_id: int) -> Comment | None:
    """The row of a comment, for the command that asks for the right."""
    return session().get(Comment, comment_id)


@register_finder
def posted_from(actor: Reader, key: str) -> Posting | None:
    """The comment that this person posted from the form of this key."""
    found = POSTED.first(reader=actor.id, key=key)
    return Posting(f"/comments/{found.id}", found.said_at) if found is not None else None


def entry_of(comment: Comment) -> Entry:
    """The row of its entry, for the command that locks it."""
    return session().get_one(Entry, comment.entry_id)
