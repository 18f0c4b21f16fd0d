"""A request for help as lists and the page of its entry show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Select, case, select

from lpcommunity.entries import markdown
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.policy import ENTRY, mine
from lpcommunity.entries.queries import PLACE, cursor
from lpcommunity.help_requests.models import ANSWERED, OPEN
from lpcommunity.help_requests.policy import HELPED, IS_TOLD, REQUEST, REQUESTS
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import today

FIRST_WORDS = 200  # of a comment that helped
_helper, _helped_from = PERSON.alias("helper"), PLACE.alias("helped_from")


@dataclass(frozen=True)
class RequestLine:
    """A request, as lists and the page of its entry show it."""

    id: int
    entry_id: int
    kind: Kind
    title: str
    question: str
    state: str
    asked_at: datetime
    since: datetime
    words: str  # what helped
    told_audience: str  # for whom that was said
    helper_id: int | None
    helper: str
    helped_from: str  # where whoever helped belonged
    partnership_id: int | None
    place: str
    place_slug: str
    author_id: int
    author: str
    audience: str
    mine: bool
    looked_at: datetime | None = None  # when people who might help were looked for; None: they still are
    comment_id: int | None = None  # what helped, of what was said below the entry
    said: str = ""  # its first words
    answerer_id: int | None = None  # who said what helped

    @property
    def path(self) -> str:
        """The entry that asks."""
        return self.kind.path(self.entry_id)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still looked for."""
        return self.state == OPEN

    @property
    def is_answered(self) -> bool:
        """Whether it was said what helped."""
        return self.state == ANSWERED

    @property
    def author_first_name(self) -> str:
        """What to call who asks."""
        return first_name_of(self.author)

    @property
    def days(self) -> int:
        """For how many days it is as it is."""
        return max(0, (today() - self.since.date()).days)

    @property
    def key(self) -> str:
        """Its place in a list."""
        return cursor(self.since, self.id)


def line_of(*, kind: str, html: str | None, **columns: Any) -> RequestLine:
    """A row of LINES as a request."""
    names = ("words", "told_audience", "helper", "helped_from", "place", "place_slug", "author")
    named = {name: columns[name] or "" for name in names}
    return RequestLine(kind=kind_of(kind), said=markdown.opening(html, FIRST_WORDS) if html else "", **columns | named)


# Outer joins, so that no database begins with the people or the places.
ROWS: FromClause = (
    REQUESTS.join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
    .outerjoin(PERSON, PERSON.c.id == ENTRY.c.author_id)
    .outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
    .outerjoin(_helper, _helper.c.id == REQUEST.c.helper_id)
    .outerjoin(_helped_from, _helped_from.c.id == REQUEST.c.helping_place_id)
)
LINES: Select[Any] = select(
    REQUEST.c.id,
    REQUEST.c.entry_id,
    ENTRY.c.kind,
    ENTRY.c.title,
    REQUEST.c.question,
    REQUEST.c.state,
    REQUEST.c.asked_at,
    REQUEST.c.since,
    REQUEST.c.looked_at,
    case((IS_TOLD, REQUEST.c.words)).label("words"),
    case((IS_TOLD, REQUEST.c.audience)).label("told_audience"),
    case((IS_TOLD, REQUEST.c.helper_id)).label("helper_id"),
    case((IS_TOLD, _helper.c.name)).label("helper"),
    case((IS_TOLD, _helped_from.c.name)).label("helped_from"),
    case((IS_TOLD, REQUEST.c.helped_comment_id)).label("comment_id"),
    case((IS_TOLD, HELPED.c.body_html)).label("html"),
    case((IS_TOLD, REQUEST.c.answerer_id)).label("answerer_id"),
    ENTRY.c.partnership_id,
    PLACE.c.name.label("place"),
    PLACE.c.slug.label("place_slug"),
    ENTRY.c.author_id,
    PERSON.c.name.label("author"),
    ENTRY.c.audience,
    mine().label("mine"),
).select_from(ROWS)
