"""Putting lines into people's inboxes, within a handler's transaction."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from lpcommunity.entries.models import Entry
from lpcommunity.notifications.models import Notification
from lpcommunity.outbox import EventMeta
from lpcommunity.storage import now, session

NEWS = timedelta(days=14)


def is_recent(meta: EventMeta) -> bool:
    """Whether it happened so lately that somebody should be made to look."""
    return now() - meta.at < NEWS


def notify(
    meta: EventMeta,
    what: str,
    reasons: Mapping[int, str],
    *,
    entry: Entry | None = None,
    partnership_id: int | None = None,
    actor_id: int | None = None,
) -> None:
    """Tell each of these people, for the reason given, once an event; never whoever did it.

    What happened longer ago is history that was brought in, not news: it stands there as read.
    """
    read_at = None if is_recent(meta) else meta.at
    known = set(session().scalars(select(Notification.person_id).where(Notification.event_id == meta.event_id)))
    for person_id, why in sorted(reasons.items()):
        if person_id == actor_id or person_id in known:
            continue
        session().add(
            Notification(
                person_id=person_id,
                event_id=meta.event_id,
                what=what,
                why=why,
                entry_id=entry.id if entry is not None else None,
                partnership_id=entry.partnership_id if entry is not None else partnership_id,
                actor_id=actor_id,
                told_at=meta.at,
                read_at=read_at,
            )
        )
    session().flush()
