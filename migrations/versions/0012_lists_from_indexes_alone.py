"""Read lists from indexes alone, where rows are long; find where a facilitator last answered in each place."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_index("ix_entry_place_time")
        batch_op.drop_index("ix_entry_author_time")
        batch_op.create_index(
            "ix_entry_place_time",
            ["partnership_id", "published_at", "id", "audience", "state", "author_id", "kind"],
        )
        batch_op.create_index(
            "ix_entry_author_time", ["author_id", "published_at", "id", "audience", "state", "partnership_id"]
        )
    with op.batch_alter_table("review") as batch_op:
        batch_op.add_column(sa.Column("partnership_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_review_partnership_id_partnership"), "partnership", ["partnership_id"], ["id"]
        )
    op.execute(
        "UPDATE review SET partnership_id = (SELECT partnership_id FROM entry WHERE entry.id = review.reflection_id)"
    )
    with op.batch_alter_table("review") as batch_op:
        batch_op.create_index("ix_review_author_place", ["author_id", "partnership_id", "sent_at"])


def downgrade() -> None:
    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_index("ix_review_author_place")
        batch_op.drop_constraint(op.f("fk_review_partnership_id_partnership"), type_="foreignkey")
        batch_op.drop_column("partnership_id")
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_index("ix_entry_author_time")
        batch_op.drop_index("ix_entry_place_time")
        batch_op.create_index("ix_entry_author_time", ["author_id", "published_at", "id"])
        batch_op.create_index("ix_entry_place_time", ["partnership_id", "published_at", "id"])
