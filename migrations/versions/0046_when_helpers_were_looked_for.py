"""When people who might help were looked for, and who lets whom have their address after an introduction. New columns,
which older code neither reads nor writes.
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


def downgrade() -> None:
    op.drop_column("people_introduction", "other_shared_at")
    op.drop_column("people_introduction", "one_shared_at")
    op.drop_column("help_request", "looked_at")
