"""People, places and themes can be found: by their names, and by what is said of them to the community."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, FromClause, and_, or_, select, true

from lpcommunity.entries.policy import READER, READER_IN_COMMUNITY
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import in_community
from lpcommunity.people.models import Organisation, Person
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Theme
from lpcommunity.search import analysis, tokens
from lpcommunity.search.rows import UNDATED
from lpcommunity.search.sources import FoundKind, Source, Text, follow, one_by_one, register
from lpcommunity.storage import session

PLACE: FromClause = Partnership.__table__
THEME: FromClause = Theme.__table__
ORGANISATION: FromClause = Organisation.__table__
PERSON_KEY, PLACE_KEY, THEME_KEY = "person", "partnership", "theme"
# Themes have no day of their own, and that of people is nobody's business.


def people(ids: Sequence[int]) -> Iterable[Text]:
    """Names, where they work, and what they can help with."""
    rows = select(PERSON.c.id, PERSON.c.name, PERSON.c.job_title, PERSON.c.helps_with)
    rows = rows.add_columns(ORGANISATION.c.name.label("organisation")).select_from(
        PERSON.outerjoin(ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id)
    )
    for row in session().execute(rows.where(PERSON.c.id.in_(ids))):
        where = ", ".join(filter(None, [row.job_title, row.organisation]))
        helps = f"Can help with: {row.helps_with}" if row.helps_with else ""
        yield Text(
            thing_id=row.id,
            kind=PERSON_KEY,
            at=UNDATED + timedelta(seconds=row.id),
            title=row.name,
            path=f"/people/{row.id}",
            text=". ".join(filter(None, [where, " ".join(helps.split())])),
            readers=frozenset({tokens.COMMUNITY, tokens.for_person(row.id)}),
            also=tuple(dict.fromkeys(tokens.helps(one.term) for one in analysis.words(row.helps_with))),
        )


def places(ids: Sequence[int]) -> Iterable[Text]:
    """Names of partnerships, and what they say of themselves."""
    rows = select(PLACE.c.id, PLACE.c.slug, PLACE.c.name, PLACE.c.summary)
    for row in session().execute(rows.where(PLACE.c.id.in_(ids))):
        path, said = f"/partnerships/{row.slug}", " ".join(row.summary.split())
        at = UNDATED + timedelta(seconds=row.id)
        yield Text(row.id, PLACE_KEY, at, row.name, said, path, tokens.EVERYBODY, partnership_id=row.id)


def themes(ids: Sequence[int]) -> Iterable[Text]:
    """Names of themes, and what they are about."""
    rows = select(THEME.c.id, THEME.c.slug, THEME.c.name, THEME.c.summary)
    for row in session().execute(rows.where(THEME.c.id.in_(ids))):
        path, said = f"/themes/{row.slug}", " ".join(row.summary.split())
        at = UNDATED + timedelta(seconds=row.id)
        yield Text(row.id, THEME_KEY, at, row.name, said, path, tokens.EVERYBODY, themes=(row.id,))


def may_see_person(row: FromClause) -> ColumnElement[bool]:
    """SQL over searchable: the reader may see this person (people.policy.can_see_person)."""
    known = or_(PERSON.c.id == READER, and_(READER_IN_COMMUNITY, in_community(PERSON)))
    return one_by_one(row, PERSON, PERSON.c.id == row.c.thing_id, known)


def _anybody(_row: FromClause) -> ColumnElement[bool]:
    return true()


def _colleagues(organisation: Organisation) -> list[int]:
    return list(session().scalars(select(Person.id).where(Person.organisation_id == organisation.id)))


PEOPLE = FoundKind(PERSON_KEY, "Person", "People", "person", 60, dated=False)
PLACES = FoundKind(PLACE_KEY, "Place", "Places", "pin", 70, dated=False)
THEMES = FoundKind(THEME_KEY, "Theme", "Themes", "flag", 80, dated=False)
register(Source(PERSON_KEY, PERSON, (PEOPLE,), people, may_see_person))
register(Source(PLACE_KEY, PLACE, (PLACES,), places, _anybody))
register(Source(THEME_KEY, THEME, (THEMES,), themes, _anybody))
follow(Person, PERSON_KEY, lambda one: [one.id], columns={"name", "job_title", "helps_with", "organisation_id"})
follow(Organisation, PERSON_KEY, _colleagues, columns={"name"})
follow(Partnership, PLACE_KEY, lambda one: [one.id], columns={"name", "slug", "summary"})
follow(Theme, THEME_KEY, lambda one: [one.id], columns={"name", "slug", "summary"})
