"""What people do about being told: read it, and choose what comes by e-mail."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update

from lpcommunity.access import Missing, require
from lpcommunity.access.reader import Reader
from lpcommunity.actions.models import PartnerOwner
from lpcommunity.notifications import registry
from lpcommunity.notifications.models import Mail, MailChoice, Notification
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional

PARTNER_KEYS = ("action-for-partner", "partner-action-due-soon", "partner-action-late")  # of kinds/action_for_partner


@transactional
def mark_read(actor: Reader, notification_id: int) -> None:
    """Mark one line of one's own inbox as read. Raises Missing for anybody else's."""
    line = session().get(Notification, notification_id)
    if line is None or line.person_id != actor.id:
        raise Missing
    line.read_at = line.read_at or now()


@transactional
def mark_all_read(actor: Reader, up_to: int | None = None) -> None:
    """Mark every line as read, up to the newest that the person has seen: what came meanwhile stays unread."""
    unread = update(Notification).where(Notification.person_id == actor.id, Notification.read_at.is_(None))
    if up_to is not None:
        unread = unread.where(Notification.id <= up_to)
    session().execute(unread.values(read_at=now()))


@transactional
def mark_read_of_old(until: datetime) -> None:
    """Mark as read whatever anybody was told until then: in a demonstration, whose people have lived meanwhile."""
    old = update(Notification).where(Notification.told_at <= until, Notification.read_at.is_(None))
    session().execute(old.values(read_at=now()))


@transactional
def blank_partner_mails(partner_owner_id: int) -> None:
    """Take the address of somebody without an account, and what was written, out of the e-mails that went there."""
    partner = session().get(PartnerOwner, partner_owner_id)
    if partner is None or not partner.email:
        return
    theirs = update(Mail).where(Mail.person_id.is_(None), Mail.kind.in_(PARTNER_KEYS), Mail.to == partner.email)
    session().execute(theirs.values(to="", subject="", text="", html=""))


@transactional
def set_mail_preferences(actor: Reader, wanted: Collection[str]) -> None:
    """Of the kinds that could come to this person, get exactly these; and those that nobody can do without."""
    for one in registry.offered_to(actor):
        _turn(actor.id, one.key, on=one.key in wanted)


@transactional
def turn_off(person_id: int, kind: str) -> None:
    """No more e-mails of this kind, as the link in one of them asks. Twice is once."""
    require(registry.choosable(kind) is not None)
    _turn(person_id, kind, on=False)


@transactional
def turn_on(person_id: int, kind: str) -> None:
    """E-mails of this kind again."""
    _turn(person_id, kind, on=True)


def _turn(person_id: int, kind: str, *, on: bool) -> None:
    # The person's row is held, so that two clicks at once make one choice.
    if session().scalar(select(Person.id).where(Person.id == person_id).with_for_update()) is None:
        raise Missing
    mine = MailChoice.person_id == person_id, MailChoice.kind == kind
    if on:
        session().execute(delete(MailChoice).where(*mine))
    elif session().scalar(select(MailChoice.id).where(*mine)) is None:
        session().add(MailChoice(person_id=person_id, kind=kind, off_since=now()))
        session().flush()
