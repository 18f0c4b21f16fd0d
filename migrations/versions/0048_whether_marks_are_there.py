"""Whether rows of the search have marks for each span of time (0047) is written down, so that none is missed meanwhile.

Rows are made anew by the worker when it starts, or by `lpcommunity reindex --search`: also where a version that knows no
such marks filled them after 0047. Until then the search does without, on PostgreSQL more slowly. No table changes. Code
from before 0047 takes such marks for those of places, and fails: it has to be gone.
"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = "0047"


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
