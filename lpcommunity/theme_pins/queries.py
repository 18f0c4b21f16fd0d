"""Reading what is pinned on a theme, for whoever may read that entry. Others find nothing, as if nothing was pinned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, exists, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.models import EntryLike, entry_theme
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Project
from lpcommunity.storage import Statement
from lpcommunity.theme_pins.models import MOST, ThemePin
from lpcommunity.theme_pins.policy import is_for_a_theme

PIN: FromClause = ThemePin.__table__
THEME: FromClause = Theme.__table__
PROJECT: FromClause = Project.__table__
CARRIED: FromClause = entry_theme
THEME_ID = bindparam("theme", type_=Integer)
FACILITATED = bindparam("facilitated", type_=Integer, expanding=True)
_by = PERSON.alias("pinned_by")


@dataclass(frozen=True)
class PinnedEntry:
    """Something that is pinned on a theme, why, and by whom."""

    entry_id: int
    kind: Kind
    title: str
    why: str
    pinned_by: str
    published_at: datetime
    place: str
    author: str

    @property
    def path(self) -> str:
        """Where it is read."""
        return self.kind.path(self.entry_id)

    @property
    def key(self) -> str:
        """What it is, as forms name it."""
        return f"{self.kind.key}:{self.entry_id}"


def _pinned(*, kind: str, place: str | None, **columns: Any) -> PinnedEntry:
    return PinnedEntry(kind=kind_of(kind), place=place or "", **columns)


# As long as it carries the theme. Outer joins, so that no database begins with the people or the places.
PINNED = Statement(
    select(
        PIN.c.entry_id,
        ENTRY.c.kind,
        ENTRY.c.title,
        PIN.c.why,
        _by.c.name.label("pinned_by"),
        ENTRY.c.published_at,
        PLACE.c.name.label("place"),
        PERSON.c.name.label("author"),
    )
    .select_from(
        PIN.join(ENTRY, ENTRY.c.id == PIN.c.entry_id)
        .join(CARRIED, and_(CARRIED.c.entry_id == PIN.c.entry_id, CARRIED.c.theme_id == PIN.c.theme_id))
        .outerjoin(_by, _by.c.id == PIN.c.pinned_by_id)
        .outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
        .outerjoin(PERSON, PERSON.c.id == ENTRY.c.author_id)
    )
    .where(PIN.c.theme_id == THEME_ID, ON_RECORD)
    .order_by(PIN.c.id.desc())
    .limit(MOST),
    _pinned,
)


@dataclass(frozen=True)
class ThemeOfEntry:
    """A theme that an entry carries; why the entry is pinned there, if it is; whether the reader steers it."""

    entry_id: int
    slug: str
    name: str
    why: str | None
    works_there: bool

    @property
    def pinned(self) -> bool:
        """Whether the entry is pinned there."""
        return self.why is not None


THEMES_OF = Statement(
    select(
        CARRIED.c.entry_id,
        THEME.c.slug,
        THEME.c.name,
        PIN.c.why,
        exists()
        .where(PROJECT.c.theme_id == THEME.c.id, PROJECT.c.partnership_id.in_(FACILITATED))
        .correlate(THEME)
        .label("works_there"),
    )
    .select_from(
        CARRIED.join(ENTRY, ENTRY.c.id == CARRIED.c.entry_id)
        .join(THEME, THEME.c.id == CARRIED.c.theme_id)
        .outerjoin(PIN, and_(PIN.c.entry_id == CARRIED.c.entry_id, PIN.c.theme_id == CARRIED.c.theme_id))
    )
    .where(CARRIED.c.entry_id == bindparam("entry", type_=Integer), ON_RECORD)
    .order_by(THEME.c.sort_name, THEME.c.id),
    ThemeOfEntry,
)
WORKS_ON: Statement[Any] = Statement(
    select(PROJECT.c.id).where(PROJECT.c.theme_id == THEME_ID, PROJECT.c.partnership_id.in_(FACILITATED)).limit(1)
)


def pinned_on(actor: Reader | Visitor, theme_id: int) -> list[PinnedEntry]:
    """What this reader finds pinned on a theme, the latest first: one query."""
    return PINNED.all(reads(actor), theme=theme_id)


def works_on(actor: Reader | Visitor, theme_id: int) -> bool:
    """Whether this person facilitates a place that works on the theme: one query, for whoever facilitates."""
    facilitated = sorted(actor.facilitates)
    return bool(facilitated) and WORKS_ON.value(theme=theme_id, facilitated=facilitated) is not None


def themes_to_steer(actor: Reader, entry: EntryLike) -> list[ThemeOfEntry]:
    """The themes of an entry that this person steers: one query, for whoever may steer any, of what may be pinned."""
    if not (actor.programme_team or actor.facilitates) or not is_for_a_theme(actor, entry):
        return []
    found = THEMES_OF.all(reads(actor), entry=entry.id, facilitated=sorted(actor.facilitates))
    return [one for one in found if actor.programme_team or one.works_there]
