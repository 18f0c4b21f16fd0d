"""How many comments stand below an entry, kept for each circle of people for whom they were said.

Changed in the transaction of the comment, under the lock of its entry; `lpcommunity recount` compares.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, bindparam, delete, func, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.comments.models import PUBLISHED, Comment, CommentCount
from lpcommunity.comments.policy import COMMENT, told
from lpcommunity.entries.card_facts import register_counter
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads, word
from lpcommunity.storage import Statement, session, transactional

COUNT: FromClause = CommentCount.__table__
BATCH = 1_000


@dataclass(frozen=True)
class Counted:
    """How many of the comments below an entry a reader may read."""

    entry_id: int
    number: int


OF_ENTRIES = Statement(
    select(COUNT.c.entry_id, func.sum(COUNT.c.number).label("number"))
    .select_from(COUNT.join(ENTRY, ENTRY.c.id == COUNT.c.entry_id))
    .where(COUNT.c.entry_id.in_(bindparam("entries", type_=Integer, expanding=True)), ON_RECORD, told(COUNT))
    .group_by(COUNT.c.entry_id),
    Counted,
)

_SAME = (COMMENT.c.entry_id, COMMENT.c.entry_author_id, COMMENT.c.partnership_id, COMMENT.c.audience)


@dataclass(frozen=True)
class Circle:
    """So many comments of one entry that are for the same people."""

    entry_id: int
    entry_author_id: int
    partnership_id: int | None
    audience: str
    confided_at: datetime | None
    number: int

    @property
    def key(self) -> tuple[int, str, datetime | None]:
        """What tells it from others."""
        return (self.entry_id, self.audience, self.confided_at)


_range = bindparam("after", type_=Integer), bindparam("until", type_=Integer)
FOUND = Statement(
    select(*_SAME, COMMENT.c.confided_at, func.count().label("number"))
    .where(COMMENT.c.state == word(PUBLISHED), COMMENT.c.entry_id > _range[0], COMMENT.c.entry_id <= _range[1])
    .group_by(*_SAME, COMMENT.c.confided_at),
    Circle,
)
KEPT = Statement(
    select(
        COUNT.c.entry_id, COUNT.c.entry_author_id, COUNT.c.partnership_id, COUNT.c.audience, COUNT.c.confided_at,
        COUNT.c.number,
    ).where(COUNT.c.entry_id > _range[0], COUNT.c.entry_id <= _range[1], COUNT.c.number != 0),
    Circle,
)  # fmt: skip
LAST_ENTRY: Statement[int] = Statement(select(func.max(ENTRY.c.id)))


@register_counter
def counts_for(actor: Reader | Visitor, entry_ids: Collection[int]) -> Mapping[int, int]:
    """How many comments of each of these entries this reader may read, by the entry's number; an entry without any is
    not there. One query.
    """
    if not entry_ids:
        return {}
    return {one.entry_id: int(one.number) for one in OF_ENTRIES.all(reads(actor), entries=sorted(entry_ids))}


def change(comment: Comment, by: int) -> None:
    """One more, or one less, for those for whom this comment is. Within a command that has locked its entry."""
    same = (
        CommentCount.entry_id == comment.entry_id,
        CommentCount.audience == comment.audience,
        CommentCount.confided_at.is_(None)
        if comment.confided_at is None
        else CommentCount.confided_at == comment.confided_at,
    )
    count = session().scalar(select(CommentCount).where(*same))
    if count is None:
        count = CommentCount(
            entry_id=comment.entry_id,
            entry_author_id=comment.entry_author_id,
            partnership_id=comment.partnership_id,
            audience=comment.audience,
            confided_at=comment.confided_at,
            number=0,
        )
        session().add(count)
    count.number += by
    session().flush()


@transactional
def recount(after: int, until: int, *, mend: bool) -> list[int]:
    """Compare what is kept with what there is, of the entries numbered above `after` and up to `until`. Returns the
    numbers of the entries that differ; with `mend`, they do not any more.
    """
    span = {"after": after, "until": until}
    found = {one.key: one for one in FOUND.all(span)}
    kept: dict[tuple[int, str, datetime | None], int] = {}
    for one in KEPT.all(span):
        kept[one.key] = kept.get(one.key, 0) + one.number
    wrong = sorted({key[0] for key in found.keys() | kept.keys() if _number(found, key) != kept.get(key, 0)})
    if mend and wrong:
        session().execute(delete(CommentCount).where(CommentCount.entry_id.in_(wrong)))
        for one in found.values():
            if one.entry_id in wrong:
                session().add(CommentCount(**vars(one)))
    return wrong


def _number(found: Mapping[tuple[int, str, datetime | None], Circle], key: tuple[int, str, datetime | None]) -> int:
    return found[key].number if key in found else 0


def spans() -> Iterator[tuple[int, int]]:
    """The numbers of all entries in pieces, for `recount`: after, until."""
    last = int(LAST_ENTRY.value() or 0)
    return ((after, after + BATCH) for after in range(0, last, BATCH))
