"""Is this e-mail still meant for its reader? Asked when it is sent, since much can happen after it was written."""

from collections.abc import Callable

from lpcommunity.access.reader import reader_of
from lpcommunity.accounts.models import EmailChange, PasswordReset
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.invitations.models import Invitation
from lpcommunity.notifications import mail_types
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail_types import MAIL_TYPES
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.queries import is_off
from lpcommunity.people.models import Person
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.storage import now, session

# Those that go to an address on purpose, whatever the account says by now.
TO_THIS_ADDRESS = {mail_types.INVITATION, mail_types.EMAIL_CHANGE, mail_types.EMAIL_CHANGED}

Check = Callable[[MailWritten, Person | None], bool]


def current_address(mail: Mail) -> str:
    """Where it goes: to the person's present address, unless it is meant for another."""
    person = _person(mail)
    return mail.to if person is None or mail.kind in TO_THIS_ADDRESS else person.email


def reason_to_withhold(mail: Mail, event: MailWritten) -> str | None:
    """Why it is not sent any more, in a word or two; None: it is."""
    person = _person(mail)
    if mail.person_id is not None and (person is None or person.disabled_at is not None):
        return "account closed"
    if MAIL_TYPES[mail.kind].choosable and person is not None and is_off(person.id, mail.kind):
        return "not wanted"
    check = CHECKS.get(mail.kind)
    if check is not None and not check(event, person):
        return "no longer meant for them"
    return None


def _person(mail: Mail) -> Person | None:
    return session().get(Person, mail.person_id) if mail.person_id is not None else None


def _answered(event: MailWritten, person: Person | None) -> bool:
    entry = session().get(Entry, event.about_id)
    return (
        person is not None
        and entry is not None
        and entry.author_id == person.id
        and can_read(reader_of(person.id), entry)
    )


def _waiting(event: MailWritten, person: Person | None) -> bool:
    reflection = session().get(Reflection, event.about_id)
    if person is None or reflection is None:
        return False
    if reflection.review_state != WAITING or reflection.rounds != event.round:
        return False
    reader = reader_of(person.id)
    return reflection.partnership_id in reader.facilitates and can_read(reader, reflection)


def _facilitator_missing(_: MailWritten, person: Person | None) -> bool:
    return person is not None and reader_of(person.id).programme_team


def _invitation(event: MailWritten, _: Person | None) -> bool:
    row = session().get(Invitation, event.about_id)
    return row is not None and row.claimed_at is None and row.withdrawn_at is None and row.expires_at > now()


def _password_reset(event: MailWritten, _: Person | None) -> bool:
    row = session().get(PasswordReset, event.about_id)
    return row is not None and row.used_at is None and row.expires_at > now()


def _email_change(event: MailWritten, _: Person | None) -> bool:
    row = session().get(EmailChange, event.about_id)
    return row is not None and row.confirmed_at is None and row.expires_at > now()


CHECKS: dict[str, Check] = {
    mail_types.ANSWERED: _answered,
    mail_types.WAITING: _waiting,
    mail_types.FACILITATOR_MISSING: _facilitator_missing,
    mail_types.INVITATION: _invitation,
    mail_types.PASSWORD_RESET: _password_reset,
    mail_types.EMAIL_CHANGE: _email_change,
}
