"""What the worker does for notifications. Whom it tells of what is in kinds/; here is the rest."""

from datetime import date, timedelta

from lpcommunity.actions.commands.partners import let_go
from lpcommunity.actions.domain_events import PartnerForgotten, PartnerLinkEnded
from lpcommunity.demo.domain_events import DemonstrationLoaded
from lpcommunity.demo.personas import PERSONAS
from lpcommunity.notifications import kinds
from lpcommunity.notifications.commands import blank_partner_mails, mark_read_of_old
from lpcommunity.notifications.domain_events import LettersDue, LettersToWrite, LetterWritten, MailWritten
from lpcommunity.notifications.mail import sender
from lpcommunity.notifications.what_moved import rounds
from lpcommunity.outbox import EventMeta, at_start, subscribe

__all__ = ["kinds"]
STILL_NEW = timedelta(days=10)


@subscribe(MailWritten, "mail-sender", external_effect=True, tries=None)
def send(event: MailWritten, _meta: EventMeta) -> None:
    """Send what was written."""
    sender.send(event)


@subscribe(LetterWritten, "letter-sender", external_effect=True, tries=None)
def send_letter(event: LetterWritten, _meta: EventMeta) -> None:
    """The same for letters: a worker of before, which would give them up as unknown, takes none of them."""
    sender.send(event)


@subscribe(PartnerForgotten, "mail.forget-partner")
def forget_partner(event: PartnerForgotten, _meta: EventMeta) -> None:
    """Their address goes from what was sent to it, too; then name and address are let go of."""
    _let_go(event.partner_owner_id)


@subscribe(PartnerLinkEnded, "mail.end-partner")
def end_partner(event: PartnerLinkEnded, _meta: EventMeta) -> None:
    """The same, thirty days after the report."""
    _let_go(event.partner_owner_id)


def _let_go(partner_owner_id: int) -> None:
    blank_partner_mails(partner_owner_id)
    let_go(partner_owner_id)


@subscribe(DemonstrationLoaded, "demonstration-read")
def mark_old_as_read(_event: DemonstrationLoaded, meta: EventMeta) -> None:
    """The people of the demonstration have lived through their half year: only what is of late is still unread."""
    mark_read_of_old(meta.at - STILL_NEW)


@subscribe(DemonstrationLoaded, "demonstration-letters")
def write_letters_of_demonstration(_event: DemonstrationLoaded, meta: EventMeta) -> None:
    """Those whom a visitor can be have a letter in the mailbox, whichever day it is."""
    rounds.write_to([persona.email for persona in PERSONAS.values()], meta)


at_start(rounds.appoint_next)  # the first, after an upgrade too; and again, should ever none wait


@subscribe(LettersDue, "letters.appoint")
def appoint_letters(event: LettersDue, _meta: EventMeta) -> None:
    """The next one is appointed, whatever becomes of the letters of this."""
    rounds.appoint_next(date.fromisoformat(event.day))


@subscribe(LettersDue, "letters.begin-round")
def begin_round(event: LettersDue, _meta: EventMeta) -> None:
    """Letters are to be written."""
    rounds.begin_round(date.fromisoformat(event.day))


@subscribe(LettersToWrite, "letters.write")
def write_letters(event: LettersToWrite, meta: EventMeta) -> None:
    """To so many at a time."""
    rounds.write_some(event, meta)
