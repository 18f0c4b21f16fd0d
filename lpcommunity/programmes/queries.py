"""Reading programmes and themes."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lpcommunity.access import Missing
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.storage import session


def programmes() -> list[Programme]:
    """All programmes with their predecessors, the newest first; those of unknown days last."""
    query = select(Programme).options(joinedload(Programme.predecessor))
    return list(
        session().scalars(query.order_by(Programme.starts_on.is_(None), Programme.starts_on.desc(), Programme.id))
    )


def programme(slug: str) -> Programme | None:
    """The programme at this address."""
    return session().scalar(select(Programme).options(joinedload(Programme.predecessor)).where(Programme.slug == slug))


def themes() -> list[Theme]:
    """All themes, by name."""
    return list(session().scalars(select(Theme).order_by(Theme.sort_name)))


def theme(slug: str) -> Theme | None:
    """The theme at this address."""
    return session().scalar(select(Theme).where(Theme.slug == slug))


def theme_with_slug(slug: str) -> Theme:
    """The theme at this address. Raises Missing."""
    found = theme(slug)
    if found is None:
        raise Missing
    return found
