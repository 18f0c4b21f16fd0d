"""Changing one's e-mail address: it counts once the new mailbox has answered, and the old one is told."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, audit, throttle
from lpcommunity.access.rate_limits import TooMany, noting_refusals
from lpcommunity.access.reader import Reader
from lpcommunity.accounts.domain_events import EmailChangeAsked, EmailChanged
from lpcommunity.accounts.models import EmailChange
from lpcommunity.people import email_addresses, queries
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional

CHANGE_LASTS = timedelta(hours=24)
A_MOMENT = timedelta(seconds=30)
PER_DAY, A_DAY = 10, timedelta(days=1)


@noting_refusals
@transactional
def ask_email_change(actor: Reader, email: str) -> EmailChange:
    """Ask to change one's address; a link goes to the new one. An earlier question lapses.

    An address that belongs to somebody else is taken like any other, or the form would tell who has an account;
    no link is sent to it. Raises Invalid for no address or the same one, TooMany beyond ten in a day.
    """
    new = email_addresses.normalised(email)
    if new == actor.email:
        raise Invalid("email", "email-unchanged")
    asked_just_now = _asked_just_now(actor, new)
    if asked_just_now is not None:
        return asked_just_now
    key = throttle.key_of("email-change", str(actor.id))
    until = throttle.refused_until(key, PER_DAY, A_DAY)
    if until is not None:
        raise TooMany("email-changes", PER_DAY, A_DAY, until)
    throttle.add(key)
    session().execute(
        update(EmailChange)
        .where(EmailChange.person_id == actor.id, EmailChange.confirmed_at.is_(None), EmailChange.expires_at > now())
        .values(expires_at=now())
    )
    change = EmailChange(
        person_id=actor.id,
        new_email=new,
        old_email=actor.email,
        nonce=secrets.token_urlsafe(16),
        asked_at=now(),
        expires_at=now() + CHANGE_LASTS,
    )
    session().add(change)
    session().flush()
    audit.note("email-change-asked", actor_id=actor.id, subject_kind="person", subject_id=actor.id)
    if queries.by_email(new) is None:
        outbox.record(EmailChangeAsked(change.id))
    return change


def _asked_just_now(actor: Reader, new: str) -> EmailChange | None:
    """The same question a moment ago, as after a double click: a second link would close the first."""
    return session().scalar(
        select(EmailChange).where(
            EmailChange.person_id == actor.id,
            EmailChange.new_email == new,
            EmailChange.confirmed_at.is_(None),
            EmailChange.expires_at > now(),
            EmailChange.asked_at > now() - A_MOMENT,
        )
    )


@transactional
def confirm_email(change: EmailChange) -> Person:
    """Make the new address count. Single use. Raises Conflict where the link counts no longer, or somebody has it."""
    confirmed = (
        update(EmailChange)
        .where(EmailChange.id == change.id, EmailChange.confirmed_at.is_(None), EmailChange.expires_at > now())
        .values(confirmed_at=now())
        .returning(EmailChange.person_id)
    )
    person_id = session().scalar(confirmed)
    person = None if person_id is None else session().get(Person, person_id)
    if person is None or person.disabled_at is not None or person.email != change.old_email:
        raise Conflict("email-link-spent")
    if queries.by_email(change.new_email) is not None:
        raise Conflict("email-taken-meanwhile")
    person.email = change.new_email
    try:
        session().flush()
    except IntegrityError as error:  # somebody else took the address in the same moment
        raise Conflict("email-link-spent") from error
    audit.note("email-changed", actor_id=person.id, subject_kind="person", subject_id=person.id)
    outbox.record(EmailChanged(change.id, person.id))
    return person
