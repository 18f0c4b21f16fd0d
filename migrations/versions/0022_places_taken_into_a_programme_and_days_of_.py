"""A place takes part in a programme before it has a project there, and an invitation says from when until when.

Both only add: what an older version writes beside it goes without.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "programme_partnership",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_programme_partnership_programme_id_programme"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_programme_partnership_partnership_id_partnership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("programme_id", "partnership_id", name=op.f("pk_programme_partnership")),
    )
    op.create_index(
        op.f("ix_programme_partnership_partnership_id"), "programme_partnership", ["partnership_id"], unique=False
    )
    op.add_column("invitation", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("invitation", sa.Column("ends_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("invitation", "ends_on")
    op.drop_column("invitation", "starts_on")
    op.drop_table("programme_partnership")
