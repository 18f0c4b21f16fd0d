"""Who was thought of for a request, and who was asked: for whoever decides on it, and for those who were asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import ENTRY, ON_RECORD, READER, meant, mine, published, reads
from lpcommunity.help_requests.policy import ASKING, IS_OPEN, REQUEST
from lpcommunity.partnerships.terms import BELONGS_TO, in_community
from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

MOST_PEOPLE = 5  # who are thought of for one request
_wrote = ENTRY.alias("wrote")


@dataclass(frozen=True)
class ThoughtOf:
    """Somebody who might help with a request, why, and when they were asked. Whether they said “not now” is no part."""

    entry_id: int
    person_id: int
    name: str
    photo_key: str | None
    place: str | None
    helps_with: str
    wrote: str | None
    asked_at: datetime | None

    @property
    def initials(self) -> str:
        """Two letters that stand for them."""
        return initials_of(self.name)

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)


_wrote_is_read = and_(published(_wrote), or_(meant(_wrote), mine(_wrote)))
THOUGHT_OF = Statement(
    select(
        REQUEST.c.entry_id,
        ASKING.c.person_id,
        PERSON.c.name,
        PERSON.c.photo_key,
        BELONGS_TO.label("place"),
        PERSON.c.helps_with,
        _wrote.c.title.label("wrote"),
        ASKING.c.asked_at,
    )
    .select_from(
        ASKING.join(REQUEST, REQUEST.c.id == ASKING.c.request_id)
        .join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
        .join(PERSON, PERSON.c.id == ASKING.c.person_id)
        .outerjoin(_wrote, and_(_wrote.c.id == ASKING.c.wrote_id, _wrote_is_read))
    )
    .where(
        REQUEST.c.entry_id.in_(bindparam("entries", type_=Integer, expanding=True)),
        ON_RECORD,
        in_community(PERSON),
        # What spoke for them must still be there; whoever was asked stays, with or without.
        or_(
            ASKING.c.asked_at.is_not(None),
            _wrote.c.id.is_not(None),
            and_(ASKING.c.wrote_id.is_(None), PERSON.c.helps_with != ""),
        ),
    )
    .order_by(ASKING.c.id),
    ThoughtOf,
)


@dataclass(frozen=True)
class OwnAsking:
    """That the reader was asked whether they can help."""

    entry_id: int
    asked_at: datetime
    asked_by: str
    declined_at: datetime | None

    @property
    def first_name(self) -> str:
        """What to call who asks."""
        return first_name_of(self.asked_by)


_asker = PERSON.alias("asker")
ASKED_OF_ME = Statement(
    select(REQUEST.c.entry_id, ASKING.c.asked_at, _asker.c.name.label("asked_by"), ASKING.c.declined_at)
    .select_from(
        ASKING.join(REQUEST, REQUEST.c.id == ASKING.c.request_id)
        .join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
        .join(_asker, _asker.c.id == ASKING.c.asked_by_id)
    )
    .where(ASKING.c.person_id == READER, REQUEST.c.entry_id == bindparam("entry", type_=Integer), IS_OPEN, ON_RECORD),
    OwnAsking,
)


def thought_of(actor: Reader, entry_ids: Collection[int]) -> dict[int, list[ThoughtOf]]:
    """Who might help with the requests of these entries, by entry: one query. For whoever decides on them."""
    found: dict[int, list[ThoughtOf]] = {entry_id: [] for entry_id in entry_ids}
    for one in THOUGHT_OF.all(reads(actor), entries=sorted(entry_ids)) if entry_ids else []:
        found[one.entry_id].append(one)
    return found


def asked_of_me(actor: Reader, entry_id: int) -> OwnAsking | None:
    """Whether this person was asked about an open request, and what they said: one query."""
    return ASKED_OF_ME.first(reads(actor), entry=entry_id)
