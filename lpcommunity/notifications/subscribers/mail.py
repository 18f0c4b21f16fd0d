"""Told by e-mail: what needs somebody, and what they must know about their account."""

from lpcommunity.accounts import tokens
from lpcommunity.accounts.domain_events import EmailChangeAsked, EmailChanged, PasswordChanged, PasswordResetAsked
from lpcommunity.notifications import mail_types, recipients
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.inbox import is_recent
from lpcommunity.notifications.mail import letters, sender
from lpcommunity.notifications.mail.queue import absolute_url, enqueue
from lpcommunity.notifications.queries import (
    change_row,
    entry_of,
    is_off,
    partnership_of,
    person_of,
    reflection_waiting,
    reset_row,
    review_of,
)
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.people.models import Person
from lpcommunity.reflections.domain_events import FacilitatorMissing, ReflectionSubmitted
from lpcommunity.reviews.domain_events import ReviewSent
from lpcommunity.reviews.models import INVITES
from lpcommunity.storage import now


@subscribe(PasswordResetAsked)
def mail_password_reset(event: PasswordResetAsked, meta: EventMeta) -> None:
    """The link to choose a new password."""
    reset = reset_row(event.reset_id)
    person = person_of(reset.person_id) if reset is not None else None
    if reset is not None and person is not None and reset.used_at is None and reset.expires_at > now():
        address = absolute_url(f"/reset-password/{tokens.reset_token(reset)}")
        letter = letters.password_reset(person.first_name, address)
        enqueue(letter, meta, to=person.email, person=person, about_id=reset.id)


@subscribe(PasswordChanged)
def mail_password_changed(event: PasswordChanged, meta: EventMeta) -> None:
    """A password was changed: its owner must know."""
    person = person_of(event.person_id)
    if person is not None and is_recent(meta):
        letter = letters.password_changed(person.first_name, absolute_url("/forgotten-password"))
        enqueue(letter, meta, to=person.email, person=person)


@subscribe(EmailChangeAsked)
def mail_email_change(event: EmailChangeAsked, meta: EventMeta) -> None:
    """Is the new address theirs? Asked there."""
    change = change_row(event.change_id)
    person = person_of(change.person_id) if change is not None else None
    if change is not None and person is not None and change.confirmed_at is None:
        address = absolute_url(f"/confirm-email/{tokens.email_token(change)}")
        letter = letters.email_change(person.first_name, address)
        enqueue(letter, meta, to=change.new_email, person=person, about_id=change.id)


@subscribe(EmailChanged)
def mail_email_changed(event: EmailChanged, meta: EventMeta) -> None:
    """The address was changed: told at the old one."""
    change = change_row(event.change_id)
    person = person_of(event.person_id)
    if change is not None and person is not None and is_recent(meta):
        enqueue(letters.email_changed(person.first_name), meta, to=change.old_email, person=person)


@subscribe(ReviewSent)
def mail_answer(event: ReviewSent, meta: EventMeta) -> None:
    """A facilitator has answered: the author reads it."""
    entry, review = entry_of(event.entry_id), review_of(event.review_id)
    author = person_of(entry.author_id) if entry is not None else None
    facilitator = person_of(event.actor_id)
    if entry is None or review is None or author is None or facilitator is None:
        return
    if not _wants(author, mail_types.ANSWERED, meta):
        return
    letter = letters.answered(
        author.first_name,
        facilitator.first_name,
        entry.title,
        review.outcome == INVITES,
        absolute_url(f"/reflections/{entry.id}"),
    )
    enqueue(letter, meta, to=author.email, person=author, about_id=entry.id)


@subscribe(ReflectionSubmitted)
def mail_waiting(event: ReflectionSubmitted, meta: EventMeta) -> None:
    """A reflection waits: each present facilitator reads where, and nothing else."""
    reflection = reflection_waiting(event.entry_id, event.round)
    place = partnership_of(reflection.partnership_id) if reflection is not None else None
    if reflection is None or place is None:
        return
    for person in recipients.people(recipients.facilitators(place.id)):
        if person.id != event.actor_id and _wants(person, mail_types.WAITING, meta):
            letter = letters.waiting(person.first_name, place.name, absolute_url("/reviews"))
            enqueue(letter, meta, to=person.email, person=person, about_id=reflection.id, round=event.round)


@subscribe(FacilitatorMissing)
def mail_facilitator_missing(event: FacilitatorMissing, meta: EventMeta) -> None:
    """Nobody can answer there: the programme team reads where, and nothing else."""
    place = partnership_of(event.partnership_id)
    if place is None or recipients.facilitators(place.id):
        return
    for person in recipients.people(recipients.programme_team()):
        if _wants(person, mail_types.FACILITATOR_MISSING, meta):
            letter = letters.facilitator_missing(
                person.first_name, place.name, absolute_url(f"/partnerships/{place.slug}")
            )
            enqueue(letter, meta, to=person.email, person=person, about_id=place.id)


@subscribe(MailWritten, external_effect=True, tries=None)
def send(event: MailWritten, _meta: EventMeta) -> None:
    """Send what was written."""
    sender.send(event)


def _wants(person: Person, kind: str, meta: EventMeta) -> bool:
    return is_recent(meta) and person.disabled_at is None and not is_off(person.id, kind)
