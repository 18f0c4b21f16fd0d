"""A milestone that moves says why; one that was added by mistake is taken off; a line that people are told keeps facts.

It only adds: what an older version writes beside it goes without. A milestone that it moves shows that it moved before
reasons were kept.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_slip_author_id_person")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_slip_milestone_id_milestone")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_slip_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
    )
    op.create_index("ix_slip_milestone", "slip", ["milestone_id", "id"], unique=False)
    op.create_index("ix_slip_place", "slip", ["partnership_id", "id"], unique=False)
    op.add_column("milestone", sa.Column("said_reached_on", sa.Date(), nullable=True))
    op.add_column("milestone", sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True))
    facts = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("notification", sa.Column("facts", facts, nullable=True))


def downgrade() -> None:
    op.drop_column("notification", "facts")
    op.drop_column("milestone", "taken_off_at")
    op.drop_column("milestone", "said_reached_on")
    op.drop_table("slip")
