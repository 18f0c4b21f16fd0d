"""Putting lines into people's inboxes, within a handler's transaction."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import FromClause, Insert
from sqlalchemy.dialects import postgresql, sqlite

from lpcommunity.following.recipients import BATCH
from lpcommunity.notifications.models import Notification
from lpcommunity.notifications.notification_types import News
from lpcommunity.notifications.recipients import Recipient
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import now, session

RECENT = timedelta(days=14)
NOTIFICATION: FromClause = Notification.__table__


def is_recent(meta: EventMeta) -> bool:
    """Whether it happened so lately that somebody should be made to look."""
    return now() - meta.at < RECENT


def notify(meta: EventMeta, key: str, news: News) -> None:
    """Tell each of these people, once an event; never whoever did it.

    What happened longer ago is history that was brought in, not news: it stands there as read.
    """
    line: dict[str, Any] = {
        "event_id": meta.event_id,
        "type": key,
        "entry_id": news.entry_id,
        "action_id": news.action_id,
        "partnership_id": news.partnership_id,
        "actor_id": news.actor_id,
        "told_at": meta.at,
        "read_at": None if is_recent(meta) else meta.at,
    }
    if news.facts is not None:
        line["facts"] = dict(news.facts)
    connection = session().connection()
    for batch in _batches(news.recipients):
        rows: list[dict[str, Any]] = [
            {**line, "person_id": one.person_id, "reason": one.reason}
            for one in batch
            if one.person_id != news.actor_id
        ]
        if rows:
            connection.execute(_insertion(connection.dialect.name), rows)


@cache
def _insertion(dialect: str) -> Insert:
    """Whoever was told of this event already is passed over."""
    if dialect == "sqlite":
        return sqlite.insert(NOTIFICATION).on_conflict_do_nothing()  # type: ignore[arg-type]
    return postgresql.insert(NOTIFICATION).on_conflict_do_nothing()  # type: ignore[arg-type]


def _batches(recipients: Iterable[Recipient]) -> Iterator[list[Recipient]]:
    left = iter(recipients)
    while batch := list(islice(left, BATCH)):
        yield batch
