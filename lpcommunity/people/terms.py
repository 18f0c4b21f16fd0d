"""Whether a role in the whole installation is held. Said here, as SQL and as a predicate, and nowhere else."""

from sqlalchemy import ColumnElement, FromClause, exists

from lpcommunity.people.models import Person, RoleHolding

PERSON: FromClause = Person.__table__
ROLE_HOLDING: FromClause = RoleHolding.__table__


def is_held(holding: RoleHolding) -> bool:
    """Whether this role counts: it was not ended."""
    return holding.ended_at is None


def held(holding: FromClause = ROLE_HOLDING) -> ColumnElement[bool]:
    """The same as SQL, over role_holding or an alias of it."""
    return holding.c.ended_at.is_(None)


def holds(role: str, person: FromClause = PERSON) -> ColumnElement[bool]:
    """SQL over person: holds this role, and can sign in."""
    holding = ROLE_HOLDING.alias("held")
    named = exists().where(holding.c.person_id == person.c.id, holding.c.role == role, held(holding))
    return named & can_sign_in(person)


def can_sign_in(person: FromClause = PERSON) -> ColumnElement[bool]:
    """SQL over person: the account is open."""
    return person.c.disabled_at.is_(None)
