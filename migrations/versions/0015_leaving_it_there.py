"""Let the author of a reflection leave it there, once it is answered: it then waits for them no more."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reflection", sa.Column("left_there_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reflection") as batch_op:
        batch_op.drop_column("left_there_at")
