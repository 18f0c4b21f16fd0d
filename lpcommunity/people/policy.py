"""Who sees whom, and who may give and end the roles of the whole installation, where the operator may do everything."""

from sqlalchemy import Boolean, ColumnElement, FromClause, Integer, bindparam, or_, select

from lpcommunity.access.reader import Operator, Reader, Visitor
from lpcommunity.people.models import ROLES, Person, RoleHolding
from lpcommunity.storage import session

GIVEN_BY = {
    "programme-team": {"programme-team", "administrator"},
    "evaluator": {"programme-team", "administrator"},
    "moderator": {"programme-team"},
    "administrator": {"administrator"},
}


def can_see_person(actor: Reader, whom: Reader | Visitor) -> bool:
    """People of the community know each other; everyone knows themselves. For others, nobody is there."""
    if isinstance(whom, Visitor):
        return False
    return actor.id == whom.id or (actor.in_community and whom.in_community)


def can_find_people(actor: Reader) -> bool:
    """Whether the list of people is there for the actor: for the community. Who stands in it: can_see_person."""
    return actor.in_community


READS_HIDDEN = ("programme-team", "administrator")  # roles that read what people keep from the community
READER, READER_RUNS = bindparam("reader", type_=Integer), bindparam("reader_runs", type_=Boolean)


def can_see_hidden(actor: Reader, person_id: int) -> bool:
    """Whether what this person keeps from the community is shown to the actor: their own, and to those who run it."""
    return actor.id == person_id or not actor.roles.isdisjoint(READS_HIDDEN)


def hidden_from_nobody(details: FromClause) -> ColumnElement[bool]:
    """The same as SQL over hidden_details, with the values that `reads_hidden` gives."""
    return or_(details.c.person_id == READER, READER_RUNS)


def reads_hidden(actor: Reader) -> dict[str, int | bool]:
    """The values of a reader for it."""
    return {"reader": actor.id, "reader_runs": not actor.roles.isdisjoint(READS_HIDDEN)}


def can_give_role(actor: Reader | Operator, role: str) -> bool:
    """Whether the actor may give or end this role."""
    return role in roles_to_give(actor)


def can_take_role(actor: Reader | Operator, role: str) -> bool:
    """Whether the actor may give themselves this role: nobody who is signed in adds one to what they hold."""
    return isinstance(actor, Operator) or role in actor.roles


def roles_to_give(actor: Reader | Operator) -> list[str]:
    """The roles in the whole installation that the actor may give, in their order."""
    return [role for role in ROLES if isinstance(actor, Operator) or actor.roles & GIVEN_BY[role]]


KEPT = ("programme-team", "administrator")  # roles that the last one who holds them does not give up


def is_last_in(person: Person, role: str) -> bool:
    """Whether this role stays with this person, since nobody else who can sign in holds it."""
    others = (
        select(RoleHolding.id)
        .join(Person, Person.id == RoleHolding.person_id)
        .where(
            RoleHolding.role == role,
            RoleHolding.ended_at.is_(None),
            RoleHolding.person_id != person.id,
            Person.disabled_at.is_(None),
        )
        .limit(1)
    )
    return role in KEPT and has_open_role(person, role) and session().scalar(others) is None


def has_open_role(person: Person, role: str) -> bool:
    """Whether this role is open for the person, also while the account is disabled."""
    held = select(RoleHolding.id).where(
        RoleHolding.person_id == person.id, RoleHolding.role == role, RoleHolding.ended_at.is_(None)
    )
    return session().scalar(held.limit(1)) is not None
