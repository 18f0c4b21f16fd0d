"""Fill in what lists are found along, where an old process wrote beside a newer one and left it out.

Places of rounds and answers, and on the map; moments of themes and of a place's activity; the beginning of a term.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from lpcommunity.partnerships import map_layout
from lpcommunity.storage.columns import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

LONDON = ZoneInfo("Europe/London")
MOMENTS = {"active_at": "audience IN ('community', 'public')", "public_active_at": "audience = 'public'"}
POSITIONS = ("map_x", "map_y", "label_x", "label_y", "label_anchor", "label_led")
PLACE = sa.table("partnership", *(sa.column(name) for name in ("id", "name", "latitude", "longitude", *POSITIONS)))
MEMBERSHIP = sa.table(
    "membership",
    sa.column("id", sa.Integer),
    sa.column("role", sa.String),
    sa.column("starts_on", sa.Date),
    sa.column("began_at", Moment),
)


def upgrade() -> None:
    for table in ("submission", "review"):
        op.execute(
            f"UPDATE {table} SET partnership_id ="  # noqa: S608
            f" (SELECT partnership_id FROM entry WHERE entry.id = {table}.reflection_id) WHERE partnership_id IS NULL"
        )
    op.execute(
        "UPDATE entry_theme SET published_at = (SELECT published_at FROM entry WHERE entry.id = entry_theme.entry_id)"
        " WHERE published_at IS NULL"
    )
    for name, audience in MOMENTS.items():
        newest = (
            "(SELECT max(published_at) FROM entry"  # noqa: S608
            f" WHERE entry.partnership_id = partnership.id AND state = 'published' AND {audience})"
        )
        op.execute(
            f"UPDATE partnership SET {name} = {newest} WHERE coalesce({name} <> {newest}, true)"  # noqa: S608
        )
    _begin()
    _lay_out()


def downgrade() -> None:
    """What was filled in is what a newer version would have written: it stays."""


def _begin() -> None:
    """A facilitator's term that was recorded before its first day begins on that day, not at the recording."""
    connection = op.get_bind()
    columns = (MEMBERSHIP.c.id, MEMBERSHIP.c.starts_on, MEMBERSHIP.c.began_at)
    rows = connection.execute(sa.select(*columns).where(MEMBERSHIP.c.role == "facilitator")).all()
    for row in rows:
        if row.began_at < _midnight(row.starts_on):
            later = sa.update(MEMBERSHIP).where(MEMBERSHIP.c.id == row.id).values(began_at=_midnight(row.starts_on))
            connection.execute(later)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _lay_out() -> None:
    """Where all stand on the map, if there is one that was not laid out."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(PLACE.c.id, PLACE.c.name, PLACE.c.latitude, PLACE.c.longitude, PLACE.c.map_x)
    ).all()
    dots = {row.id: dot for row in rows if (dot := map_layout.dot(*row[:4])) is not None}
    if all(row.map_x is not None for row in rows if row.id in dots):
        return
    for one in map_layout.lay_out_all(list(dots.values())):
        values = (one.x, one.y, one.text_x, one.text_y, one.anchor, one.led)
        connection.execute(PLACE.update().where(PLACE.c.id == one.id).values(dict(zip(POSITIONS, values, strict=True))))
