"""A place checks in at a rhythm of its own, pauses, and is offered chances to look back.

New tables, and a column that may be empty. Places that are there already begin with a row of the scheduler, which the
newer version takes up: their days count from then, and the halves of their projects are appointed.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

BEGINS = "rhythms-to-begin"


def upgrade() -> None:
    op.add_column("programme", sa.Column("rhythm", sa.String(length=10), nullable=True))
    op.create_table(
        "rhythm",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(length=10), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_rhythm_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_rhythm_set_by_person")),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_rhythm")),
    )
    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_pause_author_id_person")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_pause_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_partnership_id"), "pause", ["partnership_id"], unique=False)
    op.create_table(
        "chance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offered_as", sa.String(length=80), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_chance_decided_by_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_chance_entry_id_entry")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_chance_milestone_id_milestone")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_chance_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_chance_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chance")),
        sa.UniqueConstraint("offered_as", name=op.f("uq_chance_offered_as")),
    )
    op.create_index(op.f("ix_chance_entry_id"), "chance", ["entry_id"], unique=False)
    op.create_index("ix_chance_partnership_id_state", "chance", ["partnership_id", "state"], unique=False)
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chance_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chance_id"], ["chance.id"], name=op.f("fk_nudge_chance_id_chance")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nudge_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("chance_id", "person_id", name=op.f("uq_nudge_chance_id")),
    )
    op.create_table(
        "check_in",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reflection_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_check_in_action_id_action")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_check_in_entry_id_entry")),
        sa.ForeignKeyConstraint(["reflection_id"], ["entry.id"], name=op.f("fk_check_in_reflection_id_entry")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("action_id", name=op.f("uq_check_in_action_id")),
        sa.UniqueConstraint("reflection_id", name=op.f("uq_check_in_reflection_id")),
    )
    _begin()


def downgrade() -> None:
    """What waits for its day stays: an older version knows none of it, and leaves it alone."""
    op.drop_table("check_in")
    op.drop_table("nudge")
    op.drop_table("chance")
    op.drop_table("pause")
    op.drop_table("rhythm")
    with op.batch_alter_table("programme") as batch_op:
        batch_op.drop_column("rhythm")


def _begin() -> None:
    """Only where there is a place that works on something: elsewhere each begins with its project."""
    connection = op.get_bind()
    there = connection.execute(sa.text("SELECT id FROM due_row WHERE key = :key"), {"key": BEGINS}).first()
    if there is not None or connection.execute(sa.text("SELECT id FROM project LIMIT 1")).first() is None:
        return
    due_row = sa.table(
        "due_row",
        sa.column("key", sa.String()),
        sa.column("event", sa.String()),
        sa.column("payload", sa.JSON()),
        sa.column("due_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(due_row, [{"key": BEGINS, "event": "RhythmsToBegin", "payload": {}, "due_at": datetime.now(UTC)}])
