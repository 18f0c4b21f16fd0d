"""People keep entries for themselves, with a note, or to read later.

A new table, which older code neither reads nor writes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "bookmark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_bookmark_entry_id_entry")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bookmark_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookmark")),
        sa.UniqueConstraint("person_id", "entry_id", name=op.f("uq_bookmark_person_id")),
    )
    op.create_index("ix_bookmark_person", "bookmark", ["person_id", "later", "kept_at", "id"], unique=False)
    op.create_index(op.f("ix_bookmark_entry_id"), "bookmark", ["entry_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bookmark")
