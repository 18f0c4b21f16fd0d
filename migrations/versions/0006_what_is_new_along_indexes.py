"""Find what is new along an index of its own: everywhere, in public, and for each theme."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PUBLIC = sa.text("audience = 'public' AND state = 'published'")


def upgrade() -> None:
    with op.batch_alter_table("entry_theme") as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index("ix_entry_theme_theme_id")
    op.execute(
        "UPDATE entry_theme SET published_at = (SELECT published_at FROM entry WHERE entry.id = entry_theme.entry_id)"
    )
    with op.batch_alter_table("entry_theme") as batch_op:
        batch_op.create_index("ix_entry_theme_time", ["theme_id", "published_at", "entry_id"])
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_index("ix_entry_audience_time")
        batch_op.create_index("ix_entry_time", ["published_at", "id"])
        batch_op.create_index(
            "ix_entry_public_time", ["published_at", "id"], sqlite_where=PUBLIC, postgresql_where=PUBLIC
        )


def downgrade() -> None:
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_index("ix_entry_public_time")
        batch_op.drop_index("ix_entry_time")
        batch_op.create_index("ix_entry_audience_time", ["audience", "published_at", "id"])
    with op.batch_alter_table("entry_theme") as batch_op:
        batch_op.drop_index("ix_entry_theme_time")
        batch_op.drop_column("published_at")
        batch_op.create_index("ix_entry_theme_theme_id", ["theme_id"])
