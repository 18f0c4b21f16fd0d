"""A page of what was found, and what it can be narrowed by: counted among what its reader may read, up to twenty."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import reads
from lpcommunity.search import queries, tokens
from lpcommunity.search.queries import COUNTED, PAGE, SAMPLE, Found, Hit
from lpcommunity.search.query_language import Wanted
from lpcommunity.search.rows import number_at
from lpcommunity.search.sieve import AUDIENCE_LABELS, PEOPLE, PLACES, THEMES, Sieve
from lpcommunity.search.sources import FoundKind, kinds
from lpcommunity.storage import today
from lpcommunity.storage.clock import from_london

MOST_OFFERED = 8  # of one sort
MOST_AUTHORS = 5
LATELY = timedelta(days=92)


@dataclass(frozen=True)
class Figure:
    """How many there are: up to twenty it is said, beyond “20+”. Not `whole`: among the newest, there may be more."""

    number: int
    whole: bool = True

    def __str__(self) -> str:
        if self.number > COUNTED:
            return f"{COUNTED}+"
        return str(self.number) if self.whole else f"{self.number}+"


@dataclass(frozen=True)
class Offer:
    """Something that what was found can be narrowed by."""

    value: str
    label: str
    figure: Figure
    name: str = ""  # in the address, where it is another than its list's


@dataclass(frozen=True)
class Tab:
    """A kind among what was found."""

    kind: FoundKind
    figure: Figure


@dataclass(frozen=True)
class Results:
    """A page of what was found."""

    found: list[Found] = field(default_factory=list)
    figure: Figure = Figure(0)
    tabs: list[Tab] = field(default_factory=list)
    everything: Figure = Figure(0)
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    next: int | None = None


def results(actor: Reader, wanted: Wanted, sieve: Sieve, after: int | None = None) -> Results:
    """What this reader finds: some ten queries, whatever there is. `after`: the last number of the page before."""
    of_reader = tokens.of_reader(actor)
    everywhere = sieve.without_kind()
    match = queries.match_of(wanted, of_reader, *sieve.marks)
    sample = queries.hits(actor, match, before=sieve.before, since=sieve.since, size=SAMPLE + 1)
    page = sample
    if after is not None:
        before = min(after, sieve.before)
        page = queries.hits(actor, match, before=before, since=sieve.since)
    whole = len(sample) <= SAMPLE
    found = queries.shown(actor, [hit.id for hit in page[:PAGE]])
    of_all = sample
    match_all = match
    if everywhere.chosen != sieve.chosen:
        match_all = queries.match_of(wanted, of_reader, *everywhere.marks)
        of_all = queries.hits(actor, match_all, before=sieve.before, since=sieve.since, size=SAMPLE + 1)
    whole_of_all = len(of_all) <= SAMPLE
    return Results(
        found=found,
        figure=Figure(len(sample), whole),
        tabs=_tabs(actor, match_all, of_all, whole_of_all, sieve),
        everything=Figure(len(of_all), whole_of_all),
        offers=_offers(actor, sample, whole) if sample else {},
        next=page[PAGE - 1].id if len(page) > PAGE else None,
    )


def anything(actor: Reader, wanted: Wanted, sieve: Sieve) -> Figure:
    """How many there are, no more."""
    match = queries.match_of(wanted, tokens.of_reader(actor), *sieve.marks)
    return Figure(len(queries.hits(actor, match, before=sieve.before, since=sieve.since)))


def _tabs(actor: Reader, match: str, sample: list[Hit], whole: bool, sieve: Sieve) -> list[Tab]:
    numbers = dict(_counted(sample, "#k"))
    if not whole:
        numbers |= queries.numbers_of_kinds(actor, match, sieve.since, sieve.before)
    chosen = sieve.value("kind")
    return [
        Tab(kind, Figure(numbers.get(kind.key, 0))) for kind in kinds() if numbers.get(kind.key) or kind.key == chosen
    ]


def _counted(sample: Iterable[Hit], sort: str) -> Counter[str]:
    """How often marks of one sort stand in what was found, by what follows their two signs."""
    length = len(sort)
    return Counter(mark[length:] for hit in sample for mark in hit.marks.split(" ") if mark.startswith(sort))


def _offers(actor: Reader, sample: list[Hit], whole: bool) -> dict[str, list[Offer]]:
    def named(sort: str, most: int, names: Callable[[list[int]], dict[int, tuple[str, str]]]) -> list[Offer]:
        counts = {int(key): number for key, number in _counted(sample, sort).most_common(most)}
        known = names(list(counts)) if counts else {}
        return [Offer(*known[key], Figure(number, whole)) for key, number in counts.items() if key in known]

    def places(ids: list[int]) -> dict[int, tuple[str, str]]:
        return {one.id: (one.slug, one.name) for one in PLACES.all(ids=ids)}

    def themes(ids: list[int]) -> dict[int, tuple[str, str]]:
        return {one.id: (one.slug, one.name) for one in THEMES.all(ids=ids)}

    def people(ids: list[int]) -> dict[int, tuple[str, str]]:
        named = PEOPLE.all(reads(actor), ids=ids)
        return {one.id: (str(one.id), "Me" if one.id == actor.id else one.name) for one in named}

    audiences, files = _counted(sample, "#a"), _counted(sample, tokens.WITH_FILES)
    return {
        "partnership": named("#p", MOST_OFFERED, places),
        "theme": named("#t", MOST_OFFERED, themes),
        "person": named("#w", MOST_AUTHORS, people),
        "audience": [
            Offer(one, AUDIENCE_LABELS[one], Figure(audiences[one], whole)) for one in AUDIENCES if audiences[one]
        ],
        "attached": [Offer("1", "With documents or pictures", Figure(files.total(), whole))] if files else [],
        "from": _times(sample, whole),
    }


def _times(sample: list[Hit], whole: bool) -> list[Offer]:
    offers = []
    for label, day in (("The last three months", today() - LATELY), ("This year", date(today().year, 1, 1))):
        begins = number_at(from_london(datetime.combine(day, time())))
        number = sum(hit.id >= begins for hit in sample)
        complete = whole or sample[-1].id < begins
        if number and (number < len(sample) or not complete):
            offers.append(Offer(day.isoformat(), label, Figure(number, complete)))
    return offers
