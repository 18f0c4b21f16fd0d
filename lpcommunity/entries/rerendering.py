"""Rendering every stored text again, when a new version understands texts better: in small steps, each whole.

Words, versions and times stay as they are, and nobody is told. Only what is made of the words changes: their HTML, the
first words on cards, and titles that were made of the text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, update

from lpcommunity.entries import markdown, titles
from lpcommunity.entries.content import Content, with_closing
from lpcommunity.entries.heading_text import titled
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import PUBLIC, Entry, Revision
from lpcommunity.storage import session, transactional
from lpcommunity.storage.change_stamp import concerns_public

AT_ONCE = 25
ENTRIES = (
    select(Entry.id, Entry.kind, Entry.partnership_id, Entry.audience, Entry.version, Entry.title, Entry.fields)
    .add_columns(Entry.body_html, Entry.standfirst, Entry.card, Entry.created_at)
    .order_by(Entry.id)
)
REVISIONS = (
    select(Revision.id, Revision.entry_id, Revision.n, Revision.title, Revision.fields, Revision.details)
    .add_columns(Revision.body_html)
    .order_by(Revision.id)
)


@dataclass(frozen=True)
class Step:
    """How many entries, or things of another kind, one step looked at, and how many texts it changed: what stands and
    each version before are one each.
    """

    entries: int
    texts: int
    changed: int


@dataclass(frozen=True)
class _Change:
    """What becomes of an entry of this version, or (without one) of a revision."""

    id: int
    values: dict[str, Any]
    version: int | None = None
    public: bool = False


_others: list[tuple[Callable[[], int], Callable[[], Iterator[Step]]]] = []


def register(amount: Callable[[], int], steps: Callable[[], Iterator[Step]]) -> None:
    """Have the texts of another kind rendered again as well, after the entries."""
    _others.append((amount, steps))


def amount() -> int:
    """How many entries, and things of other kinds, there are to be looked at."""
    try:
        entries = int(session().scalar(select(func.count()).select_from(Entry)) or 0)
    finally:
        session().rollback()
    return entries + sum(amount() for amount, _ in _others)


def steps() -> Iterator[Step]:
    """Render everything again, some at a time; the caller stops when it likes. Once more changes nothing."""
    yield from _entries()
    for _, others in _others:
        yield from others()


def _entries() -> Iterator[Step]:
    last = 0
    while True:
        try:
            entries = session().execute(ENTRIES.where(Entry.id > last).limit(AT_ONCE)).all()
            if not entries:
                return
            ids = [one.id for one in entries]
            revisions = session().execute(REVISIONS.where(Revision.entry_id.in_(ids))).all()
            changes = _changes(entries, revisions)
        finally:
            session().rollback()  # rendered while nothing is locked
        yield Step(len(ids), len(ids) + len(revisions), _keep(changes) if changes else 0)
        last = ids[-1]


def _changes(entries: Sequence[Row[Any]], revisions: Sequence[Row[Any]]) -> list[_Change]:
    about = {one.id: one for one in entries}
    latest = {(one.entry_id, one.n): one.details for one in revisions}
    found = [
        _Change(one.id, values, one.version, one.audience == PUBLIC)
        for one in entries
        if (values := _values(one, one, latest.get((one.id, one.version), {})))
    ]
    found += [
        _Change(one.id, values) for one in revisions if (values := _values(one, about[one.entry_id], one.details))
    ]
    return found


def _values(text: Row[Any], entry: Row[Any], details: dict[str, Any]) -> dict[str, Any]:
    """What is to be put in place of what is there; nothing where all of it is right."""
    title = "" if _was_made(text) else text.title
    render = kind_of(entry.kind).content
    people = markdown.mentioned_in(text.body_html)  # whoever was meant then
    content: Content = (
        render(title, text.fields, details, people) if render else Content.written(title, text.fields, mentions=people)
    )
    if not content.fields:
        return {}  # nothing of it can be read or seen: such a text is no longer taken, and left as it was
    made = titled(content, entry.partnership_id, entry.created_at)
    right: dict[str, Any] = {"title": made.title[:200], "body_html": made.body_html}
    if text is entry:
        right["standfirst"] = made.standfirst
        right["card"] = with_closing(text.card, kind_of(entry.kind), made)
    return {name: value for name, value in right.items() if getattr(text, name) != value}


def _was_made(text: Row[Any]) -> bool:
    """Whether its title was made of the text: as it is done now, or as it was done before version 0.8."""
    return titles.is_made(text.title, text.fields) or text.title in ("", _made_before(markdown.opening(text.body_html)))


def _made_before(lead: str) -> str:
    for mark in (". ", "? ", "! "):
        head, found, _ = lead.partition(mark)
        if found and len(head) <= 90:
            return head + (mark.strip() if mark != ". " else "")
    return lead if len(lead) <= 90 else lead[:90].rsplit(" ", 1)[0] + " …"


@transactional
def _keep(changes: list[_Change]) -> int:
    """Put these in place. An entry that was changed meanwhile is rendered already."""
    for one in changes:
        if one.version is None:
            session().execute(update(Revision).where(Revision.id == one.id).values(one.values))
        else:
            of_this_version = (Entry.id == one.id, Entry.version == one.version)
            session().execute(
                update(Entry).where(*of_this_version).values(one.values), execution_options=concerns_public(one.public)
            )
    return len(changes)
