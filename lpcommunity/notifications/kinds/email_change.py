"""Somebody wants to be written to elsewhere. Told to the new address: is it theirs?"""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.accounts.domain_events import EmailChangeAsked
from lpcommunity.accounts.models import EmailChange
from lpcommunity.accounts.tokens import email_token
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, NotificationType
from lpcommunity.notifications.recipients import person_with_id
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import now, session


def letters(event: EmailChangeAsked, _meta: EventMeta) -> Iterator[Letter]:
    """To the new address."""
    change = session().get(EmailChange, event.change_id)
    person = person_with_id(change.person_id) if change is not None else None
    if change is None or person is None or not _counts(change):
        return
    yield Letter(
        to=change.new_email,
        person_id=person.person_id,
        greets=person.first_name,
        subject="Confirm your new e-mail address",
        lines=["You asked us to write to this address from now on. Confirm that it is yours."],
        button=("Confirm this address", absolute_url(f"/confirm-email/{email_token(change)}")),
        after=["If it was not you, do nothing: no account will use this address."],
        about_id=change.id,
    )


def still_meant(event: MailWritten, _reader: Reader | Visitor) -> bool:
    """It waits to be confirmed."""
    change = session().get(EmailChange, event.about_id)
    return change is not None and _counts(change)


def _counts(change: EmailChange) -> bool:
    return change.confirmed_at is None and change.expires_at > now()


TYPE = NotificationType(
    key="email-change",
    by_mail=ByMail(
        event=EmailChangeAsked,
        letters=letters,
        why="You get this because somebody typed this address.",
        still_meant=still_meant,
        choice=None,
        to_this_address=True,
    ),
)
