"""A question of an answer may stay open until something answers it: one new table, which the version of before ignores."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("reflection_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("left_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answering_entry_id", sa.Integer(), nullable=True),
        sa.Column("answering_action_id", sa.Integer(), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lived_days", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open' AND answered_at IS NULL AND answering_entry_id IS NULL AND answering_action_id IS NULL)"
            " OR (state = 'answered' AND answered_at IS NOT NULL"
            " AND (answering_entry_id IS NULL) != (answering_action_id IS NULL))",
            name=op.f("ck_question_one_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["answering_action_id"], ["action.id"], name=op.f("fk_question_answering_action_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["answering_entry_id"], ["entry.id"], name=op.f("fk_question_answering_entry_id_entry")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_question_author_id_person")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_question_move_id_move")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_question_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_question_programme_id_programme")),
        sa.ForeignKeyConstraint(
            ["reflection_id"], ["reflection.id"], name=op.f("fk_question_reflection_id_reflection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("move_id", name=op.f("uq_question_move_id")),
    )
    op.create_index("ix_question_place", "question", ["partnership_id", "left_open_at"], unique=False)
    op.create_index("ix_question_author", "question", ["author_id", "state", "left_open_at"], unique=False)
    op.create_index("ix_question_lived", "question", ["programme_id", "first_answered_at", "id"], unique=False)
    op.create_index(op.f("ix_question_reflection_id"), "question", ["reflection_id"], unique=False)
    for column in ("answering_entry_id", "answering_action_id"):
        filled = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_question_{column}", "question", [column], unique=False, sqlite_where=filled, postgresql_where=filled
        )


def downgrade() -> None:
    op.drop_table("question")
