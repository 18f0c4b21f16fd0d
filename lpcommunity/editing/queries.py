"""Reading what a form of an entry stands in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, bindparam, literal_column, select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader
from lpcommunity.drafts.postings import LATELY, Posting
from lpcommunity.entries.content import Content, same
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.kinds import Kind
from lpcommunity.entries.models import WITHDRAWN
from lpcommunity.entries.policy import ENTRY, VISIBLE, mine, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.storage import Statement, now
from lpcommunity.storage.columns import Moment

MOST = 20  # of one's own entries, looked through for the same words

PLACE_AT = Statement(
    select(PLACE.c.id, PLACE.c.slug, PLACE.c.name).where(PLACE.c.slug == bindparam("slug", type_=String)), PlaceName
)


def place_at(slug: str) -> PlaceName:
    """The partnership at this address. Raises Missing."""
    found = PLACE_AT.first(slug=slug)
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True)
class _Said:
    """The words of an entry of one's own."""

    id: int
    fields: dict[str, Any]
    created_at: datetime


SAID_LATELY = Statement(
    select(ENTRY.c.id, ENTRY.c.fields, ENTRY.c.created_at)
    .where(
        VISIBLE,
        mine(),
        ENTRY.c.kind == bindparam("kind", type_=String),
        ENTRY.c.partnership_id == bindparam("place", type_=Integer),
        ENTRY.c.title == bindparam("title", type_=String),
        ENTRY.c.state != literal_column(f"'{WITHDRAWN}'"),
        ENTRY.c.created_at > bindparam("since", type_=Moment),
    )
    .order_by(ENTRY.c.created_at.desc(), ENTRY.c.id.desc())
    .limit(MOST),
    _Said,
)


def said_lately(actor: Reader, kind: Kind, place: PlaceName, content: Content) -> Posting | None:
    """What this person put on record there within a day in just these words, whatever else was chosen with them."""
    said = SAID_LATELY.all(reads(actor), kind=kind.key, place=place.id, title=content.title, since=now() - LATELY)
    found = (one for one in said if same(one.fields, content.fields))
    return next((Posting(kind.path(one.id), one.created_at) for one in found), None)
