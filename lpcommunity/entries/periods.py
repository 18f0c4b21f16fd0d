"""From when on an entry is for whom; and what is hidden, for a time.

Called inside a `@transactional` command only, so this module commits nothing itself.
"""

from sqlalchemy import select

from lpcommunity.entries.activity import keep_activity_of
from lpcommunity.entries.models import HIDDEN, ONLY_ME, PUBLISHED, AudiencePeriod, Entry, Revision
from lpcommunity.storage import now, session


def readable_by(entry: Entry) -> str:
    """As far as it can be read now."""
    return entry.audience if entry.state == PUBLISHED else ONLY_ME


def keep_period(entry: Entry) -> None:
    """Note that from now on it is for others, after its first version said for whom it was at first."""
    session().add(AudiencePeriod(entry_id=entry.id, audience=readable_by(entry), began_at=now()))


def hide(entry: Entry) -> bool:
    """Leave what is on record to its author alone, for as long as its words are as they are. Returns whether it was on
    record.
    """
    if entry.state != PUBLISHED:
        return False
    entry.state = HIDDEN
    keep_period(entry)
    keep_activity_of(entry)
    return True


def unhide(entry: Entry) -> None:
    """Put it back on record for those for whom it was. Which version they read is the lifecycle's to say."""
    entry.state = PUBLISHED
    keep_period(entry)
    keep_activity_of(entry)


def leave_to_author(entry: Entry) -> None:
    """What was hidden stays hidden: only new words come back, no earlier version, no quotation of it. For whom the
    first one was is noted apart, for whoever asks who could read it then (readers).
    """
    for one in session().scalars(select(Revision).where(Revision.entry_id == entry.id)):
        if one.n == 1 and one.audience != ONLY_ME:
            session().add(AudiencePeriod(entry_id=entry.id, audience=one.audience, began_at=one.written_at))
        one.audience = ONLY_ME
