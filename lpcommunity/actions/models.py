"""What a partnership undertook: who does what by when, and what came of it."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, select, text
from sqlalchemy.orm import Mapped, mapped_column, object_session

from lpcommunity.entries.models import PUBLIC, is_or_was_public
from lpcommunity.storage import Base, Moment, sparse_index

OUTCOMES = {"done": "Done", "changed": "Changed", "dropped": "Dropped"}
CHANGED = "changed"
NO_LINK = ""  # in place of a nonce: of somebody whom an import names, and who is not written to
UNSEALED_FOR = timedelta(minutes=10)  # how long what somebody expects can be read and put right after it was written


class Action(Base):
    """A commitment with an owner and a day. It is no entry, and stands under the same audiences (policy).

    Its owner is a person (`owner_id`), or somebody of a partner organisation without an account (`partner_owner_id`);
    one who has left the place owns it no longer, though the row still names them (policy.owned_by). Nobody reads
    `expects` from ten minutes after it was written until it is reported on: that opens it.

    An action that is reported as changed is over, and another goes on from it (`continues_id`): `by_another`, if it was
    not its author who said so. Where it comes from (`source_entry_id`, `source_move_id`) is shown to whoever may read
    that. `holds_move`: it still holds words of that move, which are its asker's; `words_given_at`: since when they say
    that more people may read them.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_place_open", "partnership_id", "reported_at", "due_on", "id"),
        Index("ix_action_place", "partnership_id", "id"),
        Index("ix_action_owner_open", "owner_id", "reported_at", "due_on", "id"),
        Index("ix_action_author_open", "author_id", "reported_at", "due_on", "id"),
        Index(
            "ix_action_source_entry",
            "source_entry_id",
            sqlite_where=text("source_entry_id IS NOT NULL"),
            postgresql_where=text("source_entry_id IS NOT NULL"),
        ),
        {"info": {"guarded_by": "action", "on_public_pages": is_or_was_public}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(36), unique=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[str] = mapped_column(String(20))
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    expects: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    partner_owner_id: Mapped[int | None] = mapped_column(ForeignKey("partner_owner.id"))
    source_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    source_move_id: Mapped[int | None] = mapped_column(ForeignKey("move.id"))
    holds_move: Mapped[bool] = mapped_column(default=False)
    words_asked_at: Mapped[datetime | None] = mapped_column(Moment)
    words_given_at: Mapped[datetime | None] = mapped_column(Moment)
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    by_another: Mapped[bool] = mapped_column(default=False, server_default=false())
    outcome: Mapped[str | None] = mapped_column(String(10))
    came_of_it: Mapped[str] = mapped_column(Text, default="")
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


sparse_index(Action.__table__, "continues_id", "reporter_id", "source_move_id")


def _of_public_action(row: "Handover") -> bool:
    """Whether anybody can read the action that this is of."""
    within = object_session(row)
    action = within.get(Action, row.action_id) if within is not None else None
    return action is not None and is_or_was_public(action)


def _of_public_actions(row: "PartnerOwner") -> bool:
    """Whether anybody can read an action that they were given. One that is no longer public says so itself."""
    within = object_session(row)
    if within is None:
        return False
    given = Action.partnership_id == row.partnership_id, Action.partner_owner_id == row.id
    with within.no_autoflush:
        return within.scalar(select(Action.id).where(*given, Action.audience == PUBLIC).limit(1)) is not None


class PartnerOwner(Base):
    """Somebody of a partner organisation without an account who was given an action, and reports by a signed link.

    Name and address are for whoever typed them and for the leads of the place; others read the organisation. Both go
    with `forgotten_at` (they said so) and 30 days after the report; the link ends then, too.
    """

    __tablename__ = "partner_owner"
    __table_args__ = {"info": {"guarded_by": "action", "on_public_pages": _of_public_actions}}

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(32))  # in the link that is sent to them; NO_LINK where none is
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(Moment, index=True)  # of the link; None: not reported yet
    forgotten_at: Mapped[datetime | None] = mapped_column(Moment)


class ForgottenAddress(Base):
    """An address to which nothing is sent for a place any more, as its owner said. Kept as a salted digest."""

    __tablename__ = "forgotten_address"
    __table_args__ = (UniqueConstraint("partnership_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    forgotten_at: Mapped[datetime] = mapped_column(Moment)


class Handover(Base):
    """That an action came to somebody, or was declined, and what was said of it. The newest says whose it is."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_action", "action_id", "id"),
        {"info": {"guarded_by": "action", "on_public_pages": _of_public_action}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    turn: Mapped[str] = mapped_column(String(10))  # given, handed-on, declined
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # None: who has no account
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(String(20))  # the action's, when it was said
    at: Mapped[datetime] = mapped_column(Moment)
