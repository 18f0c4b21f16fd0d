"""Somebody asked to choose a new password. Told to the owner of the account, by e-mail: the link."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.accounts.domain_events import PasswordResetAsked
from lpcommunity.accounts.models import PasswordReset
from lpcommunity.accounts.tokens import reset_token
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, NotificationType
from lpcommunity.notifications.recipients import person_with_id
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import now, session


def letters(event: PasswordResetAsked, _meta: EventMeta) -> Iterator[Letter]:
    """To the owner."""
    reset = session().get(PasswordReset, event.reset_id)
    person = person_with_id(reset.person_id) if reset is not None else None
    if reset is None or person is None or not _counts(reset):
        return
    yield Letter(
        to=person.email,
        person_id=person.person_id,
        greets=person.first_name,
        subject="Choose a new password (this link works for one hour)",
        lines=["Somebody, probably you, asked to choose a new password for lpcommunity."],
        button=("Choose a new password", absolute_url(f"/reset-password/{reset_token(reset)}")),
        after=["The link works for one hour, and once. If it was not you, do nothing: your password stays as it is."],
        about_id=reset.id,
    )


def still_meant(event: MailWritten, _reader: Reader | Visitor) -> bool:
    """The link would still work."""
    reset = session().get(PasswordReset, event.about_id)
    return reset is not None and _counts(reset)


def _counts(reset: PasswordReset) -> bool:
    return reset.used_at is None and reset.expires_at > now()


TYPE = NotificationType(
    key="password-reset",
    by_mail=ByMail(
        event=PasswordResetAsked,
        letters=letters,
        why="You get this because somebody asked for it.",
        still_meant=still_meant,
        choice=None,
        way_in=True,  # whoever has no password yet asked for it themselves
    ),
)
