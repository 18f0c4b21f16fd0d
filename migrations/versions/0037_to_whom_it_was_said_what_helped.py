"""What helped is a saying of its own: read by those for whom its entry was when it was said.

What was said before is for those for whom the entry is now: nobody reads more than they did. It only adds: an older
version goes on as it did, and what it takes down meanwhile is read by nobody until it is saved again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

OF_PEOPLE = (("answerer_id", "person"), ("entry_author_id", "person"), ("partnership_id", "partnership"))
AS_IT_STANDS = """
UPDATE help_request SET
  entry_author_id = (SELECT e.author_id FROM entry e WHERE e.id = help_request.entry_id),
  partnership_id = (SELECT e.partnership_id FROM entry e WHERE e.id = help_request.entry_id),
  audience = (SELECT e.audience FROM entry e WHERE e.id = help_request.entry_id),
  confided_at = (
    SELECT e.confided_at FROM entry e WHERE e.id = help_request.entry_id AND e.audience = 'facilitators'
  )
WHERE words <> '' OR helper_id IS NOT NULL OR helped_comment_id IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("help_request") as batch_op:
        for column, table in OF_PEOPLE:
            name = op.f(f"fk_help_request_{column}_{table}")
            batch_op.add_column(sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id", name=name)))
        batch_op.add_column(sa.Column("audience", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True))
    for column, _ in OF_PEOPLE:
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            op.f(f"ix_help_request_{column}"),
            "help_request",
            [column],
            unique=False,
            sqlite_where=there,
            postgresql_where=there,
        )
    op.execute(AS_IT_STANDS)


def downgrade() -> None:
    """Whom it was for is not kept by the older version, so what was said for fewer than read the entry now goes."""
    op.execute(
        "UPDATE help_request SET words = '', helper_id = NULL, helping_place_id = NULL, helped_comment_id = NULL "
        "WHERE audience <> (SELECT e.audience FROM entry e WHERE e.id = help_request.entry_id)"
    )
    for column, _ in OF_PEOPLE:
        op.drop_index(op.f(f"ix_help_request_{column}"), table_name="help_request")
    with op.batch_alter_table("help_request") as batch_op:
        for column, _ in OF_PEOPLE:
            batch_op.drop_column(column)
        batch_op.drop_column("audience")
        batch_op.drop_column("confided_at")
