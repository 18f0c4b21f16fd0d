"""Reading programmes and themes."""

from collections.abc import Sequence

from sqlalchemy import select

from lpcommunity.access import Missing
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.storage import session


def theme_with_slug(slug: str) -> Theme:
    """The theme at this address. Raises Missing."""
    found = session().scalar(select(Theme).where(Theme.slug == slug))
    if found is None:
        raise Missing
    return found


def themes() -> Sequence[Theme]:
    """Every theme, by name."""
    return session().scalars(select(Theme).order_by(Theme.sort_name, Theme.id)).all()


def programmes() -> Sequence[Programme]:
    """Every programme, the latest first; those whose days are unknown last."""
    return (
        session()
        .scalars(select(Programme).order_by(Programme.starts_on.desc().nulls_last(), Programme.name, Programme.id))
        .all()
    )
