"""When people who might help were looked for, who lets whom have their address after an introduction, and of which
documents only the beginning is read. New columns, which older code neither reads nor writes, and a state of documents,
which older code takes for one that is read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.add_column("help_request", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE help_request SET looked_at = since")  # the worker has looked for those that were there
    op.add_column("people_introduction", sa.Column("one_shared_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people_introduction", sa.Column("other_shared_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE document_text SET state = 'begun' WHERE state = 'read' AND length(text) > 199000")


def downgrade() -> None:
    op.execute("UPDATE document_text SET state = 'read' WHERE state = 'begun'")
    op.drop_column("people_introduction", "other_shared_at")
    op.drop_column("people_introduction", "one_shared_at")
    op.drop_column("help_request", "looked_at")
