"""What a letter of what moved says: a line of meaning for each thing, by place, one's own first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lpcommunity.access.reader import Reader
from lpcommunity.actions.models import OUTCOMES
from lpcommunity.entries.queries import Card
from lpcommunity.entries.timeline_marks import MarkFacts
from lpcommunity.notifications.notification_types import Line, Link
from lpcommunity.notifications.what_moved.gathering import Moved, News, PlaceOfMine, Reported, more_of
from lpcommunity.slips.models import REASONS
from lpcommunity.web.humanize import brief, number, plural, sentence, short_day, span

SHOWN_EACH, SHOWN_PLACES = 6, 12
COUNTED = 20  # beyond so many it is "more than"
LONGEST_LINE = 200
ELSEWHERE = PlaceOfMine(0, "Besides", "", own=False)


@dataclass(frozen=True)
class Item:
    """One thing that moved."""

    at: datetime
    what: str = ""  # Update, for the partnership
    who: str = ""
    standing: str = ""
    title: str = ""
    path: str = ""
    line: str = ""
    asks: str = ""  # for what they would like help
    words: Sequence[str | Link] = ()  # instead of all that: a sentence, of what concerns its reader alone

    @property
    def kind_line(self) -> str:
        """What it is, by whom, and how things stand, as plain text says it."""
        by = f"{self.what}, {self.who}" if self.who else self.what
        return f"{by}. {self.stands}" if self.standing else by

    @property
    def stands(self) -> str:
        """On track; Needs attention."""
        return sentence(self.standing.replace("-", " "))

    @property
    def sentence(self) -> str:
        """Its words as plain text."""
        return "".join(part if isinstance(part, str) else part.text for part in self.words)


@dataclass(frozen=True)
class PlaceNews:
    """What moved in a place: the newest few, and how many more."""

    place: PlaceOfMine
    heading: str  # Bedford, your place; Hull
    shown: list[Item]
    more: str  # four more; empty

    @property
    def path(self) -> str:
        """Where the rest is."""
        return f"/partnerships/{self.place.slug}" if self.place.slug else "/notifications"


@dataclass(frozen=True)
class WhatMoved:
    """A letter: what stands in it."""

    reader: Reader
    days: str
    first: bool
    comes: str  # on Mondays
    places: list[PlaceNews]
    further: str = ""  # three more places; empty
    muting: list[PlaceOfMine] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """What moved, 19 to 25 November. No word of anybody's: subjects are read over shoulders."""
        return f"What moved, {self.days}"

    @property
    def where(self) -> str:
        """In your place and in two that you follow."""
        own = sum(one.place.own for one in self.places)
        followed = sum(not one.place.own and one.place.id != 0 for one in self.places)
        parts = []
        if own:
            parts.append("in your place" if own == 1 else f"in {number(own)} places of yours")
        if followed:
            parts.append(
                f"in {number(followed)} that you follow" if own else f"in {plural(followed, 'place')} that you follow"
            )
        return " and ".join(parts)


def letter_of(reader: Reader, news: News, comes: str) -> WhatMoved | None:
    """The letter that tells this; None where nothing moved."""
    by_place = {place.id: place for place in news.places}
    slugs = {place.slug: place for place in news.places}
    items: dict[PlaceOfMine, list[Item]] = {}
    for card in news.entries:
        items.setdefault(slugs[card.place_slug], []).append(_entry(card, more_of(news, card.id)))
    for action in news.reports:
        items.setdefault(by_place[action.place_id], []).append(_report(action))
    for slip in news.slips:
        items.setdefault(by_place[slip.place_id], []).append(_slip(slip, by_place[slip.place_id]))
    for line in news.lines:
        words = _words(line)
        if words:
            items.setdefault(_place_of(line, slugs), []).append(Item(at=line.told_at, words=words))
    if not items:
        return None
    in_order = sorted(items, key=lambda place: (not place.own, place.id == 0, place.name.casefold()))
    shown = [_place_news(reader, place, items[place]) for place in in_order[:SHOWN_PLACES]]
    rest = len(in_order) - len(shown)
    return WhatMoved(
        reader=reader,
        days=span(news.since, news.until),
        first=news.first,
        comes=comes,
        places=shown,
        further=plural(rest, "more place", "more places") if rest else "",
        muting=[one.place for one in shown if one.place.id],
    )


def _place_of(line: Line, slugs: dict[str, PlaceOfMine]) -> PlaceOfMine:
    """Where a line belongs. What concerns somebody alone comes also of a place that they muted."""
    if not line.place_slug:
        return ELSEWHERE
    return slugs.get(line.place_slug) or PlaceOfMine(0, line.place, line.place_slug, own=False)


def _heading(reader: Reader, place: PlaceOfMine) -> str:
    if place.id in reader.member_of:
        return f"{place.name}, your place"
    return f"{place.name}, which you facilitate" if place.own else place.name


def _place_news(reader: Reader, place: PlaceOfMine, items: list[Item]) -> PlaceNews:
    newest = sorted(items, key=lambda item: item.at, reverse=True)
    more = len(newest) - SHOWN_EACH
    words = f"more than {COUNTED} more" if more > COUNTED else f"{number(more)} more" if more > 0 else ""
    return PlaceNews(place, _heading(reader, place), newest[:SHOWN_EACH], words)


def _entry(card: Card, more: MarkFacts) -> Item:
    narrow = ", for the partnership" if card.audience == "partnership" else ""
    return Item(
        at=card.published_at,
        what=f"{card.kind.word}{narrow}",
        who=card.author,
        standing=card.kind.states(card.card) or "",
        title=card.title,
        path=card.path,
        line=brief(more.reason or card.kind.mark.line(card.card, card.standfirst), LONGEST_LINE),
        asks=brief(more.asks, LONGEST_LINE),
    )


def _report(action: Reported) -> Item:
    return Item(
        at=action.reported_at,
        what="Action reported",
        who=action.who,
        title=brief(action.what, LONGEST_LINE),
        path=f"/actions/{action.id}",
        line=f"{OUTCOMES.get(action.outcome, action.outcome)}. {brief(action.came_of_it, LONGEST_LINE)}".strip(),
    )


def _slip(slip: Moved, place: PlaceOfMine) -> Item:
    cause = REASONS[slip.reason][:1].lower() + REASONS[slip.reason][1:]
    return Item(
        at=slip.moved_at,
        what="Milestone moved",
        title=slip.milestone,
        path=f"/partnerships/{place.slug}/milestones#milestone-{slip.milestone_id}",
        line=f"From {short_day(slip.from_on)} to {short_day(slip.to_on)}. Why: {cause}.",
    )


def _words(line: Line) -> Sequence[str | Link]:
    choice = line.type.choice
    return choice.in_letter(line) if choice is not None and choice.in_letter is not None else ()
