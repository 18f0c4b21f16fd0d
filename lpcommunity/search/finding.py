"""A page of what was found, and what it can be narrowed by: counted among what its reader may read, up to twenty."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import reads
from lpcommunity.search import queries, tokens
from lpcommunity.search.queries import COUNTED, PAGE, SAMPLE, Found, Hits, Match, Position
from lpcommunity.search.query_language import Wanted
from lpcommunity.search.rows import number_at
from lpcommunity.search.sieve import AUDIENCE_LABELS, CALLED, Called, Sieve
from lpcommunity.search.sources import FoundKind, kind_of, kinds
from lpcommunity.storage import today
from lpcommunity.storage.clock import from_london

MOST_OFFERED = 8  # of one sort
MOST_AUTHORS = 5
LATELY = timedelta(days=92)
Marks = defaultdict[str, Counter[str]]  # by sort: how often each stands in what was found


@dataclass(frozen=True)
class Figure:
    """How many there are: up to twenty it is said, beyond “20+”. Not `whole`: so many are among the newest, and there
    may be more: nothing is said.
    """

    number: int
    whole: bool = True

    def __str__(self) -> str:
        if self.number > COUNTED:
            return f"{COUNTED}+"
        return str(self.number) if self.whole else ""


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
    has_names: bool = False
    next: Position | None = None


@dataclass(frozen=True)
class Sample:
    """The newest of what was found, and names among it; whether that is all; and how often it has each mark."""

    hits: Hits
    whole: bool
    whole_names: bool
    marks: Marks

    @property
    def figure(self) -> Figure:
        """How many there are."""
        return Figure(len(self.hits.ids), self.whole and self.whole_names)


def results(actor: Reader, wanted: Wanted, sieve: Sieve, after: Position | None = None) -> Results:
    """What this reader finds: some ten queries, whatever there is. `after`: where the page before ended."""
    everywhere = sieve.without_kind()
    match = queries.match_of(wanted, actor, *sieve.marks)
    sample = of_all = _sample(actor, match, sieve)
    page = sample.hits
    if after is not None:
        number = queries.number_of(actor, after)
        page = queries.hits(actor, match, before=sieve.before, since=sieve.since, after=number)
    if everywhere.chosen != sieve.chosen:
        of_all = _sample(actor, queries.match_of(wanted, actor, *everywhere.marks), everywhere)
    found = queries.shown(actor, page.ids[:PAGE])
    return Results(
        found=found,
        figure=sample.figure,
        tabs=_tabs(of_all, sieve, sample.figure),
        everything=of_all.figure,
        offers=_offers(actor, sample) if sample.hits.ids else {},
        has_names=bool(sample.hits.names),
        next=found[-1].position if found and len(page.ids) > PAGE else None,
    )


def anything(actor: Reader, wanted: Wanted, sieve: Sieve) -> Figure:
    """How many there are, no more."""
    match = queries.match_of(wanted, actor, *sieve.marks)
    found = queries.hits(actor, match, before=sieve.before, since=sieve.since, size=COUNTED + 1)
    return Figure(len(found.ids))


def _sample(actor: Reader, match: Match, sieve: Sieve) -> Sample:
    """Of what has a day the newest, and of names so many that each kind of them has its figure. To know of the others
    how many there are would take a look at all that there is. Where one kind is chosen, the others are not asked for.
    """
    most_names = (COUNTED + 1) * sum(not kind.dated for kind in kinds())
    chosen = kind_of(sieve.value("kind"))
    size = SAMPLE + 1 if chosen is None or chosen.dated else 0
    names = most_names + 1 if chosen is None or not chosen.dated else 0
    hits = queries.hits(actor, match, before=sieve.before, since=sieve.since, size=size, names=names)
    return Sample(hits, len(hits.dated) <= SAMPLE, len(hits.names) <= most_names, _counted(hits.marks))


def _tabs(sample: Sample, sieve: Sieve, of_chosen: Figure) -> list[Tab]:
    """Of each kind how many there are, but of the one that is chosen as many as the page says."""
    numbers, chosen = sample.marks[tokens.kind("")], sieve.value("kind")
    figures = [
        (kind, Figure(numbers[kind.key], sample.whole if kind.dated else sample.whole_names)) for kind in kinds()
    ]
    tabs = [Tab(kind, of_chosen if kind.key == chosen else figure) for kind, figure in figures]
    return [tab for tab in tabs if tab.figure.number or not tab.figure.whole or tab.kind.key == chosen]


def _counted(marks: Iterable[str]) -> Marks:
    """How often each mark stands there: by their sort, which is two signs, and what follows them."""
    found: Marks = defaultdict(Counter)
    for mark, number in Counter(marks).items():
        found[mark[:2]][mark[2:]] = number
    return found


def _offers(actor: Reader, sample: Sample) -> dict[str, list[Offer]]:
    marks, whole = sample.marks, sample.figure.whole
    sorts = {"place": ("#p", MOST_OFFERED), "theme": ("#t", MOST_OFFERED), "person": ("#w", MOST_AUTHORS)}
    most = {name: marks[sort].most_common(size) for name, (sort, size) in sorts.items()}
    places, themes, people = ([int(key) for key, _ in some] for some in most.values())
    called = {(one.sort, one.id): one for one in CALLED.all(reads(actor), places=places, themes=themes, people=people)}

    def named(sort: str) -> list[Offer]:
        some = [(called.get((sort, int(key))), Figure(number, whole)) for key, number in most[sort]]
        return [Offer(one.slug or str(one.id), label(one), figure) for one, figure in some if one is not None]

    def label(one: Called) -> str:
        return "Me" if one.sort == "person" and one.id == actor.id else one.name

    audiences, files = marks["#a"], marks[tokens.WITH_FILES]
    return {
        "partnership": named("place"),
        "theme": named("theme"),
        "person": named("person"),
        "audience": [
            Offer(one, AUDIENCE_LABELS[one], Figure(audiences[one], whole)) for one in AUDIENCES if audiences[one]
        ],
        "attached": [Offer("1", "With documents or pictures", Figure(files.total(), whole))] if files else [],
        "from": _times(sample),
    }


def _times(sample: Sample) -> list[Offer]:
    dated, offers = sample.hits.dated, []
    for label, day in (("The last three months", today() - LATELY), ("This year", date(today().year, 1, 1))):
        begins = number_at(from_london(datetime.combine(day, time())))
        number = sum(one >= begins for one in dated)
        complete = sample.whole or dated[-1] < begins
        if number and (number < len(sample.hits.ids) or not complete):
            offers.append(Offer(day.isoformat(), label, Figure(number, complete)))
    return offers
