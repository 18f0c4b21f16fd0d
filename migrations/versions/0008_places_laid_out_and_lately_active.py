"""Keep with a place what its lists and the map would work out again for every reader: where it is, when it was active."""

import sqlalchemy as sa
from alembic import op

from lpcommunity.partnerships import map_layout

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PUBLISHED = sa.text("state = 'published'")
MOMENTS = {"active_at": "audience IN ('community', 'public')", "public_active_at": "audience = 'public'"}
POSITIONS = ("map_x", "map_y", "label_x", "label_y", "label_anchor", "label_led")


def upgrade() -> None:
    with op.batch_alter_table("partnership") as batch_op:
        for name in POSITIONS[:4]:
            batch_op.add_column(sa.Column(name, sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("label_anchor", sa.String(length=5), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("label_led", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_entry_place_audience",
        "entry",
        ["partnership_id", "audience", "published_at", "id"],
        sqlite_where=PUBLISHED,
        postgresql_where=PUBLISHED,
    )
    for name, audience in MOMENTS.items():
        op.execute(
            f"UPDATE partnership SET {name} = (SELECT max(published_at) FROM entry"  # noqa: S608
            f" WHERE entry.partnership_id = partnership.id AND state = 'published' AND {audience})"
        )
        op.create_index(f"ix_partnership_{name}", "partnership", [name])
    _lay_out()


def downgrade() -> None:
    op.drop_index("ix_entry_place_audience", "entry")
    for name in MOMENTS:
        op.drop_index(f"ix_partnership_{name}", "partnership")
    with op.batch_alter_table("partnership") as batch_op:
        for name in (*MOMENTS, *POSITIONS):
            batch_op.drop_column(name)


def _lay_out() -> None:
    """Where the dots and names of the places that are there stand on the map."""
    connection = op.get_bind()
    place = sa.table(
        "partnership",
        *(sa.column(name) for name in ("id", "name", "latitude", "longitude", *POSITIONS)),
    )
    rows = connection.execute(sa.select(place.c.id, place.c.name, place.c.latitude, place.c.longitude)).all()
    dots = [dot for row in rows if (dot := map_layout.dot(*row)) is not None]
    for one in map_layout.lay_out_all(dots):
        connection.execute(
            place.update()
            .where(place.c.id == one.id)
            .values(
                map_x=one.x,
                map_y=one.y,
                label_x=one.text_x,
                label_y=one.text_y,
                label_anchor=one.anchor,
                label_led=one.led,
            )
        )
