"""Opening a file: what it is, where its content lies, and who may open it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import VISITOR, Reader, Visitor
from lpcommunity.attachments import holders
from lpcommunity.attachments.models import Attachment
from lpcommunity.attachments.policy import can_open
from lpcommunity.entries.models import Revision
from lpcommunity.entries.policy import ENTRY, VISIBLE, reads
from lpcommunity.storage import Statement

FILE: FromClause = Attachment.__table__
REVISION: FromClause = Revision.__table__


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file as it is opened: what it is, and where its content lies."""

    id: int
    kind: str  # picture, document
    name: str
    media_type: str
    blob_key: str
    thumb_key: str | None


@dataclass(frozen=True)
class OfEntry:
    """The entry that a file is part of, as far as it decides who reads it."""

    id: int
    author_id: int
    partnership_id: int | None
    audience: str
    state: str
    confided_at: datetime | None
    confided_version: int | None


@dataclass(frozen=True)
class WrittenVersion:
    """A version, as far as it decides who reads it."""

    n: int
    audience: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class FileOfEntry(StoredFile):
    """One that is part of an entry, or was of its versions `first_n` to `last_n`."""

    first_n: int | None
    last_n: int | None
    entry: OfEntry

    @property
    def entry_id(self) -> int:
        """The entry's number."""
        return self.entry.id


@dataclass(frozen=True, kw_only=True)
class StoredHeldFile(StoredFile):
    """One that something holds that is no entry."""

    holder: str
    holder_id: int
    first_n: int
    last_n: int | None

    def opens_to(self, actor: Reader | Visitor) -> bool:
        """Whether this reader may open it: what holds it says so."""
        return holders.may_open(actor, self.holder, self.holder_id, holders.Span(self.first_n, self.last_n))


def _file_of_entry(
    *, entry_id: int, author_id: int, partnership_id: int | None, audience: str, state: str,
    confided_at: datetime | None, confided_version: int | None, **file: Any,
) -> FileOfEntry:  # fmt: skip
    entry = OfEntry(entry_id, author_id, partnership_id, audience, state, confided_at, confided_version)
    return FileOfEntry(entry=entry, **file)


_stored = (FILE.c.id, FILE.c.kind, FILE.c.name, FILE.c.media_type, FILE.c.blob_key, FILE.c.thumb_key)
_number = FILE.c.id == bindparam("file", type_=Integer)
FILE_OF_ENTRY = Statement(
    select(
        *_stored,
        FILE.c.entry_id,
        FILE.c.first_n,
        FILE.c.last_n,
        ENTRY.c.author_id,
        ENTRY.c.partnership_id,
        ENTRY.c.audience,
        ENTRY.c.state,
        ENTRY.c.confided_at,
        ENTRY.c.confided_version,
    )
    .select_from(FILE.join(ENTRY, ENTRY.c.id == FILE.c.entry_id))
    .where(_number, VISIBLE),
    _file_of_entry,
)
PENDING_FILE = Statement(
    select(*_stored).where(
        _number,
        FILE.c.owner_id == bindparam("owner", type_=Integer),
        FILE.c.entry_id.is_(None),
        FILE.c.holder_id.is_(None),
    ),
    StoredFile,
)
HELD_FILE = Statement(
    select(*_stored, FILE.c.holder, FILE.c.holder_id, FILE.c.first_n, FILE.c.last_n).where(
        _number, FILE.c.holder_id.is_not(None)
    ),
    StoredHeldFile,
)
WRITTEN_FOR = Statement(
    select(REVISION.c.n, REVISION.c.audience, REVISION.c.written_at).where(
        REVISION.c.entry_id == bindparam("entry", type_=Integer),
        REVISION.c.n.between(bindparam("first", type_=Integer), bindparam("last", type_=Integer)),
    ),
    WrittenVersion,
)


def openable(actor: Reader | Visitor, attachment_id: int) -> tuple[StoredFile, bool] | None:
    """The file of this number if this person may open it, and whether anyone may."""
    file = FILE_OF_ENTRY.first(reads(actor), file=attachment_id)
    if file is None:
        return _held_or_pending(actor, attachment_id)
    versions: list[WrittenVersion] | None = None
    if file.last_n is not None:
        versions = WRITTEN_FOR.all(entry=file.entry.id, first=file.first_n or 1, last=file.last_n)
    return (file, can_open(VISITOR, file.entry, versions)) if can_open(actor, file.entry, versions) else None


def _held_or_pending(actor: Reader | Visitor, attachment_id: int) -> tuple[StoredFile, bool] | None:
    held = HELD_FILE.first(file=attachment_id)
    if held is not None:
        return (held, held.opens_to(VISITOR)) if held.opens_to(actor) else None
    pending = PENDING_FILE.first(file=attachment_id, owner=actor.id) if isinstance(actor, Reader) else None
    return (pending, False) if pending is not None else None
