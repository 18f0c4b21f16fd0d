"""Reading entries: cards for lists, newest first, page by page.

A list is one index range over `entry`, read as plain columns (no objects), keyset-paginated: page 100
costs what page 1 costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.models import Entry, Revision, entry_theme
from lpcommunity.entries.policy import can_read, can_read_revision, on_record_for, visible_to
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.storage import session

PAGE = 20


@dataclass(frozen=True)
class Card:
    """An entry as a list shows it."""

    id: int
    kind: Kind
    title: str
    standfirst: str
    card: dict[str, Any]
    audience: str
    state: str
    published_at: datetime
    thanks: int
    version: int
    place: str
    place_slug: str
    author_id: int
    author: str

    @property
    def path(self) -> str:
        """Where it is read in full."""
        return self.kind.path(self.id)


@dataclass(frozen=True)
class Page:
    """Some cards, and the cursor of the next page if there is one."""

    cards: list[Card]
    next: str | None


def _cursor(moment: datetime, entry_id: int) -> str:
    return f"{int(moment.timestamp() * 1_000_000)}-{entry_id}"


def read_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    """The place in a list that a cursor names, or None for a missing or broken one (the list begins at its top)."""
    try:
        micros, _, entry_id = (cursor or "").partition("-")
        whole, rest = divmod(int(micros), 1_000_000)
        return datetime.fromtimestamp(whole, UTC).replace(microsecond=rest), min(int(entry_id), 2**31 - 1)
    except (ValueError, OverflowError, OSError):
        return None


def page(
    actor: Person | None, where: Sequence[ColumnElement[bool]] = (), after: str | None = None, size: int = PAGE
) -> Page:
    """What this person may read of what is on record, newest first: one query.

    `where` narrows it (Entry.partnership_id == 4); `after` is the cursor that the previous page gave.
    """
    query = _cards().where(on_record_for(actor), *where, *older_than(after))
    rows = session().execute(query.order_by(Entry.published_at.desc(), Entry.id.desc()).limit(size + 1)).all()
    cards = [_card(row) for row in rows[:size]]
    more = len(rows) > size
    return Page(cards, _cursor(cards[-1].published_at, cards[-1].id) if more else None)


def older_than(cursor: str | None) -> list[ColumnElement[bool]]:
    """SQL over Entry: what comes after the place in a list that a cursor names; nothing to ask at its top."""
    since = read_cursor(cursor)
    if since is None:
        return []
    moment, entry_id = since
    return [or_(Entry.published_at < moment, and_(Entry.published_at == moment, Entry.id < entry_id))]


def counts_by_kind(actor: Person | None, where: Sequence[ColumnElement[bool]] = ()) -> dict[str, int]:
    """How many entries of each kind this person may read there."""
    rows = session().execute(select(Entry.kind, func.count()).where(on_record_for(actor), *where).group_by(Entry.kind))
    return dict(rows)


def with_theme(theme_id: int) -> ColumnElement[bool]:
    """SQL over Entry: it carries this theme."""
    return Entry.id.in_(select(entry_theme.c.entry_id).where(entry_theme.c.theme_id == theme_id))


def readable(actor: Person | None, model: type[Any], entry_id: int) -> Any | None:
    """The entry of this kind and id, if this person may read it; None if not, or if there is none."""
    found = session().scalar(select(model).where(model.id == entry_id, visible_to(actor)))
    return found if found is not None and can_read(actor, found) else None


def revisions(actor: Person | None, entry: Entry) -> list[Revision]:
    """The versions of an entry that this person may read, oldest first."""
    rows = session().scalars(select(Revision).where(Revision.entry_id == entry.id).order_by(Revision.n))
    return [row for row in rows if can_read_revision(actor, entry, row)]


def texts_of_revision(kind: Kind, revision: Revision) -> dict[str, str]:
    """The texts of a version under the words that a page puts before them: title, prompts or body, the kind's own."""
    labelled = {"Title": revision.title}
    labelled |= kind.texts(revision.fields, revision.details)
    return {label: text for label, text in labelled.items() if text}


def place_of(entry: Entry) -> Partnership | None:
    """The partnership on whose record an entry is."""
    return session().get(Partnership, entry.partnership_id) if entry.partnership_id else None


def revision(actor: Person | None, entry: Entry, n: int) -> Revision | None:
    """Version n, if this person may read it."""
    row = session().scalar(select(Revision).where(Revision.entry_id == entry.id, Revision.n == n))
    return row if row is not None and can_read_revision(actor, entry, row) else None


def _cards() -> Any:
    return (
        select(
            Entry.id,
            Entry.kind,
            Entry.title,
            Entry.standfirst,
            Entry.card,
            Entry.audience,
            Entry.state,
            Entry.published_at,
            Entry.thanks_count,
            Entry.version,
            Partnership.name,
            Partnership.slug,
            Person.id.label("author_id"),
            Person.name.label("author"),
        )
        .join(Person, Person.id == Entry.author_id)
        .outerjoin(Partnership, Partnership.id == Entry.partnership_id)
    )


def _card(row: Any) -> Card:
    return Card(
        id=row[0],
        kind=kind_of(row[1]),
        title=row[2],
        standfirst=row[3],
        card=row[4],
        audience=row[5],
        state=row[6],
        published_at=row[7],
        thanks=row[8],
        version=row[9],
        place=row[10] or "",
        place_slug=row[11] or "",
        author_id=row[12],
        author=row[13],
    )
