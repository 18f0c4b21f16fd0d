"""Documents can be found: by their names and by what they say, by whoever may read what they are part of today.

A document has the readers, the time and the place of what it is attached to. So its row is made of the text of its
entry or comment, and is read by who reads that: their sources decide (search.sources). What was taken away from it is
found no more, though earlier versions keep it; nor is what hangs on nothing yet.

And which entries have files: what is looked for can be narrowed to them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, literal_column, or_, select
from sqlalchemy.orm import object_session

from lpcommunity.attachments import holders
from lpcommunity.attachments.models import Attachment
from lpcommunity.documents import commands as documents
from lpcommunity.documents.models import DocumentText
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import ENTRY, VISIBLE, word
from lpcommunity.search import entry_texts
from lpcommunity.search.rows import leave
from lpcommunity.search.sources import FoundKind, Source, Text, follow, one_by_one, register, source
from lpcommunity.storage import session

SOURCE = "document"
FILE: FromClause = Attachment.__table__
TEXT: FromClause = DocumentText.__table__
AT_ONCE = 25  # a document may be long
TODAY = (FILE.c.kind == word("document"), FILE.c.last_n.is_(None))


@entry_texts.files_from
def entries_with_files(ids: Sequence[int]) -> Select[Any]:
    """Of these entries those that have files today."""
    return select(FILE.c.entry_id).where(FILE.c.entry_id.in_(ids), FILE.c.last_n.is_(None)).distinct()


def texts_of(ids: Sequence[int]) -> Iterable[Text]:
    """What these documents say, within a command: two queries, and those of what they are attached to. What was never
    read is left to the worker.
    """
    named = select(FILE.c.id, FILE.c.name, FILE.c.blob_key, FILE.c.entry_id, FILE.c.holder, FILE.c.holder_id)
    files = session().execute(named.where(FILE.c.id.in_(ids), *TODAY)).all()
    held = [one for one in files if _place(one) is not None]
    said = _said({one.blob_key for one in held})
    around: dict[tuple[str, int], Text] = {}
    for key in sorted({place[0] for one in held if (place := _place(one))}):
        things = sorted({place[1] for one in held if (place := _place(one)) and place[0] == key})
        around |= {(key, text.thing_id): text for text in source(key).texts(things)}
    for one in held:
        place = _place(one)
        if place in around:
            text, words = said.get(one.blob_key, ("", ""))  # it may just go
            yield replace(
                around[place], thing_id=one.id, kind=SOURCE, title=one.name, text=text, words=words, with_files=True
            )


def _place(file: Any) -> tuple[str, int] | None:
    """The source and the number of what a file is attached to; None while its form is not posted."""
    if file.entry_id is not None:
        return entry_texts.SOURCE, file.entry_id
    return (file.holder, file.holder_id) if file.holder in holders.names() else None


def _said(blob_keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """What these contents say, and the terms of it. Whoever is just keeping what one of them says is waited for."""
    documents.want(blob_keys)
    query = select(TEXT.c.blob_key, TEXT.c.text, TEXT.c.words).where(TEXT.c.blob_key.in_(sorted(blob_keys)))
    rows = session().execute(query.order_by(TEXT.c.blob_key).with_for_update(read=True))
    return {row.blob_key: (row.text, row.words) for row in rows}


def _may_read(row: FromClause) -> ColumnElement[bool]:
    """SQL over searchable: the reader may read what this document is part of today."""
    return or_(
        _stands_in(row, entry_texts.SOURCE, FILE.c.entry_id, "file_of_entry"),
        *(
            _stands_in(row, name, FILE.c.holder_id, f"file_of_{name}", FILE.c.holder == word(name))
            for name in holders.names()
        ),
    )


def _stands_in(
    row: FromClause, key: str, thing_id: ColumnElement[Any], name: str, *more: ColumnElement[bool]
) -> ColumnElement[bool]:
    file = _files(thing_id, name, *more)
    return one_by_one(row, file, file.c.id == row.c.thing_id, source(key).may_read(file))


def _files(thing_id: ColumnElement[Any], name: str, *more: ColumnElement[bool]) -> FromClause:
    """The documents of today, each with the number of what it is attached to: as a source reads its rows."""
    return select(FILE.c.id, thing_id.label("thing_id")).where(*TODAY, *more).subquery(name)


def _about(row: FromClause) -> ColumnElement[Any]:
    """The title of the entry that it is part of, or below which it stands, where that is the reader's to read."""
    entry = FILE.join(ENTRY, ENTRY.c.id == FILE.c.entry_id)
    titles = [select(ENTRY.c.title).select_from(entry).where(FILE.c.id == row.c.thing_id, VISIBLE).correlate(row)]
    for name in holders.names():
        about = source(name).about
        if about is not None:
            file = _files(FILE.c.holder_id, f"of_{name}", FILE.c.holder == word(name))
            titles.append(select(about(file)).select_from(file).where(file.c.id == row.c.thing_id).correlate(row))
    return func.coalesce(*(title.scalar_subquery() for title in titles), literal_column("NULL"))


def documents_of(row: Any, *which: ColumnElement[bool]) -> Sequence[int]:
    """The documents of which this is true, while a command writes this row."""
    writing = object_session(row)
    assert writing is not None
    return writing.connection().scalars(select(FILE.c.id).where(FILE.c.kind == word("document"), *which)).all()


def held_documents(row: Any, holder: str, holder_ids: Collection[int]) -> Sequence[int]:
    """The documents that these hold, while a command writes this row: for what follows its holder."""
    return documents_of(row, FILE.c.holder == word(holder), FILE.c.holder_id.in_(sorted(holder_ids)))


def attached(*which: ColumnElement[bool]) -> None:
    """Files were attached or taken away by a command at work (`which`: SQL over attachment, of what it concerns). Their
    rows are written with it; what a content said that nobody is shown any more goes.
    """
    rows = session().execute(select(FILE.c.id, FILE.c.blob_key, FILE.c.last_n).where(TODAY[0], *which)).all()
    leave(SOURCE, [one.id for one in rows])
    gone = {one.blob_key for one in rows if one.last_n is not None}
    if gone:
        documents.hold(gone)
        here = FILE.c.entry_id.is_not(None) | FILE.c.holder_id.is_not(None)
        still = select(FILE.c.blob_key).where(FILE.c.blob_key.in_(sorted(gone)), FILE.c.last_n.is_(None), here)
        documents.forget(gone - set(session().scalars(still)))


def _texts(row: DocumentText) -> Iterator[int]:
    yield from documents_of(row, FILE.c.blob_key == row.blob_key, FILE.c.last_n.is_(None))


register(
    Source(
        SOURCE,
        FILE,
        (FoundKind(SOURCE, "Document", "Documents", "file", 27),),
        texts_of,
        _may_read,
        about=_about,
        at_once=AT_ONCE,
    )
)
follow(DocumentText, SOURCE, _texts, columns={"text", "words"}, when_new=False)
follow(
    Entry,
    SOURCE,
    lambda one: documents_of(one, FILE.c.entry_id == one.id),
    columns=entry_texts.COLUMNS,
    when_new=False,
)
follow(Attachment, entry_texts.SOURCE, lambda file: [file.entry_id], columns={"entry_id", "last_n"})
