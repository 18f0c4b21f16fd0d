"""People choose which of their details the community sees. What somebody hides moves to a table of its own, so that
whatever reads people shows none of it: an older version too, beside this one or put back after it.

Beside it, what people can help with is found by its own words (marks of their rows in the search): these rows are made
anew by the worker.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "hidden_details",
        sa.Column("person_id", sa.Integer(), nullable=False),
        *(
            sa.Column(f"hides_{detail}", sa.Boolean(), server_default=sa.false(), nullable=False)
            for detail in ("photo", "job_title", "organisation", "helps_with")
        ),
        sa.Column("photo_key", sa.String(length=64), nullable=True),
        sa.Column("job_title", sa.String(length=120), server_default="", nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("helps_with", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hidden_details_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_hidden_details_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_hidden_details")),
    )
    for column in ("photo_key", "organisation_id"):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            op.f(f"ix_hidden_details_{column}"),
            "hidden_details",
            [column],
            unique=False,
            sqlite_where=there,
            postgresql_where=there,
        )
    op.execute("UPDATE search_filling SET up_to = 0, done_at = NULL WHERE source = 'person'")


def downgrade() -> None:
    """The older version shows the community whatever it knows of people, so what is hidden goes."""
    op.drop_table("hidden_details")
