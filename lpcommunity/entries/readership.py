"""Who an audience is, by name or by number: what a person reads before they send."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lpcommunity.partnerships.models import MEMBER_ROLES, Partnership
from lpcommunity.partnerships.terms import community, people_of
from lpcommunity.people.models import Person
from lpcommunity.storage import session


@dataclass(frozen=True)
class Readership:
    """The people around one partnership, as its members need to know them before they write."""

    facilitators: list[str]  # names, in the order of names
    members: int  # members of the partnership, the writer among them
    community: int  # everyone with a current membership or role
    place: str


def readership_of(partnership: Partnership) -> Readership:
    """Who could read what is posted in this partnership, from its facilitators to the community: three queries."""
    facilitators = session().scalars(
        select(Person.name).where(people_of([partnership.id], ["facilitator"])).order_by(Person.sort_name)
    )
    members = session().scalar(
        select(func.count()).select_from(Person).where(people_of([partnership.id], list(MEMBER_ROLES)))
    )
    everyone = session().scalar(select(func.count()).select_from(Person).where(community()))
    return Readership(list(facilitators), members or 0, everyone or 0, partnership.name)
