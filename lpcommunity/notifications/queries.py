"""Reading what people are told: their inbox, what they want by e-mail, and what handlers need to know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from lpcommunity.access.reader import Reader
from lpcommunity.accounts.models import EmailChange, PasswordReset
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import visible_to
from lpcommunity.invitations.models import Invitation
from lpcommunity.notifications import mail_types
from lpcommunity.notifications.mail_types import MailType
from lpcommunity.notifications.models import Mail, MailChoice, Notification
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Person
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.reviews.models import Review
from lpcommunity.storage import session

PAGE = 20
MOST_UNREAD = 20
MOST_MAILS = 100
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    """One line of an inbox, with what the reader may see of what it is about."""

    id: int
    what: str
    why: str
    told_at: datetime
    unread: bool
    actor: str
    place: str
    place_slug: str
    kind: Kind | None
    entry_id: int | None
    title: str
    author: str

    @property
    def path(self) -> str | None:
        """Where it leads."""
        if self.kind is not None and self.entry_id is not None:
            return self.kind.path(self.entry_id)
        return f"/partnerships/{self.place_slug}" if self.place_slug else None


@dataclass(frozen=True)
class Inbox:
    """Some lines, newest first, and the cursor of the next page if there is one."""

    lines: list[Line]
    next: int | None


def _told(actor: Reader) -> ColumnElement[bool]:
    """SQL over Notification and Entry: told to this person, and still theirs to read."""
    return (Notification.person_id == actor.id) & or_(Notification.entry_id.is_(None), visible_to(actor))


def unread_count(actor: Reader) -> int:
    """How many unread lines this person has, but never more than MOST_UNREAD + 1: one query."""
    unread = (
        select(Notification.id)
        .outerjoin(Entry, Entry.id == Notification.entry_id)
        .where(_told(actor), Notification.read_at.is_(None))
        .limit(MOST_UNREAD + 1)
    )
    return session().scalar(select(func.count()).select_from(unread.subquery())) or 0


def inbox(actor: Reader, before: int | None = None, size: int = PAGE) -> Inbox:
    """What this person was told, newest first: one query. `before` is the cursor that the previous page gave."""
    doer, author = aliased(Person), aliased(Person)
    query = (
        select(
            Notification.id,
            Notification.what,
            Notification.why,
            Notification.told_at,
            Notification.read_at,
            doer.name,
            Partnership.name,
            Partnership.slug,
            Entry.kind,
            Entry.id,
            Entry.title,
            author.name,
        )
        .outerjoin(Entry, Entry.id == Notification.entry_id)
        .outerjoin(Partnership, Partnership.id == Notification.partnership_id)
        .outerjoin(doer, doer.id == Notification.actor_id)
        .outerjoin(author, author.id == Entry.author_id)
        .where(_told(actor))
        .order_by(Notification.id.desc())
        .limit(size + 1)
    )
    if before is not None:
        query = query.where(Notification.id < before)
    rows = session().execute(query).all()
    lines = [
        Line(
            id=row[0],
            what=row[1],
            why=row[2],
            told_at=row[3],
            unread=row[4] is None,
            actor=row[5] or "",
            place=row[6] or "",
            place_slug=row[7] or "",
            kind=kind_of(row[8]) if row[8] else None,
            entry_id=row[9],
            title=row[10] or "",
            author=row[11] or "",
        )
        for row in rows[:size]
    ]
    return Inbox(lines, lines[-1].id if len(rows) > size else None)


def is_off(person_id: int, kind: str) -> bool:
    """Whether this person does not want e-mails of this kind."""
    query = select(MailChoice.id).where(MailChoice.person_id == person_id, MailChoice.kind == kind)
    return session().scalar(query) is not None


def kinds_off(person_id: int) -> set[str]:
    """The kinds of e-mail that this person does not want."""
    return set(session().scalars(select(MailChoice.kind).where(MailChoice.person_id == person_id)))


def kinds_offered(actor: Reader) -> list[MailType]:
    """The kinds of e-mail that could come to this person as they stand, and that they may do without."""
    comes = {
        mail_types.ANSWERED: True,
        mail_types.WAITING: bool(actor.facilitates),
        mail_types.FACILITATOR_MISSING: actor.programme_team,
    }
    return [kind for kind in mail_types.CHOOSABLE if comes[kind.key]]


def sent_mails() -> list[Mail]:
    """The e-mails sent last, newest first; at most MOST_MAILS. For the mailbox page only."""
    query = select(Mail).where(Mail.sent_at.is_not(None)).order_by(Mail.id.desc()).limit(MOST_MAILS)
    return list(session().scalars(query))


def entry_of(entry_id: int) -> Entry | None:
    """The entry of this id, whoever may read it: for handlers, which decide that for each person they tell."""
    return session().get(Entry, entry_id)


def reflection_waiting(entry_id: int, round: int) -> Reflection | None:  # noqa: A002  (the word of reflections)
    """The reflection of this id if it still waits for an answer in this round."""
    reflection = session().get(Reflection, entry_id)
    if reflection is None or reflection.review_state != WAITING or reflection.rounds != round:
        return None
    return reflection


def invitation_of(invitation_id: int) -> Invitation | None:
    """The invitation of this id."""
    return session().get(Invitation, invitation_id)


def membership_of(membership_id: int) -> Membership | None:
    """The membership of this id."""
    return session().get(Membership, membership_id)


def came_by_invitation(membership: Membership) -> bool:
    """Whether this membership began by an invitation that the person accepted themselves, just then."""
    query = select(Invitation.id).where(
        Invitation.claimed_by_id == membership.person_id,
        Invitation.partnership_id == membership.partnership_id,
        Invitation.claimed_at.between(membership.created_at - A_MOMENT, membership.created_at + A_MOMENT),
    )
    return session().scalar(query.limit(1)) is not None


def person_of(person_id: int | None) -> Person | None:
    """The person of this id."""
    return session().get(Person, person_id) if person_id is not None else None


def partnership_of(partnership_id: int | None) -> Partnership | None:
    """The partnership of this id."""
    return session().get(Partnership, partnership_id) if partnership_id is not None else None


def review_of(review_id: int) -> Review | None:
    """The answer of this id."""
    return session().get(Review, review_id)


def reset_row(reset_id: int) -> PasswordReset | None:
    """The password reset of this id."""
    return session().get(PasswordReset, reset_id)


def change_row(change_id: int) -> EmailChange | None:
    """The change of address of this id."""
    return session().get(EmailChange, change_id)
