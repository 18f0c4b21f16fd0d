"""People introduce two people to each other. A new table, which older code neither reads nor writes."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "people_introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introducer_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["introducer_id"], ["person.id"], name=op.f("fk_people_introduction_introducer_id_person")
        ),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_people_introduction_one_id_person")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_people_introduction_other_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_introduction")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_people_introduction_idempotency_key")),
    )
    op.create_index(
        "ix_people_introduction_introducer", "people_introduction", ["introducer_id", "made_at"], unique=False
    )
    op.create_index(op.f("ix_people_introduction_made_at"), "people_introduction", ["made_at"], unique=False)
    op.create_index(op.f("ix_people_introduction_one_id"), "people_introduction", ["one_id"], unique=False)
    op.create_index(op.f("ix_people_introduction_other_id"), "people_introduction", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("people_introduction")
