"""An act of the record in words, for the page and for the copy."""

from dataclasses import dataclass
from datetime import datetime

from lpcommunity.auditing import act_text
from lpcommunity.auditing.queries import Act
from lpcommunity.entries.kinds import kind_of

GONE = "Somebody who is gone"
UNKNOWN = "an address that nobody has"


@dataclass(frozen=True)
class Line:
    """One act as it is shown."""

    at: datetime
    day_alone: bool  # to the second it would tell, beside the page of what waits, what somebody did
    act: str
    actor_id: int | None
    who: str
    what: str
    whom_id: int | None
    place: str | None
    place_slug: str | None
    entry_url: str | None
    entry: str
    address: str | None
    request_id: str | None


def present(act: Act) -> Line:
    """What was done, by whom, to whom, where and from where."""
    kind = kind_of(act.entry_kind) if act.entry_kind is not None else None
    entry = f"{kind.word} {act.entry_id}" if kind is not None else "something that is gone"
    itself = act.whom_id is not None and act.whom_id == act.actor_id
    whom = "themselves" if itself else act.whom or UNKNOWN
    return Line(
        at=act.at,
        day_alone=act.act == act_text.ON_AN_ENTRY,
        act=act.act,
        actor_id=act.actor_id,
        who=_who(act),
        what=act_text.sentence(act.act, whom=whom, entry=entry, details=act.details),
        whom_id=None if itself else act.whom_id,
        place=act.place,
        place_slug=act.place_slug,
        entry_url=kind.path(act.entry_id) if kind is not None and act.entry_id is not None else None,
        entry=entry,
        address=act.address,
        request_id=act.request_id,
    )


def _who(act: Act) -> str:
    if act.actor_id is not None:
        return act.actor or GONE
    return act_text.nobody(act.act, by_request=act.by_request)
