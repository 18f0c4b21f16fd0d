"""Give things their textbook names: idempotency key for ticket, and subscribers by the modules they live in now."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OLD, NEW = "ticket", "idempotency_key"
# Unique constraints are named after their first column.
UNIQUE = {"draft": [], "entry": [], "review": [], "reply": ["move_id"]}
NAMED_ONCE = "notifications.subscribers."
SUBSCRIBERS = {
    "about_demo.let_them_have_read": "demo.mark_old_as_read",
    "about_entries.tell_of_update": "entries.notify_of_update",
    "about_entries.tell_of_reflection": "entries.notify_of_reflection",
    "about_entries.tell_facilitators": "entries.notify_facilitators",
    "about_entries.tell_programme_team": "entries.notify_programme_team",
    "about_entries.tell_author": "entries.notify_author",
    "about_entries.tell_those_who_answered": "entries.notify_reviewers",
    "about_entries.tell_of_thanks": "entries.notify_of_thanks",
    "about_invitations.mail_invitation": "invitations.mail_invitation",
    "about_invitations.tell_inviter": "invitations.notify_inviter",
    "about_people.tell_new_member": "memberships.notify_new_member",
    "by_mail.mail_password_reset": "mail.mail_password_reset",
    "by_mail.mail_password_changed": "mail.mail_password_changed",
    "by_mail.mail_email_change": "mail.mail_email_change",
    "by_mail.mail_email_changed": "mail.mail_email_changed",
    "by_mail.mail_answer": "mail.mail_answer",
    "by_mail.mail_waiting": "mail.mail_waiting",
    "by_mail.mail_facilitator_missing": "mail.mail_facilitator_missing",
    "by_mail.send": "mail.send",
}

deliveries = sa.table("outbox_delivery", sa.column("event_id"), sa.column("subscriber"), sa.column("done_at"))
events = sa.table(
    "outbox_event",
    sa.column("id"),
    sa.column("name"),
    sa.column("payload", sa.JSON().with_variant(JSONB(), "postgresql")),
)


def upgrade() -> None:
    _rename_subscribers(SUBSCRIBERS)
    _rename_in_payload(OLD, NEW)
    _rename_column(OLD, NEW)


def downgrade() -> None:
    _rename_in_payload(NEW, OLD)
    _rename_subscribers({new: old for old, new in SUBSCRIBERS.items()})
    _rename_column(NEW, OLD)


def _rename_column(old: str, new: str) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in [*UNIQUE, "attachment"]:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    for table, more in UNIQUE.items():
        if sqlite:
            with op.batch_alter_table(table) as batch_op:
                batch_op.drop_constraint(f"uq_{table}_{old}", type_="unique")
                batch_op.create_unique_constraint(f"uq_{table}_{new}", [new, *more])
        else:
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT uq_{table}_{old} TO uq_{table}_{new}")
    if sqlite:
        op.drop_index(f"ix_attachment_{old}", "attachment")
        op.create_index(f"ix_attachment_{new}", "attachment", [new])
    else:
        op.execute(f"ALTER INDEX ix_attachment_{old} RENAME TO ix_attachment_{new}")


def _rename_subscribers(names: dict[str, str]) -> None:
    """Deliveries that wait keep their subscriber; those that are done stay as they were written."""
    for old, new in names.items():
        op.execute(
            deliveries.update()
            .where(deliveries.c.subscriber == NAMED_ONCE + old, deliveries.c.done_at.is_(None))
            .values(subscriber=NAMED_ONCE + new)
        )


def _rename_in_payload(old: str, new: str) -> None:
    """In the events of replies that somebody has still to be told of."""
    waits = sa.select(deliveries.c.event_id).where(deliveries.c.done_at.is_(None))
    found = sa.select(events.c.id, events.c.payload).where(events.c.name == "ReplySent", events.c.id.in_(waits))
    for event_id, payload in op.get_bind().execute(found).all():
        renamed = {new if key == old else key: value for key, value in payload.items()}
        op.execute(events.update().where(events.c.id == event_id).values(payload=renamed))
