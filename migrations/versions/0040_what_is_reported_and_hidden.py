"""Texts that are reported: the copies that were sent, what was decided, and what of an exchange is hidden.

It only adds. An older version beside this one, or put back, takes what is hidden of entries and comments for something
that is its author's alone; what is hidden of an exchange it shows again to those few who read that.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def _sparse(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    there = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=there, postgresql_where=there)


def upgrade() -> None:
    op.create_table(
        "reported_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_moderators", sa.Boolean(), nullable=False),
        sa.Column("to_facilitators", sa.Boolean(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_reported_text_author_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_reported_text_decided_by_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_reported_text_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_reported_text_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_text")),
    )
    op.create_index(op.f("ix_reported_text_author_id"), "reported_text", ["author_id"], unique=False)
    op.create_index(op.f("ix_reported_text_entry_id"), "reported_text", ["entry_id"], unique=False)
    op.create_index("ix_reported_text_decided", "reported_text", ["decided_at", "id"], unique=False)
    _sparse("ix_reported_text_waiting", "reported_text", ["waiting_since", "id"], "waiting_since IS NOT NULL")
    _sparse("ix_reported_text_hidden", "reported_text", ["decided_at", "id"], "decision = 'hidden'")
    _sparse("uq_reported_text_active", "reported_text", ["about", "about_id"], "decision != 'left'", unique=True)
    for column in ("partnership_id", "decided_by_id"):
        _sparse(f"ix_reported_text_{column}", "reported_text", [column], f"{column} IS NOT NULL")
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("meant_for", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["reported_text.id"], name=op.f("fk_report_case_id_reported_text")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_report_reporter_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("case_id", "reporter_id", name=op.f("uq_report_case_id")),
    )
    op.create_index(op.f("ix_report_reporter_id"), "report", ["reporter_id"], unique=False)
    _sparse("ix_report_decided", "report", ["decided_at"], "decided_at IS NOT NULL")
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_for", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_case_step_actor_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["reported_text.id"], name=op.f("fk_case_step_case_id_reported_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_actor_id"), "case_step", ["actor_id"], unique=False)
    op.create_index("ix_case_step_case", "case_step", ["case_id", "id"], unique=False)
    _sparse("ix_case_step_over", "case_step", ["over_at"], "over_at IS NOT NULL")
    op.add_column("move", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reply", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Reports go. What is hidden of an exchange is shown again; entries and comments stay their author's alone."""
    op.drop_column("reply", "hidden_at")
    op.drop_column("move", "hidden_at")
    op.drop_table("case_step")
    op.drop_table("report")
    op.drop_table("reported_text")
