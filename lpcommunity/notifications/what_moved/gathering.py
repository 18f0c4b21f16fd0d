"""What moved for one reader: read when their letter is sent, through the resolver, and without what they have seen.

Eight statements at most, whatever there is (with wishes and looks). What is confided is no part of it, whoever asks.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import FromClause, Integer, Select, String, and_, bindparam, case, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.actions.action_lines import ORGANISATION, PARTNER
from lpcommunity.actions.policy import ACTION, hears_others
from lpcommunity.actions.policy import READABLE as READABLE_ACTION
from lpcommunity.entries.latest_per_group import latest_per_group
from lpcommunity.entries.policy import ENTRY, READABLE, READER, READER_PLACES, reads, word
from lpcommunity.entries.queries import CARD, CARD_ROWS, Card, card_of
from lpcommunity.entries.timeline_marks import NOTHING, MarkFacts, facts
from lpcommunity.following.models import Follow
from lpcommunity.following.visits import looks
from lpcommunity.notifications import registry
from lpcommunity.notifications.notification_types import Line
from lpcommunity.notifications.queries import INBOX_LINES, INBOX_SHAPE, NOTIFICATION
from lpcommunity.notifications.what_moved.choices import MUTED, PLACE, Wishes
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON
from lpcommunity.projects.models import Milestone
from lpcommunity.projects.queries import stands
from lpcommunity.slips.models import Slip
from lpcommunity.storage import Moment, Statement, now

AT_MOST = timedelta(days=14)  # as far back as a letter goes, the first one too: what is older is history (inbox.RECENT)
STILL_WRITTEN = timedelta(seconds=10)  # what is younger may not be there for all to see yet: the next letter has it
MOST_PLACES, MOST_EACH, MOST_LINES = 60, 40, 400

FOLLOW: FromClause = Follow.__table__
SLIP: FromClause = Slip.__table__
MILESTONE: FromClause = Milestone.__table__
SINCE, UNTIL = bindparam("since", type_=Moment), bindparam("before", type_=Moment)
SIZE = bindparam("size", type_=Integer)
PLACES = bindparam("places", type_=Integer, expanding=True)
SLIPS_KEY = "milestone-moved"  # how those who look after a place hear of days that moved there
OPENLY = [word(audience) for audience in ("partnership", "community", "public")]


@dataclass(frozen=True)
class PlaceOfMine:
    """A place that somebody belongs to, or follows."""

    id: int
    name: str
    slug: str
    own: bool


PLACES_OF_MINE = Statement(
    select(PLACE.c.id, PLACE.c.name, PLACE.c.slug, PLACE.c.id.in_(READER_PLACES).label("own"))
    .where(
        or_(
            PLACE.c.id.in_(READER_PLACES),
            PLACE.c.id.in_(
                select(FOLLOW.c.partnership_id).where(
                    FOLLOW.c.person_id == READER, FOLLOW.c.partnership_id.is_not(None)
                )
            ),
        ),
        ~select(MUTED.c.id)
        .where(MUTED.c.person_id == READER, MUTED.c.partnership_id == PLACE.c.id)
        .correlate(PLACE)
        .exists(),
    )
    .order_by(case((PLACE.c.id.in_(READER_PLACES), 0), else_=1), PLACE.c.sort_name, PLACE.c.id)
    .limit(SIZE),
    PlaceOfMine,
)


def _entries(dialect: str) -> Select[Any]:
    """The newest of each place that others wrote, each by an index range of its own."""
    newest = (
        select(ENTRY.c.id)
        .where(
            ENTRY.c.partnership_id == PLACE.c.id,
            READABLE,
            ENTRY.c.audience.in_(OPENLY),
            ENTRY.c.author_id != READER,
            ENTRY.c.published_at > SINCE,
            ENTRY.c.published_at <= UNTIL,
        )
        .order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
        .limit(SIZE)
    )
    found = latest_per_group(dialect, PLACE, PLACE.c.id.in_(PLACES), newest).subquery("found")
    query = select(*CARD).select_from(CARD_ROWS).where(ENTRY.c.id.in_(select(found.c.id)))
    return query.order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())


ENTRIES = Statement(_entries, card_of)


@dataclass(frozen=True)
class Reported:
    """An action on which somebody reported, as far as its reader may know."""

    id: int
    place_id: int
    what: str
    outcome: str
    came_of_it: str
    reported_at: datetime
    owner: str | None  # by name, as long as they belong there
    partner: bool  # whether somebody without an account owned it
    organisation: str | None  # theirs

    @property
    def who(self) -> str:
        """Who did it, for whoever reads it: a person, or an organisation."""
        if self.partner:
            return f"Somebody at {self.organisation}" if self.organisation else "A partner"
        return self.owner or ""


_there = MEMBERSHIP.alias("owner_there")
_belongs = and_(
    _there.c.person_id == ACTION.c.owner_id, _there.c.partnership_id == ACTION.c.partnership_id, current(_there)
)
# Not the columns of a list of actions: where one comes from and what goes on from it would cost ten times as much.
REPORTS = Statement(
    select(
        ACTION.c.id,
        ACTION.c.partnership_id.label("place_id"),
        ACTION.c.what,
        ACTION.c.outcome,
        case((hears_others(), ACTION.c.came_of_it), else_="").label("came_of_it"),
        ACTION.c.reported_at,
        PERSON.c.name.label("owner"),
        ACTION.c.partner_owner_id.is_not(None).label("partner"),
        ORGANISATION.c.name.label("organisation"),
    )
    .select_from(ACTION.outerjoin(_there, _belongs).outerjoin(PERSON, PERSON.c.id == _there.c.person_id))
    .outerjoin(PARTNER, PARTNER.c.id == ACTION.c.partner_owner_id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == PARTNER.c.organisation_id)
    .where(
        READABLE_ACTION,
        ACTION.c.partnership_id.in_(PLACES),
        ACTION.c.reported_at > SINCE,
        ACTION.c.reported_at <= UNTIL,
        ACTION.c.audience.in_(OPENLY),
        or_(ACTION.c.reporter_id.is_(None), ACTION.c.reporter_id != READER),
    )
    .order_by(ACTION.c.reported_at.desc(), ACTION.c.id.desc())
    .limit(SIZE),
    Reported,
)


@dataclass(frozen=True)
class Moved:
    """A milestone that moved: what everybody may know of it, and no sentence."""

    milestone_id: int
    milestone: str
    place_id: int
    from_on: date
    to_on: date
    reason: str
    moved_at: datetime


SLIPS = Statement(
    select(
        SLIP.c.milestone_id,
        MILESTONE.c.name.label("milestone"),
        SLIP.c.partnership_id.label("place_id"),
        SLIP.c.from_on,
        SLIP.c.to_on,
        SLIP.c.reason,
        SLIP.c.moved_at,
    )
    .join(MILESTONE, MILESTONE.c.id == SLIP.c.milestone_id)
    .where(
        SLIP.c.partnership_id.in_(PLACES),
        SLIP.c.moved_at > SINCE,
        SLIP.c.moved_at <= UNTIL,
        or_(SLIP.c.author_id.is_(None), SLIP.c.author_id != bindparam("person", type_=Integer)),
        stands(MILESTONE),
    )
    .order_by(SLIP.c.id.desc())
    .limit(SIZE),
    Moved,
)
# What stands read in their inbox since then, and what is unread there of the kinds that they hear of in the letter.
INBOX_LATELY = Statement(
    INBOX_LINES.where(
        or_(
            NOTIFICATION.c.read_at > SINCE,
            and_(
                NOTIFICATION.c.read_at.is_(None),
                NOTIFICATION.c.told_at > SINCE,
                NOTIFICATION.c.told_at <= UNTIL,
                NOTIFICATION.c.type.in_(bindparam("kinds", type_=String, expanding=True)),
            ),
        )
    )
    .order_by(NOTIFICATION.c.id.desc())
    .limit(SIZE),
    INBOX_SHAPE,
)


@dataclass(frozen=True)
class News:
    """What moved for somebody between two moments: what each place has, newest first, and what concerns them alone."""

    since: datetime
    until: datetime
    first: bool  # no letter went before
    places: list[PlaceOfMine]
    entries: list[Card]
    entry_facts: dict[int, MarkFacts]
    reports: list[Reported]
    slips: list[Moved]
    lines: list[Line]


def gather(reader: Reader, wishes: Wishes) -> News:
    """What this reader's letter tells, as things stand."""
    until = now() - STILL_WRITTEN
    since = max(wishes.told_until or until - AT_MOST, until - AT_MOST)
    places = PLACES_OF_MINE.all(reads(reader), size=MOST_PLACES)
    ids = [place.id for place in places]
    values: dict[str, Any] = {**reads(reader), "places": ids, "since": since, "before": until}
    looked = looks(reader, ids)
    in_letter = registry.in_letter_of(reader, wishes.ways)
    inbox = INBOX_LATELY.all(values, kinds=sorted(in_letter), size=MOST_LINES)
    seen = _seen(inbox)
    by_slug = {place.slug: place.id for place in places}

    def is_new(place_id: int, at: datetime, *known_as: Any) -> bool:
        look = looked.get(place_id)
        return (look is None or at > look) and not seen & set(known_as)

    entries = [
        card
        for card in ENTRIES.all(values, size=MOST_EACH)
        if is_new(by_slug[card.place_slug], card.published_at, ("entry", card.id))
    ]
    reports = [
        action
        for action in REPORTS.all(values, size=MOST_LINES)
        if is_new(action.place_id, action.reported_at, ("action", action.id))
    ]
    slips = [
        slip
        for slip in SLIPS.all(
            places=_of_slips(reader, ids, in_letter), person=reader.id, since=since, before=until, size=MOST_LINES
        )
        if is_new(slip.place_id, slip.moved_at, ("milestone", slip.milestone_id, slip.to_on.isoformat()))
    ]
    lines = [line for line in inbox if line.unread and line.type.key in in_letter]
    known = facts(reader, _with_standing(entries))
    return News(since, until, wishes.told_until is None, places, entries, known, reports, slips, lines)


