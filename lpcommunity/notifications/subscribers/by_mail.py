"""Told by e-mail: what needs somebody, and what they must know about their account."""

from lpcommunity.notifications import kinds, recipients
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail import letters, sending
from lpcommunity.notifications.mail.writing import address_of, write
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
from lpcommunity.notifications.telling import is_news
from lpcommunity.outbox import Happened, subscribe
from lpcommunity.people import tokens
from lpcommunity.people.domain_events import EmailChangeAsked, EmailChanged, PasswordChanged, PasswordResetAsked
from lpcommunity.people.models import Person
from lpcommunity.reflections.domain_events import FacilitatorMissing, ReflectionSubmitted
from lpcommunity.reviews.domain_events import ReviewSent
from lpcommunity.reviews.models import INVITES
from lpcommunity.storage import now


@subscribe(PasswordResetAsked)
def mail_password_reset(event: PasswordResetAsked, happened: Happened) -> None:
    """The link to choose a new password."""
    reset = reset_row(event.reset_id)
    person = person_of(reset.person_id) if reset is not None else None
    if reset is not None and person is not None and reset.used_at is None and reset.expires_at > now():
        address = address_of(f"/reset-password/{tokens.reset_token(reset)}")
        letter = letters.password_reset(person.first_name, address)
        write(letter, happened, to=person.email, person=person, about_id=reset.id)


@subscribe(PasswordChanged)
def mail_password_changed(event: PasswordChanged, happened: Happened) -> None:
    """A password was changed: its owner must know."""
    person = person_of(event.person_id)
    if person is not None and is_news(happened):
        letter = letters.password_changed(person.first_name, address_of("/forgotten-password"))
        write(letter, happened, to=person.email, person=person)


@subscribe(EmailChangeAsked)
def mail_email_change(event: EmailChangeAsked, happened: Happened) -> None:
    """Is the new address theirs? Asked there."""
    change = change_row(event.change_id)
    person = person_of(change.person_id) if change is not None else None
    if change is not None and person is not None and change.confirmed_at is None:
        address = address_of(f"/confirm-email/{tokens.email_token(change)}")
        letter = letters.email_change(person.first_name, address)
        write(letter, happened, to=change.new_email, person=person, about_id=change.id)


@subscribe(EmailChanged)
def mail_email_changed(event: EmailChanged, happened: Happened) -> None:
    """The address was changed: told at the old one."""
    change = change_row(event.change_id)
    person = person_of(event.person_id)
    if change is not None and person is not None and is_news(happened):
        write(letters.email_changed(person.first_name), happened, to=change.old_email, person=person)


@subscribe(ReviewSent)
def mail_answer(event: ReviewSent, happened: Happened) -> None:
    """A facilitator has answered: the author reads it."""
    entry, review = entry_of(event.entry_id), review_of(event.review_id)
    author = person_of(entry.author_id) if entry is not None else None
    facilitator = person_of(event.actor_id)
    if entry is None or review is None or author is None or facilitator is None:
        return
    if not _wants(author, kinds.ANSWERED, happened):
        return
    letter = letters.answered(
        author.first_name,
        facilitator.first_name,
        entry.title,
        review.outcome == INVITES,
        address_of(f"/reflections/{entry.id}"),
    )
    write(letter, happened, to=author.email, person=author, about_id=entry.id)


@subscribe(ReflectionSubmitted)
def mail_waiting(event: ReflectionSubmitted, happened: Happened) -> None:
    """A reflection waits: each present facilitator reads where, and nothing else."""
    reflection = reflection_waiting(event.entry_id, event.round)
    place = partnership_of(reflection.partnership_id) if reflection is not None else None
    if reflection is None or place is None:
        return
    for person in recipients.people(recipients.facilitators(place.id)):
        if person.id != event.actor_id and _wants(person, kinds.WAITING, happened):
            letter = letters.waiting(person.first_name, place.name, address_of("/reviews"))
            write(letter, happened, to=person.email, person=person, about_id=reflection.id, round=event.round)


@subscribe(FacilitatorMissing)
def mail_facilitator_missing(event: FacilitatorMissing, happened: Happened) -> None:
    """Nobody can answer there: the programme team reads where, and nothing else."""
    place = partnership_of(event.partnership_id)
    if place is None or recipients.facilitators(place.id):
        return
    for person in recipients.people(recipients.programme_team()):
        if _wants(person, kinds.FACILITATOR_MISSING, happened):
            letter = letters.facilitator_missing(
                person.first_name, place.name, address_of(f"/partnerships/{place.slug}")
            )
            write(letter, happened, to=person.email, person=person, about_id=place.id)


@subscribe(MailWritten, alone=True, tries=None)
def send(event: MailWritten, _happened: Happened) -> None:
    """Send what was written."""
    sending.send(event)


def _wants(person: Person, kind: str, happened: Happened) -> bool:
    return is_news(happened) and person.disabled_at is None and not is_off(person.id, kind)
