"""Who reads what has an audience and is no entry: an action, the sentence of a slip, the reason of a pause.

It stands under the conditions of the one resolver (entries.policy), said here as SQL (`said_to`) and as a predicate
(`is_said_to`). Each such table has a property test that holds the two equal.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, and_, bindparam, exists, or_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import (
    READER,
    READER_AUDIENCES,
    READER_PLACES,
    is_confidant,
    mine,
    reached,
    word,
)
from lpcommunity.partnerships.terms import MEMBERSHIP, current

READER_IN_TEAM = bindparam("reader_in_team", type_=Boolean)  # entries.policy.reads brings it


def said_to(
    row: FromClause, *, comes_of: ColumnElement[Any] | None = None, and_team: bool = False
) -> ColumnElement[bool]:
    """SQL over a row that is no entry and says who it is for (`author_id partnership_id audience confided_at`): the
    reader wrote it, or is among its audience.

    `comes_of`: its column that names the entry of whose exchange it came; who was let into that reads it as well.
    `and_team`: what is for the partnership is for the programme team, too; its page says so.
    """
    return or_(mine(row), among(row, comes_of=comes_of, and_team=and_team))


def among(
    row: FromClause, *, comes_of: ColumnElement[Any] | None = None, and_team: bool = False
) -> ColumnElement[bool]:
    """The same for the audience alone: who wrote a row, and belongs there no longer, reads no words that others add."""
    one = MEMBERSHIP.alias("said_to")
    there = one.c.began_at <= row.c.confided_at if comes_of is None else reached(one, comes_of, row.c.confided_at)
    facilitating = exists().where(
        one.c.person_id == READER,
        one.c.partnership_id == row.c.partnership_id,
        one.c.role == word("facilitator"),
        current(one),
        there,
    )
    here = row.c.partnership_id.in_(READER_PLACES)
    return or_(
        row.c.audience.in_(READER_AUDIENCES),
        and_(row.c.audience == word("partnership"), or_(here, READER_IN_TEAM) if and_team else here),
        and_(row.c.audience == word("facilitators"), facilitating),
    )


@dataclass(frozen=True)
class Said:
    """What decides who reads something that has an audience and is no entry. `comes_of`: the entry of whose exchange
    it came, or none.
    """

    author_id: int | None
    partnership_id: int | None
    audience: str
    confided_at: datetime | None
    comes_of: int | None = None


def is_said_to(actor: Reader | Visitor, said: Said, *, and_team: bool = False) -> bool:
    """The same as `said_to`, of one of them."""
    if isinstance(actor, Reader) and said.author_id == actor.id:
        return True
    match said.audience:
        case "public":
            return True
        case "community":
            return actor.in_community
        case "partnership":
            return said.partnership_id in actor.places or (and_team and actor.programme_team)
        case "facilitators":
            return is_confidant(actor, said.partnership_id, said.confided_at, said.comes_of)
        case _:
            return False
