"""Themes, and how many places work on each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import FromClause, Integer, Select, String, bindparam, func, select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import ENTRY, ON_RECORD
from lpcommunity.entries.queries import CARD, CARD_ROWS, SIZE, Page, card_of, older, page
from lpcommunity.following.queries import followed_themes
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Project
from lpcommunity.storage import Statement
from lpcommunity.storage.name_pages import SIZE as NAMES
from lpcommunity.storage.name_pages import NamePage, by_name, later, name_page

THEME: FromClause = Theme.__table__
PROJECT: FromClause = Project.__table__


def _with_theme() -> Select[Any]:
    """Along the index of a theme by time."""
    at, entry_id = entry_theme.c.published_at, entry_theme.c.entry_id
    carried = entry_theme.join(CARD_ROWS, ENTRY.c.id == entry_id)
    which = entry_theme.c.theme_id == bindparam("theme", type_=Integer)
    query = select(*CARD).select_from(carried).where(which, older(at, entry_id), ON_RECORD)
    return query.order_by(at.desc(), entry_id.desc()).limit(SIZE)


CARDS_WITH_THEME = Statement(_with_theme(), card_of)


def entries_with_theme(actor: Reader | Visitor, theme_id: int, after: str | None) -> Page:
    """What carries a theme, newest first: one query."""
    return page(CARDS_WITH_THEME, actor, after, theme=theme_id)


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a list."""

    id: int
    slug: str
    name: str
    sort_name: str
    summary: str
    places: int
    followed: bool = False


_places = (
    select(func.count(PROJECT.c.partnership_id.distinct()))
    .where(PROJECT.c.theme_id == THEME.c.id)
    .correlate(THEME)
    .scalar_subquery()
)
_lines = select(THEME.c.id, THEME.c.slug, THEME.c.name, THEME.c.sort_name, THEME.c.summary, _places.label("places"))
THEMES = Statement(_lines.where(later(THEME)).order_by(*by_name(THEME)).limit(NAMES), ThemeLine)
THEME_AT = Statement(_lines.where(THEME.c.slug == bindparam("slug", type_=String)), ThemeLine)


def themes(actor: Reader | Visitor, after: str | None = None) -> NamePage[ThemeLine]:
    """A page of the themes by name: one query, and one for which of them the reader follows."""
    page = name_page(THEMES, after)
    return NamePage(_with_follows(actor, page.rows), page.next)


def theme(actor: Reader | Visitor, slug: str) -> ThemeLine:
    """The theme at this address. Raises Missing."""
    found = THEME_AT.first(slug=slug)
    if found is None:
        raise Missing
    return _with_follows(actor, [found])[0]


def _with_follows(actor: Reader | Visitor, lines: Iterable[ThemeLine]) -> list[ThemeLine]:
    held = list(lines)
    followed = followed_themes(actor, [one.id for one in held])
    return [replace(one, followed=one.id in followed) for one in held]
