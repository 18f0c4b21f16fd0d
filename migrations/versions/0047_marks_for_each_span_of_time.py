"""What says for whom a text could be says it for each span of time as well, so that PostgreSQL finds it sooner.

Rows of the search are made anew by the worker when it starts, or by `lpcommunity reindex --search`: until then a search
on PostgreSQL can miss texts, the newest too. No table changes. An older version beside this one makes rows as it knows
them: those are made good by `reindex --search`.
"""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

ANEW = "UPDATE search_filling SET up_to = 0, done_at = NULL"
# A database that was begun with the search has no such row yet. One without anybody has nothing to make good.
EVERYTHING = (
    "INSERT INTO search_filling (source, up_to) SELECT 'everything', 0 WHERE EXISTS (SELECT 1 FROM person) "
    "AND NOT EXISTS (SELECT 1 FROM search_filling WHERE source = 'everything')"
)


def upgrade() -> None:
    op.execute(ANEW)
    op.execute(EVERYTHING)


def downgrade() -> None:
    op.execute(ANEW)
    op.execute(EVERYTHING)