def _of_slips(reader: Reader, places: list[int], in_letter: Container[str]) -> list[int]:
    """Of these those of whose days the letter tells. Who leads or facilitates somewhere hears of them as they chose."""
    if SLIPS_KEY in in_letter:
        return places
    return [place for place in places if place not in reader.leads and place not in reader.facilitates]


def _seen(inbox: Iterable[Line]) -> set[tuple[Any, ...]]:
    """What stands read there, by what it is about."""
    seen: set[tuple[Any, ...]] = set()
    for line in inbox:
        if not line.unread:
            seen |= {("entry", line.entry_id), ("action", line.action_id)}
            if "milestone_id" in line.facts:
                seen.add(("milestone", line.facts["milestone_id"], line.facts["to"]))
    return seen - {("entry", None), ("action", None)}


def _with_standing(entries: Iterable[Card]) -> dict[str, list[int]]:
    """Of these those that say how the work stands, by kind: more is known of them."""
    found: dict[str, list[int]] = defaultdict(list)
    for card in entries:
        if card.kind.states(card.card):
            found[card.kind.key].append(card.id)
    return dict(found)


def more_of(news: News, entry_id: int) -> MarkFacts:
    """Why it stands as it does, and for what it asks for help."""
    return news.entry_facts.get(entry_id, NOTHING)
