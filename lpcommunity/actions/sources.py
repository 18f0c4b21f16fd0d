"""Where an action comes from: an entry or a move of an answer, for an author who may read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, bindparam, case, select

from lpcommunity.access import Invalid
from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import kind_of, known
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import ENTRY, VISIBLE, published, reads, wider, word
from lpcommunity.reviews.exchange_rows import MOVE, MOVES, REVIEW
from lpcommunity.reviews.policy import EXCHANGE, says
from lpcommunity.storage import Statement

MOST_OPEN_TO = "partnership"  # whom an action is for at first


@dataclass(frozen=True)
class Source:
    """What an action is born of."""

    entry_id: int | None = None
    kind: str = ""
    title: str = ""
    audience: str = MOST_OPEN_TO
    confided_at: datetime | None = None  # of what is confided: whom an action of it for the facilitators reaches
    move_id: int | None = None
    move_says: str = ""
    partnership_id: int | None = None

    @property
    def narrowest(self) -> str:
        """Whom an action of it is for at first: the partnership, or fewer where it is for fewer itself."""
        own = "facilitators" if self.move_id is not None else self.audience
        return MOST_OPEN_TO if own not in AUDIENCES or wider(own, MOST_OPEN_TO) else own

    @property
    def is_confided(self) -> bool:
        """Whether it is for fewer people than the partnership."""
        return self.narrowest != MOST_OPEN_TO

    @property
    def path(self) -> str:
        """Where the entry is; empty without one."""
        return kind_of(self.kind).path(self.entry_id) if self.entry_id is not None else ""

    @property
    def key(self) -> str:
        """As the form carries it."""
        if self.move_id is not None:
            return f"move:{self.move_id}"
        return f"{self.kind}:{self.entry_id}" if self.entry_id is not None else ""


NOTHING = Source()


def _source(**columns: Any) -> Source:
    return Source(**columns)


OF_ENTRY = Statement(
    select(
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.kind,
        ENTRY.c.title,
        ENTRY.c.audience,
        ENTRY.c.partnership_id,
        case((ENTRY.c.audience == word("facilitators"), ENTRY.c.confided_at), else_=None).label("confided_at"),
    ).where(ENTRY.c.id == bindparam("entry", type_=Integer), ENTRY.c.kind == bindparam("kind", type_=String), VISIBLE),
    _source,
)
OF_MOVE = Statement(
    select(
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.kind,
        ENTRY.c.title,
        ENTRY.c.audience,
        ENTRY.c.partnership_id,
        ENTRY.c.confided_at,
        MOVE.c.id.label("move_id"),
        says(MOVE, REVIEW.c.author_id).label("move_says"),
    )
    .select_from(MOVES)
    .where(MOVE.c.id == bindparam("move", type_=Integer), EXCHANGE, published()),
    _source,
)


def source_of(actor: Reader, key: str, partnership_id: int) -> Source:
    """What is meant by `reflection:7`, `update:9` or `move:4`, of this place; NOTHING for an empty key. One query.

    Raises Invalid (source) for what there is not, for this reader, or of another place: the three are not told apart.
    """
    if not key:
        return NOTHING
    kind, _, number = key.partition(":")
    found: Source | None = None
    if number.isascii() and number.isdigit() and len(number) < 10:
        if kind == "move":
            found = OF_MOVE.first(reads(actor), move=int(number))
        elif known(kind):
            found = OF_ENTRY.first(reads(actor), entry=int(number), kind=kind)
    if found is None or found.partnership_id != partnership_id:
        raise Invalid("source", "action-source-unknown")
    return found
