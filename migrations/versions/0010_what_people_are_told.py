"""Tell people by names that stay: subscribers of their own, type and reason of a line; and find its newest at once.

Names of subscribers said in which module they lived. From now on they say what they do, so that code can move.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = {"what": "type", "why": "reason"}
NAMED_ONCE = "notifications.subscribers."
SUBSCRIBERS = {
    "demo.mark_old_as_read": "demonstration-read",
    "entries.notify_of_update": "inbox.update-posted",
    "entries.notify_of_reflection": "inbox.reflection-shared",
    "entries.notify_facilitators": "inbox.reflection-waiting",
    "entries.notify_programme_team": "inbox.facilitator-missing",
    "entries.notify_author": "inbox.answered",
    "entries.notify_reviewers": "inbox.replied",
    "entries.notify_of_thanks": "inbox.thanked",
    "invitations.mail_invitation": "mail.invitation",
    "invitations.notify_inviter": "inbox.joined",
    "memberships.notify_new_member": "inbox.belongs",
    "mail.mail_password_reset": "mail.password-reset",
    "mail.mail_password_changed": "mail.password-changed",
    "mail.mail_email_change": "mail.email-change",
    "mail.mail_email_changed": "mail.email-changed",
    "mail.mail_answer": "mail.answered",
    "mail.mail_waiting": "mail.reflection-waiting",
    "mail.mail_facilitator_missing": "mail.facilitator-missing",
    "mail.send": "mail-sender",
}

deliveries = sa.table("outbox_delivery", sa.column("subscriber"), sa.column("done_at"))


def upgrade() -> None:
    for old, new in SUBSCRIBERS.items():
        _rename_subscriber(NAMED_ONCE + old, new)
    for old, new in COLUMNS.items():
        op.execute(f"ALTER TABLE notification RENAME COLUMN {old} TO {new}")
    op.create_index("ix_notification_newest", "notification", ["person_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_notification_newest", "notification")
    for old, new in COLUMNS.items():
        op.execute(f"ALTER TABLE notification RENAME COLUMN {new} TO {old}")
    for old, new in SUBSCRIBERS.items():
        _rename_subscriber(new, NAMED_ONCE + old)


def _rename_subscriber(old: str, new: str) -> None:
    """Deliveries that wait, or were given up, keep their subscriber; those that are done stay as they were written."""
    op.execute(
        deliveries.update().where(deliveries.c.subscriber == old, deliveries.c.done_at.is_(None)).values(subscriber=new)
    )
