"""Events of a day to come wait as rows, until the worker makes events of them on their day.

A new table only. A worker of before leaves it alone: what falls due meanwhile waits for the newer one.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

WAITING = sa.text("fell_at IS NULL")
FELL = sa.text("fell_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "due_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fell_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_row")),
        sa.UniqueConstraint("key", name=op.f("uq_due_row_key")),
    )
    op.create_index("ix_due_row_waiting", "due_row", ["due_at", "id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_due_row_fell_at", "due_row", ["fell_at"], sqlite_where=FELL, postgresql_where=FELL)


def downgrade() -> None:
    op.drop_table("due_row")
