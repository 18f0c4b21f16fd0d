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


def readers(partnership_id: int, audience: str) -> "list[int]":
    """The ids of the people, other than the author, for whom an entry of this partnership is meant.

    For telling people; whether somebody may read it is entries.policy's to say, again, when they open it.
    The public audience tells whom the community audience tells.
    """
    match audience:
        case "facilitators":
            who = people_of([partnership_id], ["facilitator"])
        case "partnership":
            who = people_of([partnership_id], [*MEMBER_ROLES, "facilitator"])
        case "community" | "public":
            who = community()
        case _:
            return []
    return list(session().scalars(select(Person.id).where(who).order_by(Person.id)))
