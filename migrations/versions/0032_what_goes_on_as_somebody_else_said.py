"""Which actions go on as somebody other than their author said: who left the place reads those no longer.

One column, filled for what is there from who reported on the action before. And what came of something confided, and is for
the facilitators, reaches from now on whom that reaches: who came to facilitate later could read words of an answer.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.add_column("action", sa.Column("by_another", sa.Boolean(), server_default=sa.false(), nullable=False))
    action, before = (sa.table("action", *map(sa.column, _NAMES)).alias(name) for name in ("action", "before"))
    target = sa.table("action", *map(sa.column, _NAMES))
    others = (
        sa.select(action.c.id)
        .join(before, before.c.id == action.c.continues_id)
        .where(sa.or_(before.c.reporter_id.is_(None), before.c.reporter_id != before.c.author_id))
    )
    op.execute(target.update().where(target.c.id.in_(others)).values(by_another=sa.true()))

    entry = sa.table("entry", sa.column("id"), sa.column("audience"), sa.column("confided_at"))
    source = sa.select(entry.c.confided_at).where(
        entry.c.id == target.c.source_entry_id,
        entry.c.confided_at < target.c.confided_at,
        sa.or_(target.c.source_move_id.is_not(None), entry.c.audience == "facilitators"),
    )
    op.execute(
        target.update()
        .where(target.c.audience == "facilitators", source.correlate(target).exists())
        .values(confided_at=source.correlate(target).scalar_subquery())
    )


def downgrade() -> None:
    op.drop_column("action", "by_another")


_NAMES = (
    "id", "continues_id", "reporter_id", "author_id", "by_another", "audience", "confided_at", "source_entry_id",
    "source_move_id",
)  # fmt: skip
