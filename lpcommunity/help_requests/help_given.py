"""Help that was given across places: as figures for one person and one place, of what their reader may open.

No list puts people or places in an order by it.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, Integer, Select, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.help_requests.policy import IS_ANSWERED, IS_TOLD_OF, REQUEST
from lpcommunity.people.models import Organisation
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

MOST = 100  # that are read for one figure; beyond it the latest count
ORGANISATION: FromClause = Organisation.__table__
_theirs = ORGANISATION.alias("theirs")
_helping = PERSON.alias("helping")


@dataclass(frozen=True)
class Given:
    """Something that helped: who asked for it, and from which sectors both were."""

    entry_id: int
    place: str | None
    place_slug: str | None
    sector: str | None  # of whoever asked
    own_sector: str | None  # of whoever helped
    across: bool  # whether it went to another place


@dataclass(frozen=True)
class HelpGiven:
    """How often, and how far it reached."""

    times: int
    places: tuple[tuple[str, str], ...]  # others than their own, the latest first: name, slug
    sectors: int  # others than their own

    @property
    def is_many(self) -> bool:
        """Whether there may be more than were read."""
        return self.times >= MOST


def _given(which: ColumnElement[bool]) -> Select[tuple[int, str, str, str, str, bool]]:
    rows = (
        REQUEST.join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id)
        .outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
        .outerjoin(PERSON, PERSON.c.id == ENTRY.c.author_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id)
        .outerjoin(_helping, _helping.c.id == REQUEST.c.helper_id)
        .outerjoin(_theirs, _theirs.c.id == _helping.c.organisation_id)
    )
    return (
        select(
            REQUEST.c.entry_id,
            PLACE.c.name.label("place"),
            PLACE.c.slug.label("place_slug"),
            ORGANISATION.c.sector,
            _theirs.c.sector.label("own_sector"),
            REQUEST.c.helping_place_id.is_not(None).label("across"),
        )
        .select_from(rows)
        .where(which, IS_ANSWERED, ON_RECORD, IS_TOLD_OF)
        .order_by(REQUEST.c.since.desc(), REQUEST.c.id.desc())
        .limit(MOST)
    )


BY_PERSON = Statement(_given(REQUEST.c.helper_id == bindparam("person", type_=Integer)), Given)
BY_PLACE = Statement(_given(REQUEST.c.helping_place_id == bindparam("place", type_=Integer)), Given)


def given_by_person(actor: Reader, person_id: int) -> HelpGiven | None:
    """How somebody helped, as far as this reader may open it; None where there is nothing: one query."""
    return _counted(BY_PERSON.all(reads(actor), person=person_id))


def given_by_place(actor: Reader, place_id: int) -> HelpGiven | None:
    """How those of a place helped others, likewise: one query."""
    return _counted(BY_PLACE.all(reads(actor), place=place_id))


def _counted(found: list[Given]) -> HelpGiven | None:
    if not found:
        return None
    places = dict.fromkeys((one.place, one.place_slug) for one in found if one.across and one.place and one.place_slug)
    sectors = {one.sector for one in found if one.sector and one.sector != one.own_sector}
    return HelpGiven(len(found), tuple((str(name), str(slug)) for name, slug in places), len(sectors))
