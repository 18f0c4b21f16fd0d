"""Who belongs to places that work on a theme."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, select

from lpcommunity.pages.queries.memberships import FIRST
from lpcommunity.pages.queries.places import PLACE, PLACES
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.faces import Face
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import Statement, today

MOST = 100  # that are read: one person can belong to several of the places


@dataclass(frozen=True)
class ThemePerson(Face):
    """Somebody who belongs to a place, as the page of a theme names them."""

    id: int
    name: str
    photo_key: str | None
    role: str
    place: str

    @property
    def role_word(self) -> str:
        """Their role, as on screen."""
        return PARTNERSHIP_ROLES.get(self.role, self.role)


PEOPLE = Statement(
    select(PERSON.c.id, PERSON.c.name, PERSON.c.photo_key, MEMBERSHIP.c.role, PLACE.c.name.label("place"))
    .select_from(
        MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id).join(
            PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id
        )
    )
    .where(MEMBERSHIP.c.partnership_id.in_(PLACES), current(), can_sign_in())
    .order_by(case(FIRST, value=MEMBERSHIP.c.role, else_=9), PERSON.c.sort_name, PERSON.c.id, PLACE.c.sort_name)
    .limit(MOST),
    ThemePerson,
)


def people_of(place_ids: Collection[int], size: int) -> list[ThemePerson]:
    """People of these few places, those who lead first, each once: one query, none for no place."""
    found = PEOPLE.all(places=sorted(place_ids), today=today()) if place_ids else []
    return list({one.id: one for one in reversed(found)}.values())[::-1][:size]
