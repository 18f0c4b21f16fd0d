"""Which kinds of event come at once, in the letter or never; when the letter comes, and which places it leaves out.

A column that says "never" for the rows that are there, and for those that an older version goes on writing: who switched
e-mails off stays without them. Two new tables. The chain of letters begins when a worker of the newer version starts: a
row of the scheduler that a migration wrote would stand in the way of a backup's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.add_column("mail_choice", sa.Column("how", sa.String(length=10), server_default="never", nullable=False))
    op.create_table(
        "letter_reader",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_reader_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_letter_reader")),
    )
    op.create_index(
        "ix_letter_reader_told_until",
        "letter_reader",
        ["told_until"],
        unique=False,
        sqlite_where=sa.text("told_until IS NOT NULL"),
        postgresql_where=sa.text("told_until IS NOT NULL"),
    )
    op.create_table(
        "muted_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_muted_place_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_muted_place_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_muted_place")),
        sa.UniqueConstraint("person_id", "partnership_id", name=op.f("uq_muted_place_person_id")),
    )


def downgrade() -> None:
    """Who chose the letter for a kind, or wants it at once, is without its e-mails in the older version. What waits for
    its day stays: an older version knows none of it, and leaves it alone.
    """
    op.drop_table("muted_place")
    op.drop_table("letter_reader")
    with op.batch_alter_table("mail_choice") as batch_op:
        batch_op.drop_column("how")
