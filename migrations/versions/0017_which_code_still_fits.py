"""Keep which code still fits these tables, so that a version goes on serving a database that was only expanded since.

Code of before does not ask: it has to be stopped for this one step, the last time that any has to be without a reason.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = "0017"


def upgrade() -> None:
    op.create_table(
        "schema_compatibility",
        sa.Column("oldest_revision", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("oldest_revision", name=op.f("pk_schema_compatibility")),
    )


def downgrade() -> None:
    op.drop_table("schema_compatibility")
