"""Find when a place was last reflected in, and where a facilitator's last answer went, along indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submission") as batch_op:
        batch_op.add_column(sa.Column("partnership_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_submission_partnership_id_partnership"), "partnership", ["partnership_id"], ["id"]
        )
    op.execute(
        "UPDATE submission SET partnership_id ="
        " (SELECT partnership_id FROM entry WHERE entry.id = submission.reflection_id)"
    )
    with op.batch_alter_table("submission") as batch_op:
        batch_op.create_index("ix_submission_place", ["partnership_id", "sent_at", "id"])
    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_index("ix_review_author_id")
        batch_op.create_index("ix_review_author_time", ["author_id", "sent_at", "id"])


def downgrade() -> None:
    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_index("ix_review_author_time")
        batch_op.create_index("ix_review_author_id", ["author_id"])
    with op.batch_alter_table("submission") as batch_op:
        batch_op.drop_index("ix_submission_place")
        batch_op.drop_constraint(op.f("fk_submission_partnership_id_partnership"), type_="foreignkey")
        batch_op.drop_column("partnership_id")
