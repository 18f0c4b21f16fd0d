"""Somebody's own feed has an address, which they can end. It only adds: an older version beside this one knows no feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "feed_address",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.String(length=22), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_address_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed_address")),
    )


def downgrade() -> None:
    op.drop_table("feed_address")
