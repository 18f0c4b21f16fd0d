"""Themes, and how many places work on each."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import ENTRY, ON_RECORD
from lpcommunity.entries.queries import CARD, CARD_ROWS, SIZE, card_of, older
from lpcommunity.following.queries import following
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Project
from lpcommunity.storage import Statement, session


def _with_theme() -> Select[Any]:
    """Along the index of a theme by time."""
    at, entry_id = entry_theme.c.published_at, entry_theme.c.entry_id
    carried = entry_theme.join(CARD_ROWS, ENTRY.c.id == entry_id)
    which = entry_theme.c.theme_id == bindparam("theme", type_=Integer)
    query = select(*CARD).select_from(carried).where(which, older(at, entry_id), ON_RECORD)
    return query.order_by(at.desc(), entry_id.desc()).limit(SIZE)


CARDS_WITH_THEME = Statement(_with_theme(), card_of)


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a list."""

    id: int
    slug: str
    name: str
    summary: str
    places: int
    followed: bool


def themes(actor: Reader | Visitor, slug: str | None = None) -> list[ThemeLine]:
    """Every theme by name, or the one at this address: one query."""
    places = (
        select(func.count(Project.partnership_id.distinct()))
        .where(Project.theme_id == Theme.id)
        .correlate(Theme)
        .scalar_subquery()
    )
    query = select(Theme.id, Theme.slug, Theme.name, Theme.summary, places, following(actor, theme=Theme.id))
    if slug is not None:
        query = query.where(Theme.slug == slug)
    return [ThemeLine(*row) for row in session().execute(query.order_by(Theme.sort_name, Theme.id))]


def theme(actor: Reader | Visitor, slug: str) -> ThemeLine:
    """The theme at this address. Raises Missing."""
    found = themes(actor, slug)
    if not found:
        raise Missing
    return found[0]
