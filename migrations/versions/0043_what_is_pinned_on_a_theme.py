"""Up to three things are pinned on a theme, each with a word why.

A new table, which older code neither reads nor writes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "theme_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("pinned_by_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_theme_pin_entry_id_entry")),
        sa.ForeignKeyConstraint(["pinned_by_id"], ["person.id"], name=op.f("fk_theme_pin_pinned_by_id_person")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_pin_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_pin")),
        sa.UniqueConstraint("theme_id", "entry_id", name=op.f("uq_theme_pin_theme_id")),
    )
    op.create_index("ix_theme_pin_theme", "theme_pin", ["theme_id", "id"], unique=False)
    op.create_index(op.f("ix_theme_pin_entry_id"), "theme_pin", ["entry_id"], unique=False)
    op.create_index(op.f("ix_theme_pin_pinned_by_id"), "theme_pin", ["pinned_by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("theme_pin")
