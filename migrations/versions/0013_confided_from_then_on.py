"""Open what is confided to a facilitator from their beginning on, and keep from when on an entry was for whom.

Until now whoever came to facilitate read all that had ever been confided in the place. What somebody has answered is
open to them: its author knows that they read it. Of the rest its authors are asked, as if the facilitators who are
there had come today.
"""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from lpcommunity.storage.columns import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LONDON = ZoneInfo("Europe/London")
SUBSCRIBER = "openings.introduce-at-beginning"

MEMBERSHIP = sa.table(
    "membership",
    sa.column("id", sa.Integer),
    sa.column("starts_on", sa.Date),
    sa.column("created_at", Moment),
    sa.column("began_at", Moment),
)
EVENT = sa.table(
    "outbox_event",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("payload", sa.JSON().with_variant(JSONB(), "postgresql")),
    sa.column("occurred_at", Moment),
)
DELIVERY = sa.table(
    "outbox_delivery",
    sa.column("event_id", sa.Integer),
    sa.column("subscriber", sa.String),
    sa.column("run_at", Moment),
    sa.column("attempts", sa.Integer),
)

NOW = datetime.now(UTC)


def upgrade() -> None:
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("began_at", Moment(), nullable=False, server_default=sa.func.now()))
    with op.batch_alter_table("entry") as batch_op:
        batch_op.add_column(sa.Column("confided_at", Moment(), nullable=True))
        batch_op.add_column(sa.Column("confided_version", sa.Integer(), nullable=True))
        batch_op.drop_index("ix_entry_place_time")
        batch_op.drop_index("ix_entry_author_time")
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", Moment(), nullable=True),
        sa.Column("declined_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_opening_entry_id_entry")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_opening_membership_id_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("membership_id", "entry_id", name=op.f("uq_opening_membership_id")),
    )
    op.create_index(op.f("ix_opening_entry_id"), "opening", ["entry_id"])
    op.create_table(
        "audience_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_audience_period_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_period")),
    )
    op.create_index("ix_audience_period_entry", "audience_period", ["entry_id", "began_at"])
    op.create_table(
        "introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_introduction_author_id_person")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_introduction_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("membership_id", "author_id", name=op.f("uq_introduction_membership_id")),
    )
    op.create_index(op.f("ix_introduction_author_id"), "introduction", ["author_id"])
    _note_beginnings()
    _note_confiding()
    _note_periods()
    _open_what_was_answered()
    _ask_authors()
    with op.batch_alter_table("entry") as batch_op:
        batch_op.create_index(
            "ix_entry_place_time",
            ["partnership_id", "published_at", "id", "audience", "state", "author_id", "kind", "confided_at"],
        )
        batch_op.create_index(
            "ix_entry_author_time",
            ["author_id", "published_at", "id", "audience", "state", "partnership_id", "confided_at"],
        )


def downgrade() -> None:
    op.execute(sa.delete(DELIVERY).where(DELIVERY.c.subscriber == SUBSCRIBER))
    for table in ("introduction", "audience_period", "opening"):
        op.drop_table(table)
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_index("ix_entry_author_time")
        batch_op.drop_index("ix_entry_place_time")
        batch_op.drop_column("confided_version")
        batch_op.drop_column("confided_at")
        batch_op.create_index(
            "ix_entry_author_time", ["author_id", "published_at", "id", "audience", "state", "partnership_id"]
        )
        batch_op.create_index(
            "ix_entry_place_time",
            ["partnership_id", "published_at", "id", "audience", "state", "author_id", "kind"],
        )
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_column("began_at")


