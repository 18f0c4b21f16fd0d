"""The versions of an entry: a list of those that one may read, and each with its words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import Kind
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.policy import (
    ENTRY,
    READABLE_VERSION,
    REVISION,
    VISIBLE,
    can_read_what_was_for,
    is_author,
    reads,
)
from lpcommunity.storage import Statement


@dataclass(frozen=True)
class Version:
    """A version of an entry in the list of them: without its words."""

    n: int
    why: str
    audience: str
    written_at: datetime


@dataclass(frozen=True)
class VersionInFull(Version):
    """A version with its words."""

    entry_id: int
    title: str
    fields: dict[str, Any]
    details: dict[str, Any]
    body_html: str


MOST_VERSIONS = 200
_ENTRY_ID = bindparam("entry", type_=Integer)
VERSIONS = Statement(
    select(REVISION.c.n, REVISION.c.why, REVISION.c.audience, REVISION.c.written_at)
    .select_from(REVISION.join(ENTRY, ENTRY.c.id == REVISION.c.entry_id))
    .where(REVISION.c.entry_id == _ENTRY_ID, REVISION.c.n < bindparam("below", type_=Integer), READABLE_VERSION)
    .order_by(REVISION.c.n.desc())
    .limit(MOST_VERSIONS),
    Version,
)
VERSION = Statement(
    select(
        REVISION.c.n,
        REVISION.c.why,
        REVISION.c.audience,
        REVISION.c.written_at,
        REVISION.c.entry_id,
        REVISION.c.title,
        REVISION.c.fields,
        REVISION.c.details,
        REVISION.c.body_html,
    )
    .select_from(REVISION.join(ENTRY, ENTRY.c.id == REVISION.c.entry_id))
    .where(REVISION.c.entry_id == _ENTRY_ID, REVISION.c.n == bindparam("n", type_=Integer), VISIBLE),
    VersionInFull,
)


def versions(actor: Reader | Visitor, entry: EntryLike, below: int = 2**31 - 1) -> list[Version]:
    """The latest versions (before number `below`) that this person may read, oldest first, without their words."""
    return VERSIONS.all(reads(actor), entry=entry.id, below=below)[::-1]


def can_compare(actor: Reader | Visitor, entry: EntryLike) -> bool:
    """Whether this person, who reads the entry, may read an earlier version beside what stands now: else nobody tells
    them of a change. One query, for others than its author, where it was changed.
    """
    return entry.version > 1 and (is_author(actor, entry) or bool(versions(actor, entry, below=entry.version)))


def texts_of_revision(kind: Kind, revision: VersionInFull) -> dict[str, str]:
    """The texts of a version under the words that a page puts before them: title, prompts or body, the kind's own."""
    labelled = {"Title": revision.title}
    labelled |= kind.texts(revision.fields, revision.details)
    return {label: text for label, text in labelled.items() if text}


def ties_of_revision(actor: Reader | Visitor, kind: Kind, revision: VersionInFull) -> dict[str, str]:
    """What a version was about, as far as this reader may know it. Versions of before this was kept say nothing."""
    themes = {"Themes": "\n".join(revision.details["themes"])} if "themes" in revision.details else {}
    return {**themes, **kind.ties(actor, revision.details)}


def revision(actor: Reader | Visitor, entry: EntryLike, n: int) -> VersionInFull | None:
    """Version n, if this person may read it."""
    found = VERSION.first(reads(actor), entry=entry.id, n=n)
    may = found is not None and can_read_what_was_for(actor, entry, found)
    return found if may else None
