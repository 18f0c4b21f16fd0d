"""The audit record: append only."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lpcommunity.access import origin
from lpcommunity.access.models import AuditRecord
from lpcommunity.storage import now, session

A_MOMENT = timedelta(seconds=30)


def did_just_now(act: str, actor_id: int | None, subject_id: int) -> bool:
    """Whether this person did this a moment ago: then who finds it done already is the second click of a double click.

    Within a command. What the operator does at the command line is never pressed twice.
    """
    if actor_id is None:
        return False
    mine = (AuditRecord.actor_id == actor_id, AuditRecord.at > now() - A_MOMENT)
    this = (AuditRecord.act == act, AuditRecord.subject_id == subject_id)
    return session().scalar(select(AuditRecord.id).where(*mine, *this).limit(1)) is not None


def note(
    act: str,
    *,
    actor_id: int | None,
    subject_kind: str,
    subject_id: int | None,
    place_id: Any = None,
    **details: Any,
) -> None:
    """Note an act in the transaction in which it happens. `details` are ids and plain facts, never words or secrets.

    `place_id`: the partnership that it is about, unless it is the subject itself or in the details. How the act reads
    is said in auditing.act_text; a subject that is an entry is named by the entry's kind, so that it is known for one.
    Which request it was and from which address is noted by itself; outside of a request both are empty.
    """
    came = origin.current()
    place_id = place_id or details.get("partnership_id") or (subject_id if subject_kind == "partnership" else None)
    session().add(
        AuditRecord(
            at=now(),
            actor_id=actor_id,
            act=act,
            partnership_id=place_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            details=details,
            request_id=came.request_id,
            address=came.address,
        )
    )
