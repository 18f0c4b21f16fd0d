"""Which actions go on as somebody other than their author said: who left the place reads those no longer.

One column, filled for what is there from who reported on the action before.
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


def downgrade() -> None:
    op.drop_column("action", "by_another")


_NAMES = ("id", "continues_id", "reporter_id", "author_id", "by_another")
