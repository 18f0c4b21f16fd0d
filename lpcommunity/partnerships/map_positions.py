"""Where places stand on the map: kept with them as they are saved, so that showing the map lays nothing out.

Called inside a `@transactional` command, which commits.
"""

from typing import Any

from sqlalchemy import Double, FromClause, Integer, bindparam, select

from lpcommunity.partnerships import map_layout
from lpcommunity.partnerships.map_layout import Label
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import Statement, session

PLACE: FromClause = Partnership.__table__
ON_MAP = (  # where its dot and its name stand
    PLACE.c.map_x.label("x"),
    PLACE.c.map_y.label("y"),
    PLACE.c.label_x.label("text_x"),
    PLACE.c.label_y.label("text_y"),
    PLACE.c.label_anchor.label("anchor"),
    PLACE.c.label_led.label("led"),
)
LABELS = Statement(
    select(PLACE.c.id, PLACE.c.name, *ON_MAP)
    .where(PLACE.c.map_x.is_not(None), PLACE.c.id != bindparam("but", type_=Integer))
    .order_by(PLACE.c.id),
    Label,
)
_PUT = (
    Partnership.__table__.update()  # type: ignore[attr-defined]
    .where(PLACE.c.id == bindparam("place"))
    .values(
        map_x=bindparam("x", type_=Double),
        map_y=bindparam("y", type_=Double),
        label_x=bindparam("text_x", type_=Double),
        label_y=bindparam("text_y", type_=Double),
        label_anchor=bindparam("anchor"),
        label_led=bindparam("led"),
    )
)


def put_on_map(place: Partnership) -> None:
    """Give this place, which is new or has changed, its dot and its name on the map; or take it off."""
    others = LABELS.all(but=place.id)
    own = map_layout.dot(place.id, place.name, place.latitude, place.longitude)
    if len(others) + bool(own) <= map_layout.MOST_LAID_OUT_ANEW:
        before = {one.id: one for one in others}
        bare = [Label(one.id, one.name, one.x, one.y) for one in others] + ([own] if own else [])
        changed = [one for one in map_layout.lay_out(bare) if one != before.get(one.id)]
    else:
        changed = [map_layout.add(own, others)] if own else []
    if own is None:
        _put([_row(place.id, None)])
    _put([_row(one.id, one) for one in sorted(changed, key=lambda one: one.id)])
    session().expire(place, ["map_x", "map_y", "label_x", "label_y", "label_anchor", "label_led"])


def _put(rows: list[dict[str, Any]]) -> None:
    if rows:
        session().execute(_PUT, rows)


def _row(place_id: int, label: Label | None) -> dict[str, Any]:
    one = label or Label(place_id, "", 0, 0)
    return {
        "place": place_id,
        "x": label and one.x,
        "y": label and one.y,
        "text_x": one.text_x,
        "text_y": one.text_y,
        "anchor": one.anchor,
        "led": one.led,
    }
