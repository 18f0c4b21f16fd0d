"""Reading what a form of an entry stands in."""

from sqlalchemy import String, bindparam, select

from lpcommunity.access import Missing
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.queries import PLACE
from lpcommunity.storage import Statement

PLACE_AT = Statement(
    select(PLACE.c.id, PLACE.c.slug, PLACE.c.name).where(PLACE.c.slug == bindparam("slug", type_=String)), PlaceName
)


def place_at(slug: str) -> PlaceName:
    """The partnership at this address. Raises Missing."""
    found = PLACE_AT.first(slug=slug)
    if found is None:
        raise Missing
    return found
