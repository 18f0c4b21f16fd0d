"""We write to another address from now on. Told to the old one, which does not learn the new."""

from collections.abc import Iterator

from lpcommunity.accounts.domain_events import EmailChanged
from lpcommunity.accounts.models import EmailChange
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.notification_types import ByMail, NotificationType
from lpcommunity.notifications.recipients import person_with_id
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import session


def letters(event: EmailChanged, _meta: EventMeta) -> Iterator[Letter]:
    """To the old address."""
    change, person = session().get(EmailChange, event.change_id), person_with_id(event.person_id)
    if change is None or person is None:
        return
    yield Letter(
        to=change.old_email,
        person_id=person.person_id,
        greets=person.first_name,
        subject="Your e-mail address was changed",
        lines=["From now on lpcommunity writes to your new e-mail address, and you sign in with it."],
        after=["If it was not you, tell your programme team at once."],
    )


TYPE = NotificationType(
    key="email-changed",
    by_mail=ByMail(
        event=EmailChanged,
        letters=letters,
        why="We always tell you this.",
        still_meant=lambda *_: True,
        choice=None,
        to_this_address=True,
    ),
)
