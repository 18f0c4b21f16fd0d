"""What people do about being told: read it, and choose what comes by e-mail."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from lpcommunity.access import Missing, require
from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.actions.models import PartnerOwner
from lpcommunity.notifications import registry
from lpcommunity.notifications.models import Mail, MailChoice, Notification
from lpcommunity.notifications.notification_types import AT_ONCE, NEVER
from lpcommunity.notifications.what_moved import choices
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
def choose_ways(actor: Reader, ways: Mapping[str, str]) -> None:
    """Of the kinds that could come to this person, hear in these ways (by key: at once, in the letter, never). Of those
    that are not named everything stays; and those that nobody can do without come.
    """
    for one in registry.offered_to(actor):
        how = ways.get(one.key)
        if one.choice is not None and how in one.choice.ways:
            _choose(actor.id, one.key, None if how == one.choice.default(actor) else how)


@transactional
def choose_letter(actor: Reader, how: str, weekday: int) -> None:
    """Get the letter of what moved daily, weekly on this day of the week (Monday is 0), or never."""
    if how == NEVER:
        turn_off(actor.id, choices.KEY)
        return
    turn_on(actor.id, choices.KEY)
    choices.keep(actor.id, how, weekday)


@transactional
def turn_off(person_id: int, kind: str) -> None:
    """No more e-mails of this kind, as the link in one of them asks. Twice is once."""
    require(registry.choosable(kind) is not None)
    _choose(person_id, kind, NEVER)


@transactional
def turn_on(person_id: int, kind: str) -> None:
    """E-mails of this kind again, at once as they came; and the letter as it was."""
    one, reader = registry.type_of(kind), reader_of(person_id)
    by_itself = isinstance(reader, Visitor) or one.how_for(reader, None) == AT_ONCE
    _choose(person_id, kind, None if by_itself else AT_ONCE)


def _choose(person_id: int, kind: str, how: str | None) -> None:
    # The person's row is held, so that two clicks at once make one choice.
    if session().scalar(select(Person.id).where(Person.id == person_id).with_for_update()) is None:
        raise Missing
    mine = session().scalar(select(MailChoice).where(MailChoice.person_id == person_id, MailChoice.kind == kind))
    if how is None:
        if mine is not None:
            session().delete(mine)
    elif mine is None:
        session().add(MailChoice(person_id=person_id, kind=kind, how=how, off_since=now()))
    elif mine.how != how:
        mine.how, mine.off_since = how, now()
    session().flush()
