"""What says for whom a text could be says it for each span of time as well, so that PostgreSQL finds it sooner.

Rows of the search are made anew by the worker when it starts, or by `lpcommunity reindex --search`. Until then the search
does without these marks, on PostgreSQL more slowly. No table changes. An older version neither knows nor ends what is
asked for here; rows that it writes beside this one are made good by `reindex --search`, once it is gone.
"""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.execute("UPDATE search_filling SET up_to = 0, done_at = NULL WHERE source = 'marks'")
    # Where people are already, there are rows without. A database without anybody has nothing to make good.
    op.execute(
        "INSERT INTO search_filling (source, up_to) SELECT 'marks', 0 WHERE EXISTS (SELECT 1 FROM person) "
        "AND NOT EXISTS (SELECT 1 FROM search_filling WHERE source = 'marks')"
    )


def downgrade() -> None:
    op.execute("UPDATE search_filling SET up_to = 0, done_at = NULL WHERE source <> 'marks'")
    op.execute("UPDATE search_filling SET done_at = CURRENT_TIMESTAMP WHERE source = 'marks'")
