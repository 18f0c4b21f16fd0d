"""Reading updates, and what the form of an update offers."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, or_, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments.queries import FileLine, of_entry
from lpcommunity.entries.in_full import EntryInFull, admitted, in_full_query, shape
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import ENTRY, VISIBLE, reads
from lpcommunity.entries.timeline_marks import MarkFacts
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.projects.queries import stands
from lpcommunity.storage import Statement
from lpcommunity.updates.models import Update

UPDATE: FromClause = Update.__table__
MILESTONE: FromClause = Milestone.__table__
PROJECT: FromClause = Project.__table__
THEME: FromClause = Theme.__table__
ENTRY_ID = bindparam("entry", type_=Integer)


@dataclass(frozen=True)
class ThemeLine:
    """A theme, as a form offers it and a page links to it."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone, as a form offers it."""

    id: int
    name: str
    due_on: date
    reached_on: date | None


LONGEST_LEAD = 400  # characters of its HTML


@dataclass(frozen=True, kw_only=True)
class UpdateInFull(EntryInFull):
    """An update with whatever its page shows of it."""

    standing: str
    reason: str
    help_wanted: str
    milestone_id: int | None
    milestone: str | None
    themes: tuple[ThemeLine, ...] = ()

    @property
    def has_lead(self) -> bool:
        """Whether it begins with a paragraph that is short enough to lead into what follows."""
        first, _, rest = self.body_html.partition("</p>")
        return first.startswith("<p") and len(first) <= LONGEST_LEAD and bool(rest.strip())


@dataclass(frozen=True)
class Reason:
    """Why an update stands as it does, and which help it asks for."""

    id: int
    reason: str
    help_wanted: str


IN_FULL = Statement(
    in_full_query(
        UPDATE,
        UPDATE.c.standing,
        UPDATE.c.reason,
        UPDATE.c.help_wanted,
        ENTRY.c.milestone_id,
        select(MILESTONE.c.name).where(MILESTONE.c.id == ENTRY.c.milestone_id).scalar_subquery().label("milestone"),
    ),
    shape(UpdateInFull),
)
_themes = select(THEME.c.id, THEME.c.slug, THEME.c.name).order_by(THEME.c.sort_name, THEME.c.id)
THEMES = Statement(_themes, ThemeLine)
THEMES_CARRIED = Statement(
    _themes.join_from(THEME, entry_theme, entry_theme.c.theme_id == THEME.c.id).where(
        entry_theme.c.entry_id == ENTRY_ID
    ),
    ThemeLine,
)
# Those that stand, and the one that an update is about already: taken off meanwhile, it stays with the update.
MILESTONES = Statement(
    select(MILESTONE.c.id, MILESTONE.c.name, MILESTONE.c.due_on, MILESTONE.c.reached_on)
    .join_from(MILESTONE, PROJECT, PROJECT.c.id == MILESTONE.c.project_id)
    .where(
        PROJECT.c.partnership_id == bindparam("place", type_=Integer),
        or_(stands(MILESTONE), MILESTONE.c.id == bindparam("chosen", type_=Integer)),
    )
    .order_by(MILESTONE.c.reached_on.is_not(None), MILESTONE.c.due_on, MILESTONE.c.id),
    MilestoneLine,
)
MILESTONE_NAME: Statement[Any] = Statement(
    select(MILESTONE.c.name).where(MILESTONE.c.id == bindparam("milestone", type_=Integer))
)
# Of updates that the reader was found to read: asked with the ids of a timeline.
REASONS = Statement(
    select(UPDATE.c.id, UPDATE.c.reason, UPDATE.c.help_wanted)
    .join_from(UPDATE, ENTRY, ENTRY.c.id == UPDATE.c.id)
    .where(
        UPDATE.c.id.in_(bindparam("ids", type_=Integer, expanding=True)),
        or_(UPDATE.c.reason != "", UPDATE.c.help_wanted != ""),
        VISIBLE,
    ),
    Reason,
)


def update_in_full(actor: Reader | Visitor, update_id: int) -> UpdateInFull | None:
    """An update with whatever its page shows of it, if this person may read it: two queries."""
    found = admitted(actor, IN_FULL.first(reads(actor), entry=update_id))
    return replace(found, themes=tuple(THEMES_CARRIED.all(entry=update_id))) if found is not None else None


def files_below(update: EntryInFull) -> dict[str, list[FileLine]]:
    """The pictures and documents that stand below the text of an update, for whoever may read it: one query."""
    files, inline = of_entry(update.id), update.body_html
    return {
        "pictures": [one for one in files if one.kind == "picture" and f'"/attachments/{one.id}"' not in inline],
        "documents": [one for one in files if one.kind == "document"],
    }


def milestones_to_choose(partnership_id: int, chosen: int | None = None) -> list[MilestoneLine]:
    """The milestones of a place, those still to be reached first; `chosen` among them, even if it was taken off."""
    return MILESTONES.all(place=partnership_id, chosen=chosen or 0)


def themes() -> list[ThemeLine]:
    """All themes, by name."""
    return THEMES.all()


def theme_ids_of(update_id: int) -> list[int]:
    """The themes that an update carries, for a command that leaves them as they are."""
    return [theme.id for theme in THEMES_CARRIED.all(entry=update_id)]


def milestone_kept(update: Update) -> dict[str, Any]:
    """What a version of an update keeps of the milestone that it is about."""
    name = MILESTONE_NAME.value(milestone=update.milestone_id) if update.milestone_id else ""
    return {"milestone_id": update.milestone_id, "milestone": name or ""}


def reasons(actor: Reader | Visitor, update_ids: Collection[int]) -> dict[int, MarkFacts]:
    """Why each of these updates, which the reader may read, stands as it does, and which help it asks for."""
    return {
        line.id: MarkFacts(reason=line.reason, asks=line.help_wanted)
        for line in REASONS.all(reads(actor), ids=sorted(update_ids))
    }
