"""Words that comments quote, for whoever may read them where they stand, in the version that they are of.

Who may not read the source learns neither the words nor that there is one: so they are read apart from the comments.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import FromClause, and_, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.comments.models import PUBLISHED, CommentRevision
from lpcommunity.comments.policy import COMMENT, STANDS, told
from lpcommunity.comments.queries import IDS
from lpcommunity.entries.policy import ENTRY, READABLE_VERSION, REVISION, reads, word
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

VERSION: FromClause = CommentRevision.__table__
SOURCE: FromClause = COMMENT.alias("source")


@dataclass(frozen=True)
class Quoted:
    """Words, and whose they are."""

    id: int  # of the comment that quotes them
    words: str
    person_id: int
    name: str
    comment_id: int | None  # that they are from; None: from the entry
    version: int
    newest: int  # version of what they are from

    @property
    def is_older(self) -> bool:
        """Whether they stand in an earlier version."""
        return self.version < self.newest


_quoting = and_(COMMENT.c.id.in_(IDS), COMMENT.c.state == word(PUBLISHED), STANDS)
FROM_ENTRY = Statement(
    select(
        COMMENT.c.id,
        COMMENT.c.quoted_words.label("words"),
        PERSON.c.id.label("person_id"),
        PERSON.c.name,
        COMMENT.c.quoted_comment_id.label("comment_id"),
        COMMENT.c.quoted_version.label("version"),
        ENTRY.c.version.label("newest"),
    )
    .select_from(
        COMMENT.join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id)
        .join(REVISION, and_(REVISION.c.entry_id == ENTRY.c.id, REVISION.c.n == COMMENT.c.quoted_version))
        .join(PERSON, PERSON.c.id == ENTRY.c.author_id)
    )
    .where(_quoting, COMMENT.c.quoted_comment_id.is_(None), READABLE_VERSION),
    Quoted,
)
FROM_COMMENT = Statement(
    select(
        COMMENT.c.id,
        COMMENT.c.quoted_words.label("words"),
        PERSON.c.id.label("person_id"),
        PERSON.c.name,
        COMMENT.c.quoted_comment_id.label("comment_id"),
        COMMENT.c.quoted_version.label("version"),
        SOURCE.c.version.label("newest"),
    )
    .select_from(
        COMMENT.join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id)
        .join(SOURCE, SOURCE.c.id == COMMENT.c.quoted_comment_id)
        .join(VERSION, and_(VERSION.c.comment_id == SOURCE.c.id, VERSION.c.n == COMMENT.c.quoted_version))
        .join(PERSON, PERSON.c.id == SOURCE.c.author_id)
    )
    .where(_quoting, SOURCE.c.state == word(PUBLISHED), told(SOURCE), told(VERSION)),
    Quoted,
)


def quoted_in(actor: Reader | Visitor, comment_ids: Collection[int]) -> Mapping[int, Quoted]:
    """The words that these comments quote, by the comment's number, of which this reader may know: two queries."""
    if not comment_ids:
        return {}
    values = {"ids": sorted(comment_ids)}
    return {
        one.id: one for one in [*FROM_ENTRY.all(reads(actor), values), *FROM_COMMENT.all(reads(actor), values)]
    }  # fmt: skip
