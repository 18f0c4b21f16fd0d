"""The ways by which people are told: a line in their inbox, and an e-mail. Each hears of the events that bring it."""

from functools import partial

from lpcommunity.notifications.inbox import notify
from lpcommunity.notifications.mail import queue
from lpcommunity.notifications.notification_types import NotificationType
from lpcommunity.notifications.registry import register
from lpcommunity.outbox import EventMeta, subscribe


def open_for(one: NotificationType) -> None:
    """Make this known, and have its inbox lines and e-mails written when its events happen.

    Raises notification_types.Incomplete where another has its key.
    """
    register(one)
    if one.in_app is not None:
        subscribe(one.in_app.event, f"inbox.{one.key}")(partial(_tell, one))
    if one.by_mail is not None:
        subscribe(one.by_mail.event, f"mail.{one.key}")(partial(queue.write, one))


def _tell(one: NotificationType, event: object, meta: EventMeta) -> None:
    assert one.in_app is not None
    news = one.in_app.news(event, meta)
    if news is not None:
        notify(meta, one.key, news)
