"""The places on the map, where they were laid out when they were saved."""

from sqlalchemy import select

from lpcommunity.pages.charts.map import Spot
from lpcommunity.pages.queries.directory import EVERYTHING, NARROWED, Choice
from lpcommunity.pages.queries.places import PLACE
from lpcommunity.partnerships.map_positions import ON_MAP
from lpcommunity.storage import Statement

SPOTS = Statement(
    select(PLACE.c.name, PLACE.c.slug, *ON_MAP)
    .where(PLACE.c.map_x.is_not(None), NARROWED)
    .order_by(PLACE.c.map_y, PLACE.c.map_x, PLACE.c.name),
    Spot,
)


def spots(choice: Choice = EVERYTHING) -> tuple[Spot, ...]:
    """Every place on the map that fits the choice, from north to south: one query of narrow rows."""
    return tuple(SPOTS.all(choice.values()))
