"""What an entry asks for is a request with a life of its own: open, answered, closed; and who was thought of, and asked.

What was asked for before is open since it was posted. It only adds: what an older version posts meanwhile shows its
question on its own page, and is a request once it is changed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

STATED = """
INSERT INTO help_request (entry_id, question, state, asked_at, since, words)
SELECT u.id, trim(u.help_wanted), 'open', e.published_at, e.published_at, ''
FROM update_entry u JOIN entry e ON e.id = u.id
WHERE trim(u.help_wanted) <> '' AND e.published_at IS NOT NULL
ORDER BY u.id
"""


def upgrade() -> None:
    op.create_table(
        "help_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("helping_place_id", sa.Integer(), nullable=True),
        sa.Column("helped_comment_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state != 'open' OR (words = '' AND helper_id IS NULL AND helped_comment_id IS NULL)",
            name=op.f("ck_help_request_open_has_no_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["helped_comment_id"], ["comment.id"], name=op.f("fk_help_request_helped_comment_id_comment")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_help_request_entry_id_entry")),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name=op.f("fk_help_request_helper_id_person")),
        sa.ForeignKeyConstraint(
            ["helping_place_id"], ["partnership.id"], name=op.f("fk_help_request_helping_place_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_help_request_entry_id")),
    )
    op.create_index("ix_help_request_state", "help_request", ["state", "since", "id"], unique=False)
    op.create_index(
        "ix_help_request_helped_comment_id",
        "help_request",
        ["helped_comment_id"],
        unique=False,
        sqlite_where=sa.text("helped_comment_id IS NOT NULL"),
        postgresql_where=sa.text("helped_comment_id IS NOT NULL"),
    )
    for name, column in (("helper", "helper_id"), ("helping_place", "helping_place_id")):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_help_request_{name}",
            "help_request",
            [column, "since", "id"],
            unique=False,
            sqlite_where=there,
            postgresql_where=there,
        )
    op.create_table(
        "help_asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("wrote_id", sa.Integer(), nullable=True),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_help_asking_asked_by_id_person")),
        sa.ForeignKeyConstraint(["asker_id"], ["person.id"], name=op.f("fk_help_asking_asker_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_help_asking_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["help_request.id"], name=op.f("fk_help_asking_request_id_help_request")
        ),
        sa.ForeignKeyConstraint(["wrote_id"], ["entry.id"], name=op.f("fk_help_asking_wrote_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_asking")),
        sa.UniqueConstraint("request_id", "person_id", name=op.f("uq_help_asking_request_id")),
    )
    op.create_index("ix_help_asking_person", "help_asking", ["person_id", "suggested_at"], unique=False)
    op.create_index("ix_help_asking_suggested", "help_asking", ["suggested_at"], unique=False)
    op.create_index(op.f("ix_help_asking_asker_id"), "help_asking", ["asker_id"], unique=False)
    for column in ("wrote_id", "asked_by_id"):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            op.f(f"ix_help_asking_{column}"),
            "help_asking",
            [column],
            unique=False,
            sqlite_where=there,
            postgresql_where=there,
        )
    op.execute(STATED)


def downgrade() -> None:
    """What was said to have helped, and who was asked, is not kept by the older version."""
    op.drop_table("help_asking")
    op.drop_table("help_request")
