"""What people say below entries: comments with their versions, how many there are for whom, conversations that are closed,
and when somebody last looked at one. Files may belong to what is no entry.

It only adds. Code of before shows no conversation, and counts a file of a comment as one of a form that was never sent:
it would let go of that thirty days after it came.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("entry_author_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_closing_author_id_person")),
        sa.ForeignKeyConstraint(["entry_author_id"], ["person.id"], name=op.f("fk_closing_entry_author_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_closing_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_closing_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_closing")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("entry_author_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quoted_version", sa.Integer(), nullable=True),
        sa.Column("quoted_comment_id", sa.Integer(), nullable=True),
        sa.Column("quoted_words", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(quoted_version IS NULL AND quoted_comment_id IS NULL AND quoted_words = '') OR (quoted_version IS NOT NULL AND quoted_words != '')",
            name=op.f("ck_comment_quotes_words_of_a_version"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")),
        sa.ForeignKeyConstraint(["entry_author_id"], ["person.id"], name=op.f("fk_comment_entry_author_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_comment_entry_id_entry")),
        sa.ForeignKeyConstraint(["parent_id"], ["comment.id"], name=op.f("fk_comment_parent_id_comment")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_comment_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(
            ["quoted_comment_id"], ["comment.id"], name=op.f("fk_comment_quoted_comment_id_comment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_comment_idempotency_key")),
    )
    op.create_index("ix_comment_author_time", "comment", ["author_id", "said_at", "id"], unique=False)
    op.create_index("ix_comment_entry_time", "comment", ["entry_id", "said_at", "id", "author_id"], unique=False)
    op.create_index(
        "ix_comment_parent_id",
        "comment",
        ["parent_id"],
        unique=False,
        sqlite_where=sa.text("parent_id IS NOT NULL"),
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_index(
        "ix_comment_quoted_comment_id",
        "comment",
        ["quoted_comment_id"],
        unique=False,
        sqlite_where=sa.text("quoted_comment_id IS NOT NULL"),
        postgresql_where=sa.text("quoted_comment_id IS NOT NULL"),
    )
    op.create_index("ix_comment_talk", "comment", ["entry_id", "thread_id", "id"], unique=False)

    op.create_table(
        "comment_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("entry_author_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_author_id"], ["person.id"], name=op.f("fk_comment_count_entry_author_id_person")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_comment_count_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_comment_count_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_count")),
    )
    op.create_index("ix_comment_count_entry", "comment_count", ["entry_id"], unique=False)

    op.create_table(
        "conversation_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_conversation_look_entry_id_entry")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_look_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_look")),
        sa.UniqueConstraint("person_id", "entry_id", name=op.f("uq_conversation_look_person_id")),
    )
    op.create_index(op.f("ix_conversation_look_entry_id"), "conversation_look", ["entry_id"], unique=False)
    op.create_index(op.f("ix_conversation_look_looked_at"), "conversation_look", ["looked_at"], unique=False)

    op.create_table(
        "comment_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("entry_author_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_revision_author_id_person")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_revision_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["entry_author_id"], ["person.id"], name=op.f("fk_comment_revision_entry_author_id_person")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_comment_revision_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_comment_revision_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_revision")),
        sa.UniqueConstraint("comment_id", "n", name=op.f("uq_comment_revision_comment_id")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holder", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("holder_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_attachment_holder_id",
            ["holder_id"],
            unique=False,
            sqlite_where=sa.text("holder_id IS NOT NULL"),
            postgresql_where=sa.text("holder_id IS NOT NULL"),
        )


def downgrade() -> None:
    """What was said below entries goes, with its files."""
    op.execute("DELETE FROM attachment WHERE holder_id IS NOT NULL")
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index("ix_attachment_holder_id")
        batch_op.drop_column("holder_id")
        batch_op.drop_column("holder")
    for table in ("comment_revision", "conversation_look", "comment_count", "comment", "closing"):
        op.drop_table(table)
