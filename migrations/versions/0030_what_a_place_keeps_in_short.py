"""A lead keeps one entry in the short account of their place; and its newest actions are found for the picture above.

A new table, which older code neither reads nor writes, and an index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("pinned_by_id", sa.Integer(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_pin_entry_id_entry")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_pin_partnership_id_partnership")),
        sa.ForeignKeyConstraint(["pinned_by_id"], ["person.id"], name=op.f("fk_pin_pinned_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin")),
        sa.UniqueConstraint("partnership_id", name=op.f("uq_pin_partnership_id")),
    )
    op.create_index(op.f("ix_pin_entry_id"), "pin", ["entry_id"], unique=False)
    op.create_index("ix_action_place", "action", ["partnership_id", "id"], unique=False)
    op.create_index(op.f("ix_pin_pinned_by_id"), "pin", ["pinned_by_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_action_place", table_name="action")
    op.drop_table("pin")
