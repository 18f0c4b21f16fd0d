"""Know which window saved a draft last, and how often it was saved, so that two windows never overwrite each other."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("window", sa.String(length=36), nullable=True))
    op.add_column("draft", sa.Column("saves", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("draft") as batch_op:
        batch_op.drop_column("saves")
        batch_op.drop_column("window")
