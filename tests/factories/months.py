"""Many places over many months, as the pages that lay them side by side show them; written past the commands."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import insert

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.models import Entry
from lpcommunity.partnerships.models import Partnership
from lpcommunity.programmes.commands import add_programme
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.commands import begin_project
from lpcommunity.rhythm.models import Pause
from lpcommunity.storage import clock, now, session, today, transactional
from tests import factories as make

NAMES = (
    "Bedford", "Birmingham", "Brighton and Hove", "Bristol", "Coventry", "Exeter", "Gloucestershire", "Hull", "Keele",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "Newcastle", "Nottingham", "Shropshire", "Sunderland",
    "The Boroughs along the River and beside the Hills",
)  # fmt: skip


def first_of(months_ago: int) -> date:
    """The first day of the month so many months ago."""
    years, month = divmod(today().year * 12 + today().month - 1 - months_ago, 12)
    return date(years, month + 1, 1)


def many_months(places: int = 15, months: int = 18) -> tuple[Programme, list[Partnership]]:
    """A programme that began so many months ago, with these places, from nothing to nine entries in each month."""
    starts_on = first_of(months - 1)
    ends_on = today() + timedelta(days=90)
    programme = add_programme(OPERATOR, name="Both phases", slug="both", starts_on=starts_on, ends_on=ends_on)
    author = make.person("Somebody who writes")
    made = []
    for number in range(places):
        founded = starts_on if number % 4 else first_of(months // 3)
        with clock.at(datetime(founded.year, founded.month, 1, 9, tzinfo=now().tzinfo)):
            place = make.place(NAMES[number] if number < len(NAMES) else f"Place {number:03}")
            begin_project(OPERATOR, place, programme, title=f"Project of {place.name}")
        made.append(place)
    _write(author.id, made, months)
    return programme, made


@transactional
def _write(author_id: int, places: list[Partnership], months: int) -> None:
    rows: list[dict[str, object]] = []
    for number, place in enumerate(places):
        begun = months if number % 4 else months // 3 + 1
        for first in map(first_of, range(begun)):
            many = (number * 7 + first.month * 5) % 10 if (number + first.month) % 6 else 0
            at = datetime(first.year, first.month, 1, 12, tzinfo=now().tzinfo)
            rows += [_entry(author_id, place.id, at, n) for n in range(many)]
        if number % 5 == 3:
            session().add(_pause(place.id, author_id))
    session().execute(insert(Entry.__table__), rows)  # type: ignore[arg-type]


def _entry(author_id: int, place_id: int, noon: datetime, n: int) -> dict[str, object]:
    at = noon.replace(minute=n)
    return {
        "kind": "reflection" if n % 3 == 2 else "update",
        "idempotency_key": str(uuid4()),
        "partnership_id": place_id,
        "author_id": author_id,
        "audience": "community" if n % 2 else "public",
        "state": "published",
        "title": f"What happened, number {n}",
        "fields": {},
        "card": {},
        "created_at": at,
        "published_at": at,
        "updated_at": at,
        "version": 1,
        "thanks_count": 0,
        "standfirst": "",
        "body_html": "",
    }


def _pause(place_id: int, author_id: int) -> Pause:
    return Pause(
        partnership_id=place_id,
        from_on=first_of(2),
        until_on=first_of(0) + timedelta(days=40),
        reason="Elections",
        audience="community",
        author_id=author_id,
        confided_at=now(),
    )
