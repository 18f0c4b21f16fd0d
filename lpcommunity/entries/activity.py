"""When a place was lately active: kept with the place, so that the directory stands in that order along an index.

Called inside a `@transactional` command only, so this module commits nothing itself.
"""

from datetime import datetime

from sqlalchemy import FromClause, Integer, String, bindparam, literal_column, select

from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import ENTRY, published
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import Statement, session
from lpcommunity.storage.change_stamp import concerns_public

PLACE: FromClause = Partnership.__table__


def _newest(audience: str) -> Statement[dict[str, datetime]]:
    """When the newest for this audience was put on record: the end of an index range."""
    here = ENTRY.c.partnership_id == bindparam("place", type_=Integer)
    meant = ENTRY.c.audience == literal_column(f"'{audience}'", String)
    query = select(ENTRY.c.published_at).where(here, meant, published())
    return Statement(query.order_by(ENTRY.c.published_at.desc()).limit(1))


NEWEST_FOR_COMMUNITY = _newest("community")
NEWEST_FOR_PUBLIC = _newest("public")
# Against another command of the same place only: a key that entries refer to is free to be referred to meanwhile.
_LOCK = select(PLACE.c.public_active_at).where(PLACE.c.id == bindparam("place")).with_for_update(key_share=True)
_KEEP = (
    Partnership.__table__.update()  # type: ignore[attr-defined]
    .where(PLACE.c.id == bindparam("place"))
    .values(active_at=bindparam("active_at"), public_active_at=bindparam("public_active_at"))
)


def keep_activity_of(entry: Entry) -> None:
    """Say of its place anew when it was last active for the community, and in public. After whatever changes that."""
    place = entry.partnership_id
    if place is None:
        return
    before = session().scalar(_LOCK, {"place": place})
    in_public = NEWEST_FOR_PUBLIC.value(place=place)
    moments = [moment for moment in (in_public, NEWEST_FOR_COMMUNITY.value(place=place)) if moment is not None]
    active_at = max(moments, default=None)
    moved = {"place": place, "active_at": active_at, "public_active_at": in_public}
    session().execute(_KEEP, moved, execution_options=concerns_public(in_public != before))
