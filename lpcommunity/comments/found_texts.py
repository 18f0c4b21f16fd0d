"""Comments can be found: by whoever reads them where they stand, and by their author, whatever became of the entry.

Words that a comment quotes are no part of it: they are found where they stand, by whoever may read them there. Nor has
it the themes of its entry, nor for whom that is now: its author would learn of these when the entry is not theirs
to read any more.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, or_, select
from sqlalchemy.orm import object_session

from lpcommunity.attachments.found_texts import SOURCE as DOCUMENT
from lpcommunity.attachments.found_texts import held_documents
from lpcommunity.attachments.models import Attachment
from lpcommunity.comments.models import HOLDER, PUBLISHED, Comment
from lpcommunity.comments.policy import COMMENT, STANDS, narrower
from lpcommunity.entries.markdown import plain
from lpcommunity.entries.models import ONLY_ME, Entry
from lpcommunity.entries.policy import ENTRY, ON_RECORD, mine, word
from lpcommunity.search import tokens
from lpcommunity.search.sources import FoundKind, Source, Text, follow, one_by_one, register
from lpcommunity.storage import session

SOURCE = HOLDER
COLUMNS = {"body_html", "version", "state", "audience"}
FILE: FromClause = Attachment.__table__
_from = COMMENT.join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id)


def texts_of(ids: Sequence[int]) -> Iterable[Text]:
    """What these comments say, within a command: two queries."""
    held = (FILE.c.holder == HOLDER, FILE.c.holder_id.in_(ids), FILE.c.last_n.is_(None))
    with_files = set(session().scalars(select(FILE.c.holder_id).where(*held)))
    entry = (ENTRY.c.state.label("entry_state"), ENTRY.c.audience.label("entry_audience"))
    for row in session().execute(select(*COMMENT.c, *entry).select_from(_from).where(COMMENT.c.id.in_(ids))):
        yield text_of(row, with_files=row.id in with_files)


def text_of(row: Any, *, with_files: bool = False) -> Text:
    """What one comment says; a row of its columns, with `entry_state` and `entry_audience`.

    For whom it could be: those for whom it is and its entry, both; what does not stand is its author's alone.
    """
    stands = row.state == PUBLISHED and row.entry_state == PUBLISHED
    audience = narrower(row.entry_audience, row.audience) if stands else ONLY_ME
    readers = {tokens.for_person(row.author_id)}
    if stands:
        readers |= tokens.for_audience(audience, row.partnership_id) | {tokens.for_person(row.entry_author_id)}
    return Text(
        thing_id=row.id,
        kind=SOURCE,
        at=row.said_at,
        title="",
        text=plain(row.body_html),
        path=f"/comments/{row.id}",
        readers=frozenset(readers),
        partnership_id=row.partnership_id,
        author_id=row.author_id,
        audience=row.audience if row.state == PUBLISHED else ONLY_ME,
        with_files=with_files,
    )


def _may_read(row: FromClause) -> ColumnElement[bool]:
    said = or_(mine(COMMENT), and_(COMMENT.c.state == word(PUBLISHED), STANDS))
    return one_by_one(row, _from, COMMENT.c.id == row.c.thing_id, said)


def _about(row: FromClause) -> ColumnElement[str]:
    """The title of its entry, where that is on a page for the reader."""
    of_entry = select(ENTRY.c.title).select_from(_from).where(COMMENT.c.id == row.c.thing_id, ON_RECORD)
    return of_entry.correlate(row).scalar_subquery()


def _below(entry: Entry) -> Sequence[int]:
    """The comments below an entry, while a command writes: what becomes of it decides for whom they could be."""
    writing = object_session(entry)
    assert writing is not None
    return writing.connection().scalars(select(COMMENT.c.id).where(COMMENT.c.entry_id == entry.id)).all()


register(
    Source(
        SOURCE,
        COMMENT,
        (
            FoundKind(
                SOURCE, "Comment", "Comments", "talk", 25, "A comment", mine="Withdrawn or hidden: only you see it"
            ),
        ),
        texts_of,
        _may_read,
        about=_about,
    )
)
follow(Comment, SOURCE, lambda one: [one.id], columns=COLUMNS)
follow(Entry, SOURCE, _below, columns={"audience", "state"}, when_new=False)
follow(Comment, DOCUMENT, lambda one: held_documents(one, HOLDER, [one.id]), columns=COLUMNS, when_new=False)
follow(
    Entry, DOCUMENT, lambda one: held_documents(one, HOLDER, _below(one)), columns={"audience", "state"}, when_new=False
)
