"""What was undertaken, by whom, and what came of it; and lines of inboxes that are about that.

It only adds. Code of before shows such a line by its place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    op.create_table(
        "forgotten_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_forgotten_address_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten_address")),
        sa.UniqueConstraint("partnership_id", "digest", name=op.f("uq_forgotten_address_partnership_id")),
    )
    op.create_table(
        "partner_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_partner_owner_given_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partner_owner_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partner_owner_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_owner")),
    )
    with op.batch_alter_table("partner_owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_owner_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_owner_given_at"), ["given_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_owner_given_by_id"), ["given_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_owner_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=36), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("confided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("expects", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("partner_owner_id", sa.Integer(), nullable=True),
        sa.Column("source_entry_id", sa.Integer(), nullable=True),
        sa.Column("source_move_id", sa.Integer(), nullable=True),
        sa.Column("holds_move", sa.Boolean(), nullable=False),
        sa.Column("words_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("came_of_it", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_action_author_id_person")),
        sa.ForeignKeyConstraint(["continues_id"], ["action.id"], name=op.f("fk_action_continues_id_action")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["partner_owner_id"], ["partner_owner.id"], name=op.f("fk_action_partner_owner_id_partner_owner")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_action_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_action_reporter_id_person")),
        sa.ForeignKeyConstraint(["source_entry_id"], ["entry.id"], name=op.f("fk_action_source_entry_id_entry")),
        sa.ForeignKeyConstraint(["source_move_id"], ["move.id"], name=op.f("fk_action_source_move_id_move")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_action_idempotency_key")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_author_open", ["author_id", "reported_at", "due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_continues_id"), ["continues_id"], unique=False)
        batch_op.create_index("ix_action_owner_open", ["owner_id", "reported_at", "due_on", "id"], unique=False)
        batch_op.create_index("ix_action_place_open", ["partnership_id", "reported_at", "due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_reporter_id"), ["reporter_id"], unique=False)
        batch_op.create_index(
            "ix_action_source_entry",
            ["source_entry_id"],
            unique=False,
            sqlite_where=sa.text("source_entry_id IS NOT NULL"),
            postgresql_where=sa.text("source_entry_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_action_source_move_id"), ["source_move_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_handover_action_id_action")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_handover_by_id_person")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_handover_to_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index("ix_handover_action", ["action_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_to_id"), ["to_id"], unique=False)

    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "action_id",
                sa.Integer(),
                sa.ForeignKey("action.id", name=op.f("fk_notification_action_id_action")),
                nullable=True,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notification_action_id_action"), type_="foreignkey")
        batch_op.drop_column("action_id")

    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_to_id"))
        batch_op.drop_index(batch_op.f("ix_handover_by_id"))
        batch_op.drop_index("ix_handover_action")

    op.drop_table("handover")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_source_move_id"))
        batch_op.drop_index(
            "ix_action_source_entry",
            sqlite_where=sa.text("source_entry_id IS NOT NULL"),
            postgresql_where=sa.text("source_entry_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_action_reporter_id"))
        batch_op.drop_index("ix_action_place_open")
        batch_op.drop_index("ix_action_owner_open")
        batch_op.drop_index(batch_op.f("ix_action_continues_id"))
        batch_op.drop_index("ix_action_author_open")

    op.drop_table("action")
    with op.batch_alter_table("partner_owner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_owner_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_partner_owner_given_by_id"))
        batch_op.drop_index(batch_op.f("ix_partner_owner_given_at"))
        batch_op.drop_index(batch_op.f("ix_partner_owner_ends_at"))

    op.drop_table("partner_owner")
    op.drop_table("forgotten_address")
