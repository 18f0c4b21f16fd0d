"""A password was changed. Told to the owner of the account, by e-mail."""

from collections.abc import Iterator

from lpcommunity.accounts.domain_events import PasswordChanged
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, NotificationType
from lpcommunity.notifications.recipients import person_with_id
from lpcommunity.outbox import EventMeta


def letters(event: PasswordChanged, _meta: EventMeta) -> Iterator[Letter]:
    """To the owner, who must know."""
    person = person_with_id(event.person_id)
    if person is None:
        return
    yield Letter(
        to=person.email,
        person_id=person.person_id,
        greets=person.first_name,
        subject="Your password was changed",
        lines=["Your password for lpcommunity was changed just now, and every other browser was signed out."],
        after=[f"If it was not you, choose a new password at once: {absolute_url('/forgotten-password')}"],
    )


TYPE = NotificationType(
    key="password-changed",
    by_mail=ByMail(
        event=PasswordChanged,
        letters=letters,
        why="We always tell you this.",
        still_meant=lambda *_: True,
        choice=None,
    ),
)