def _note_beginnings() -> None:
    """The first day in London, or the moment of the recording if that was later."""
    connection = op.get_bind()
    columns = (MEMBERSHIP.c.id, MEMBERSHIP.c.starts_on, MEMBERSHIP.c.created_at)
    rows = connection.execute(sa.select(*columns)).all()
    change = sa.update(MEMBERSHIP).where(MEMBERSHIP.c.id == sa.bindparam("row"))
    values = [{"row": row.id, "began_at": max(_midnight(row.starts_on), row.created_at)} for row in rows]
    for first in range(0, len(values), 1000):
        connection.execute(change.values(began_at=sa.bindparam("began_at")), values[first : first + 1000])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _note_confiding() -> None:
    """An exchange is confided since its first round was sent; what is for the facilitators without one, since then."""
    op.execute(
        """
        UPDATE entry SET confided_at = (
            SELECT min(sent.sent_at) FROM submission AS sent
            WHERE sent.reflection_id = entry.id AND sent.taken_back_at IS NULL
        )
        WHERE state <> 'draft' AND EXISTS (SELECT 1 FROM reflection WHERE reflection.id = entry.id AND rounds > 0)
        """
    )
    op.execute(
        """
        UPDATE entry SET confided_at = coalesce(
            (SELECT max(revision.written_at) FROM revision WHERE revision.entry_id = entry.id
                AND revision.audience = 'facilitators' AND revision.why IN ('written', 'audience', 'published')),
            published_at
        )
        WHERE confided_at IS NULL AND audience = 'facilitators' AND state = 'published'
        """
    )
    op.execute(
        """
        UPDATE entry SET confided_version = coalesce(
            (SELECT max(revision.n) FROM revision
                WHERE revision.entry_id = entry.id AND revision.written_at <= entry.confided_at),
            1
        )
        WHERE confided_at IS NOT NULL
        """
    )


def _note_periods() -> None:
    """From when on it was for others than its first version: as versions, submissions and withdrawals tell."""
    op.execute(
        """
        INSERT INTO audience_period (entry_id, audience, began_at)
        SELECT entry_id, audience, written_at FROM revision WHERE n > 1 AND why IN ('audience', 'published')
        """
    )
    op.execute(
        """
        INSERT INTO audience_period (entry_id, audience, began_at)
        SELECT back.reflection_id, 'me', back.taken_back_at FROM submission AS back
        WHERE back.taken_back_at IS NOT NULL AND back.round = 1
          AND 'facilitators' = (
            SELECT written.audience FROM revision AS written
            WHERE written.entry_id = back.reflection_id AND written.n = back.version
          )
        """
    )
    op.execute(
        """
        INSERT INTO audience_period (entry_id, audience, began_at)
        SELECT again.reflection_id, 'facilitators', again.sent_at FROM submission AS again
        WHERE again.round = 1
          AND EXISTS (
            SELECT 1 FROM submission AS back WHERE back.reflection_id = again.reflection_id
              AND back.round = 1 AND back.taken_back_at IS NOT NULL AND back.taken_back_at <= again.sent_at
          )
          AND 'facilitators' = (
            SELECT written.audience FROM revision AS written
            WHERE written.entry_id = again.reflection_id AND written.n = again.version
          )
        """
    )
    op.execute(
        """
        INSERT INTO audience_period (entry_id, audience, began_at)
        SELECT id, 'me', withdrawn_at FROM entry WHERE state = 'withdrawn' AND withdrawn_at IS NOT NULL
        """
    )


def _open_what_was_answered() -> None:
    """A facilitator who has answered an exchange has read it."""
    op.execute(
        """
        INSERT INTO opening (entry_id, membership_id, opens_at)
        SELECT review.reflection_id, membership.id, min(review.sent_at)
        FROM review
        JOIN entry ON entry.id = review.reflection_id
        JOIN membership ON membership.person_id = review.author_id
          AND membership.partnership_id = entry.partnership_id AND membership.role = 'facilitator'
        WHERE membership.began_at > entry.confided_at AND membership.ended_at IS NULL
        GROUP BY review.reflection_id, membership.id
        """
    )


def _ask_authors() -> None:
    """Have the worker tell authors of the facilitators who are there, where something is closed to them now."""
    connection = op.get_bind()
    found = connection.scalars(
        sa.text(
            """
            SELECT membership.id FROM membership
            WHERE membership.role = 'facilitator' AND membership.ended_at IS NULL AND EXISTS (
                SELECT 1 FROM entry WHERE entry.partnership_id = membership.partnership_id
                  AND entry.state = 'published' AND entry.confided_at < membership.began_at
                  AND entry.author_id <> membership.person_id
            )
            ORDER BY membership.id
            """
        )
    ).all()
    for membership_id in found:
        payload: dict[str, Any] = {"membership_id": membership_id}
        event = sa.insert(EVENT).values(name="FacilitatorBegan", payload=payload, occurred_at=NOW)
        event_id = connection.execute(event.returning(EVENT.c.id)).scalar_one()
        waits = {"event_id": event_id, "subscriber": SUBSCRIBER, "run_at": NOW, "attempts": 0}
        connection.execute(sa.insert(DELIVERY).values(waits))
