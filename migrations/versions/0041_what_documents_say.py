"""What attached documents say, so that they can be found by it: a row for each content, which the worker reads.

Documents that are there already come into its queue as their rows for the search are made, which the worker does when it
starts, or `lpcommunity reindex`. An older version beside this one queues none of those that are added meanwhile: they are
made good by `reindex --search`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "document_text",
        sa.Column("blob_key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("blob_key", name=op.f("pk_document_text")),
    )
    op.create_index("ix_document_text_state", "document_text", ["state", "run_at", "queued_at"], unique=False)
    # Where people are already, their documents have no rows yet. Announced so, and not by whether there are any: that
    # would tell of what one may not read. Where everything is still to be filled, they come with it.
    op.execute(
        "INSERT INTO search_filling (source, up_to) SELECT 'document', 0 WHERE EXISTS (SELECT 1 FROM person) "
        "AND NOT EXISTS (SELECT 1 FROM search_filling WHERE source = 'everything' AND done_at IS NULL)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM search_filling WHERE source = 'document'")
    op.execute("DELETE FROM searchable WHERE source = 'document'")
    op.drop_index("ix_document_text_state", table_name="document_text")
    op.drop_table("document_text")
