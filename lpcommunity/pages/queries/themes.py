"""Themes, and how many places work on each."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lpcommunity.access import Missing
from lpcommunity.following.queries import following
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Project
from lpcommunity.storage import session


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a list."""

    id: int
    slug: str
    name: str
    summary: str
    places: int
    followed: bool


def themes(actor: Person | None, slug: str | None = None) -> list[ThemeLine]:
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


def theme(actor: Person | None, slug: str) -> ThemeLine:
    """The theme at this address. Raises Missing."""
    found = themes(actor, slug)
    if not found:
        raise Missing
    return found[0]
