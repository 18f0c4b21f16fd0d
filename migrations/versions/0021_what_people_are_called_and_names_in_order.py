"""Keep what people want to be called, and sort names with letters that Unicode does not take apart (Łukasz, Øyvind)
beside those that a reader looks for them, old rows too.
"""

import sqlalchemy as sa
from alembic import op

from lpcommunity.storage.columns import sort_key

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

NAMED = ("person", "organisation", "partnership", "theme")
AT_ONCE = 1_000


def upgrade() -> None:
    op.add_column("person", sa.Column("called", sa.String(60), nullable=True))
    for name in NAMED:
        _sort(sa.table(name, *(sa.column(one) for one in ("id", "name", "sort_name"))))


def downgrade() -> None:
    """Names stay sorted as they are: code of before reads the same column."""
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("called")


def _sort(table: sa.TableClause) -> None:
    """Write the key where it is another one now, in small steps."""
    connection, last = op.get_bind(), 0
    while True:
        query = sa.select(table.c.id, table.c.name, table.c.sort_name).where(table.c.id > last).order_by(table.c.id)
        rows = connection.execute(query.limit(AT_ONCE)).all()
        if not rows:
            return
        for row in rows:
            if row.sort_name != (key := sort_key(row.name)):
                connection.execute(sa.update(table).where(table.c.id == row.id).values(sort_name=key))
        last = rows[-1].id
