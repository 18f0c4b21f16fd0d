"""What could be meant, while somebody types: people, places and themes by name, and what they looked for lately."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, literal_column, select, union_all

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER, reads
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import in_community
from lpcommunity.people.models import Organisation
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Theme
from lpcommunity.search.models import RecentSearch
from lpcommunity.search.names import Name, Names, words_of
from lpcommunity.search.query_language import LONGEST, legible
from lpcommunity.search.sieve import IDS, KNOWN_PERSON
from lpcommunity.storage import Statement, now, today
from lpcommunity.storage.change_stamp import stamp

MOST = {"person": 5, "partnership": 3, "theme": 3}
MOST_RECENT = 4
SHORT = 2  # letters, with which too many names begin
MOST_LOOKED_AT = 40  # people who come into question, of whom those are shown whom the reader may see

PLACE: FromClause = Partnership.__table__
THEME: FromClause = Theme.__table__
ORGANISATION: FromClause = Organisation.__table__
RECENT: FromClause = RecentSearch.__table__


@dataclass(frozen=True)
class Suggestion:
    """Something that could be meant, and where it is."""

    sort: str
    name: str
    url: str
    note: str = ""
    guessed: bool = False  # it is not what was typed, but nearly


@dataclass(frozen=True)
class _Seen:
    id: int
    name: str
    organisation: str | None


@dataclass(frozen=True)
class _Addressed:
    sort: str
    id: int
    name: str
    slug: str


# The vocabulary: people of the community, so that nobody whom one may not know of takes the place of another. Whom a
# reader is shown of it is decided by KNOWN.
NAMES = Statement(
    union_all(
        select(literal_column("'person'").label("sort"), PERSON.c.id, PERSON.c.name).where(in_community(PERSON)),
        select(literal_column("'partnership'"), PLACE.c.id, PLACE.c.name),
        select(literal_column("'theme'"), THEME.c.id, THEME.c.name),
    ),
    Name,
)
KNOWN = Statement(
    select(PERSON.c.id, PERSON.c.name, ORGANISATION.c.name.label("organisation"))
    .select_from(PERSON.outerjoin(ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id))
    .where(PERSON.c.id.in_(IDS), KNOWN_PERSON)
    .order_by(PERSON.c.sort_name, PERSON.c.id),
    _Seen,
)
_theme_ids = bindparam("theme_ids", type_=Integer, expanding=True)
ADDRESSED = Statement(
    union_all(
        select(literal_column("'partnership'").label("sort"), PLACE.c.id, PLACE.c.name, PLACE.c.slug).where(
            PLACE.c.id.in_(IDS)
        ),
        select(literal_column("'theme'"), THEME.c.id, THEME.c.name, THEME.c.slug).where(THEME.c.id.in_(_theme_ids)),
    ),
    _Addressed,
)
LATELY: Statement[Any] = Statement(
    select(RECENT.c.words)
    .where(RECENT.c.person_id == READER)
    .order_by(RECENT.c.at.desc(), RECENT.c.id.desc())
    .limit(20)
)

FRESH = 300  # seconds after which who came meanwhile is suggested as well; who went is shown to nobody from then on
_kept: dict[str, tuple[Names, Names]] = {}  # by the stamp of what is public, which names change, and the time


def names(*, of_people: bool = True) -> Names:
    """All names: one small query; and one more after something changed. Whoever may know nobody is given those of
    places and themes alone: of many that are alike only some are compared.
    """
    now_is = f"{stamp().text} {int(now().timestamp()) // FRESH}"
    if now_is not in _kept:
        found = NAMES.all(today=today())
        _kept.clear()
        _kept[now_is] = (Names.of(found), Names.of(one for one in found if one.sort != "person"))
    everything, of_nobody = _kept[now_is]
    return everything if of_people else of_nobody


def suggestions(actor: Reader, typed: str) -> list[Suggestion]:
    """What this reader could mean: four queries at most, whatever is typed."""
    typed = legible(typed, LONGEST)
    recent = _recent(actor, typed)
    if not words_of(typed):
        return recent
    vocabulary = names(of_people=actor.in_community)
    begins = vocabulary.beginning(typed, 500)
    near = [one for one in vocabulary.like(typed, 60) if one not in begins]
    return [*_shown(actor, begins, guessed=False), *_shown(actor, near, guessed=True)][: sum(MOST.values())] + recent


def called(actor: Reader, typed: str) -> list[Suggestion]:
    """Who and what bears a name with these words in it: three queries at most, one where there is none."""
    return _shown(actor, names(of_people=actor.in_community).called(typed, MOST_LOOKED_AT), guessed=False)


def could_be_meant(actor: Reader, typed: str) -> list[Suggestion]:
    """Names, and one's own searches, that begin with what was typed or are nearly that: for whoever found nothing."""
    vocabulary = names(of_people=actor.in_community)
    begin = vocabulary.beginning(typed, 60) if words_of(typed) and len(typed) > SHORT else []
    near = [*begin, *(one for one in vocabulary.like(typed, 60) if one not in begin)]
    shown = _shown(actor, near, guessed=True)
    own = Names.of(Name("recent", 0, words) for words in LATELY.values(reader=actor.id))
    mine = [Suggestion("recent", one.name, "", guessed=True) for one in own.like(typed, 3) if one.name != typed]
    return [*shown, *mine][:3]


def recent_searches(actor: Reader) -> list[str]:
    """What this person looked for lately, the latest first: one query."""
    return LATELY.values(reader=actor.id)


def _recent(actor: Reader, typed: str) -> list[Suggestion]:
    begins = typed.casefold()
    lately = [words for words in LATELY.values(reader=actor.id) if begins in words.casefold()]
    return [Suggestion("recent", words, "") for words in lately[:MOST_RECENT]]


def _shown(actor: Reader, found: list[Name], *, guessed: bool) -> list[Suggestion]:
    """Those of whom this reader may know, so many of each sort, in their order."""
    people = [one.id for one in found if one.sort == "person"][:MOST_LOOKED_AT]
    places = [one.id for one in found if one.sort == "partnership"][: MOST["partnership"]]
    themes = [one.id for one in found if one.sort == "theme"][: MOST["theme"]]
    known = {one.id: one for one in KNOWN.all(reads(actor), ids=people)} if people else {}
    shown = [
        Suggestion("person", known[key].name, f"/people/{key}", known[key].organisation or "", guessed)
        for key in people
        if key in known
    ][: MOST["person"]]
    if places or themes:
        there = {(one.sort, one.id): one for one in ADDRESSED.all(ids=places, theme_ids=themes)}
        for sort, ids, where in (("partnership", places, "partnerships"), ("theme", themes, "themes")):
            shown += [
                Suggestion(sort, one.name, f"/{where}/{one.slug}", "", guessed)
                for one in (there.get((sort, key)) for key in ids)
                if one is not None
            ]
    return shown
