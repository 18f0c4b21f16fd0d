"""Reading updates, and what the form of an update offers."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import can_read, visible_to
from lpcommunity.following.queries import followers_of_partnership, followers_of_person
from lpcommunity.partnerships.models import MEMBER_ROLES, Partnership
from lpcommunity.partnerships.terms import community, people_of
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Milestone
from lpcommunity.projects.queries import milestones_of_place
from lpcommunity.storage import session
from lpcommunity.updates.models import Update


def in_full(actor: Reader | Visitor, update_id: int) -> Update | None:
    """An update with whatever its page shows of it, if this person may read it. Two queries."""
    update = session().scalar(
        select(Update)
        .where(Update.id == update_id, visible_to(actor))
        .options(
            joinedload(Update.author),
            joinedload(Update.partnership),
            joinedload(Update.milestone),
            selectinload(Update.themes),
        )
    )
    return update if update is not None and can_read(actor, update) else None


def milestones_to_choose(partnership_id: int) -> list[Milestone]:
    """The milestones of a place, those still to be reached first."""
    return sorted(milestones_of_place(partnership_id), key=lambda milestone: milestone.reached_on is not None)


def themes() -> list[Theme]:
    """All themes, by name."""
    return list(session().scalars(select(Theme).order_by(Theme.sort_name, Theme.id)))


def theme_ids_of(update: Update) -> list[int]:
    """The themes that an update carries."""
    return list(session().scalars(select(entry_theme.c.theme_id).where(entry_theme.c.entry_id == update.id)))


def count_recipients(actor: Reader, partnership: Partnership) -> dict[str, int]:
    """How many people would be told of an update posted here now, by audience: five queries.

    Those who follow one of its themes come on top, since the themes are still to be chosen.
    """
    facilitators = _ids(partnership, ["facilitator"]) - {actor.id}
    around = facilitators | (_ids(partnership, list(MEMBER_ROLES)) - {actor.id})
    following = {*followers_of_partnership(partnership.id), *followers_of_person(actor.id)} - {actor.id}
    everyone = around | _in_community(following)
    return {
        "me": 0,
        "facilitators": len(facilitators),
        "partnership": len(around),
        "community": len(everyone),
        "public": len(everyone),
    }


def _ids(partnership: Partnership, roles: list[str]) -> set[int]:
    return set(session().scalars(select(Person.id).where(people_of([partnership.id], roles))))


def _in_community(person_ids: Iterable[int]) -> set[int]:
    return set(session().scalars(select(Person.id).where(Person.id.in_(sorted(person_ids)), community())))


def place_of(update: Update) -> Partnership:
    """The partnership whose record an update is on."""
    return session().get_one(Partnership, update.partnership_id)
