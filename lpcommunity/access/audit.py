"""The audit record: append only."""

from typing import Any

from lpcommunity.access import origin
from lpcommunity.access.models import AuditRecord
from lpcommunity.storage import now, session


def note(act: str, *, actor_id: int | None, subject_kind: str, subject_id: int | None, **details: Any) -> None:
    """Note an act in the transaction in which it happens. `details` are ids and plain facts, never words or secrets.

    Which request it was and from which address is noted by itself; outside of a request both are empty.
    """
    came = origin.current()
    session().add(
        AuditRecord(
            at=now(),
            actor_id=actor_id,
            act=act,
            subject_kind=subject_kind,
            subject_id=subject_id,
            details=details,
            request_id=came.request_id,
            address=came.address,
        )
    )
