"""Who might help with a request, and why: from what people say they can help with, and from what they wrote for the
community and whoever asks may read. Nothing that is for fewer enters it.

This is the one place to put something better: whoever calls knows no more than this function (ADR 55).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, case, exists, func, literal_column, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import ENTRY, MEANT_FOR, ON_RECORD, reads, word
from lpcommunity.help_requests.matching_words import MOST, score, weighed
from lpcommunity.help_requests.policy import ASKING
from lpcommunity.help_requests.queries import THEME
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Moment, Statement

LATELY = 2000  # of the newest entries that whoever asks may read, those are looked at
CANDIDATES = 60  # of each sort
ASKERS, WITHIN = 2, timedelta(days=7)  # nobody is suggested to more askers within this time
OF_THEME = 0.4  # what the same theme alone weighs
LEAST = 0.4
OPEN_TO_OTHERS = ("community", "public")  # who belong elsewhere read it, too

_words = [bindparam(f"word_{n}", type_=String) for n in range(MOST)]
_author, _own_place = bindparam("author", type_=Integer), bindparam("own_place", type_=Integer)
_theme_ids = bindparam("themes", type_=Integer, expanding=True)


@dataclass(frozen=True)
class Wanted:
    """A request, as far as it decides who might help."""

    request_id: int
    entry_id: int
    author_id: int
    partnership_id: int | None
    audience: str
    confided_at: Any
    question: str
    title: str
    themes: dict[int, str]


@dataclass(frozen=True)
class MightHelp:
    """Somebody who might help; `wrote_id`: the entry that says so, or None where it is what they can help with."""

    person_id: int
    sort_name: str
    score: float
    wrote_id: int | None


def _hits(text: ColumnElement[str]) -> ColumnElement[int]:
    """How many of the words stand in a text, as its database finds them."""
    one, none = literal_column("1", Integer), literal_column("0", Integer)
    total: ColumnElement[int] = none
    for each in _words:
        total = total + case((func.lower(text).like(each), one), else_=none)
    return total


def _speaks(text: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(*(func.lower(text).like(each) for each in _words))


_earlier, _lately = ASKING.alias("earlier"), ASKING.alias("lately")
_askers_lately = (
    select(func.count(_lately.c.asker_id.distinct()))
    .where(
        _lately.c.person_id == PERSON.c.id,
        _lately.c.asker_id != _author,
        _lately.c.suggested_at > bindparam("since", type_=Moment),
        _lately.c.suggested_at < bindparam("until", type_=Moment),
    )
    .correlate(PERSON)
    .scalar_subquery()
)
_FREE = _askers_lately < ASKERS
_here = (
    exists()
    .where(
        MEMBERSHIP.c.person_id == PERSON.c.id,
        MEMBERSHIP.c.partnership_id == _own_place,
        MEMBERSHIP.c.role != word("facilitator"),
        current(),
    )
    .correlate(PERSON)
)
_COMES_INTO_QUESTION = and_(
    PERSON.c.id != _author,
    MEANT_FOR,
    ~_here,
    ~exists()
    .where(_earlier.c.person_id == PERSON.c.id, _earlier.c.request_id == bindparam("request", type_=Integer))
    .correlate(PERSON),
    _FREE,
)
SAYS_SO = Statement(
    select(PERSON.c.id.label("person_id"), PERSON.c.sort_name, PERSON.c.helps_with.label("text"))
    .where(PERSON.c.helps_with != "", _speaks(PERSON.c.helps_with), _COMES_INTO_QUESTION)
    .order_by(_hits(PERSON.c.helps_with).desc(), PERSON.c.sort_name, PERSON.c.id)
    .limit(CANDIDATES)
)
_recent = (
    select(ENTRY.c.id, ENTRY.c.author_id, ENTRY.c.title, ENTRY.c.published_at)
    .where(ON_RECORD, ENTRY.c.audience.in_([word("community"), word("public")]))
    .order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
    .limit(LATELY)
    .subquery("recent")
)
_same_theme = exists().where(entry_theme.c.entry_id == _recent.c.id, entry_theme.c.theme_id.in_(_theme_ids))
WROTE_OF_IT = Statement(
    select(
        PERSON.c.id.label("person_id"),
        PERSON.c.sort_name,
        _recent.c.title.label("text"),
        _recent.c.id.label("entry_id"),
        _same_theme.label("same_theme"),
    )
    .select_from(_recent.join(PERSON, PERSON.c.id == _recent.c.author_id))
    .where(_recent.c.id != bindparam("entry", type_=Integer), or_(_speaks(_recent.c.title), _same_theme))
    .where(_COMES_INTO_QUESTION)
    .order_by(_hits(_recent.c.title).desc(), _recent.c.published_at.desc(), _recent.c.id.desc())
    .limit(CANDIDATES)
)
STILL_FREE: Statement[Any] = Statement(
    select(PERSON.c.id)
    .where(PERSON.c.id.in_(bindparam("people", type_=Integer, expanding=True)), _FREE)
    .order_by(PERSON.c.id)
)
THEMES_OF: Statement[Any] = Statement(
    select(THEME.c.id, THEME.c.name)
    .join_from(entry_theme, THEME, THEME.c.id == entry_theme.c.theme_id)
    .where(entry_theme.c.entry_id == bindparam("entry", type_=Integer))
    .order_by(THEME.c.sort_name, THEME.c.id)
)


def people_who_might_help(actor: Reader, request: Wanted, at: Any) -> list[MightHelp]:
    """The likeliest first, from other places; of the place that asks only where it is for few, who are of that place:
    its members ask each other without us (whoever facilitates it is from outside). Two queries. `actor` is whoever asks
    for help: nothing that they may not read has a part in it, and nobody who may not read the request. `at`: when.
    """
    wanted = weighed(request.question, request.title, list(request.themes.values()))
    patterns = {f"word_{n}": "" for n in range(MOST)} | {f"word_{n}": f"%{one}%" for n, one in enumerate(wanted)}
    values = {
        **reads(actor),
        "author": request.author_id,
        "place": request.partnership_id or 0,
        "own_place": (request.partnership_id or 0) if request.audience in OPEN_TO_OTHERS else 0,
        "audience": request.audience,
        "confided_at": request.confided_at or at,
        "entry": request.entry_id,
        "request": request.request_id,
        "themes": sorted(request.themes),
        **span(at),
        **patterns,
    }
    found: dict[int, MightHelp] = {}
    for row in SAYS_SO.all(values):
        _keep(found, row, score(wanted, row["text"]), None)
    for row in WROTE_OF_IT.all(values):
        weight = score(wanted, row["text"]) + (OF_THEME if row["same_theme"] else 0.0)
        _keep(found, row, weight, row["entry_id"])
    return sorted(found.values(), key=lambda one: (-one.score, one.sort_name, one.person_id))


def _keep(found: dict[int, MightHelp], row: dict[str, Any], weight: float, wrote_id: int | None) -> None:
    """The strongest reason of each person; of two as strong what they say of themselves, then the newer entry."""
    known = found.get(row["person_id"])
    if weight >= LEAST and (known is None or known.score < weight):
        found[row["person_id"]] = MightHelp(row["person_id"], row["sort_name"], weight, wrote_id)


def span(at: Any) -> dict[str, Any]:
    """Within which suggestions count together with one at this moment."""
    return {"since": at - WITHIN, "until": at + WITHIN}


def still_free(people: Iterable[int], author_id: int, at: Any) -> list[int]:
    """Those of these people who are not suggested to too many askers already: for a command that holds their rows."""
    return STILL_FREE.values(people=sorted(people), author=author_id, **span(at))


def themes_of(entry_id: int) -> dict[int, str]:
    """The themes that an entry carries, by number."""
    return {one["id"]: one["name"] for one in THEMES_OF.all(entry=entry_id)}
