"""Whose turn it is to be reminded of a chance that waits: its lead, its deputies, then whoever facilitates and the
programme team. Each person once for a chance, whatever they are there.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, bindparam, select

from lpcommunity import outbox
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.terms import PERSON, holds
from lpcommunity.rhythm.commands.pausing import current_pause, hold
from lpcommunity.rhythm.domain_events import ChanceMissed
from lpcommunity.rhythm.models import OPEN, Chance, Nudge
from lpcommunity.storage import Statement, now, session, today, transactional

PLACE = bindparam("place", type_=Integer)
LEAD, DEPUTY, LAST = 1, 2, 3


def _of_role(role: str) -> Statement[Any]:
    there = belongs(PLACE, MEMBERSHIP.c.role == role, membership=MEMBERSHIP)
    return _people(there)


def _people(which: ColumnElement[bool]) -> Statement[Any]:
    return Statement(select(PERSON.c.id).where(which).order_by(PERSON.c.id))


LEADS = _of_role("lead")
DEPUTIES = _of_role("deputy")
FACILITATORS = _of_role("facilitator")
TEAM = _people(holds("programme-team"))
NUDGE: FromClause = Nudge.__table__
NUDGED: Statement[Any] = Statement(
    select(NUDGE.c.person_id).where(NUDGE.c.chance_id == bindparam("chance", type_=Integer))
)


@transactional
def nudge(chance_id: int, step: int) -> None:
    """Have those told whose turn it is, if the chance still waits. Whoever was told of it before is not told again."""
    chance = session().get(Chance, chance_id)
    if chance is None:
        return
    hold(chance.partnership_id)
    session().refresh(chance)
    if chance.state != OPEN or current_pause(chance.partnership_id) is not None:
        return
    before = set(NUDGED.values(chance=chance_id))
    to_tell = [one for one in whose_turn(chance.partnership_id, step) if one not in before]
    for person_id in to_tell:
        session().add(Nudge(chance_id=chance_id, person_id=person_id, step=step, nudged_at=now()))
    session().flush()
    if to_tell:
        outbox.record(ChanceMissed(chance_id, step))


def whose_turn(partnership_id: int, step: int) -> list[int]:
    """Who is told at this step, by their ids. Where nobody leads, the programme team is told instead of the lead."""
    here: dict[str, Any] = {"place": partnership_id, "today": today()}
    if step == LEAD:
        return LEADS.values(here) or _team(here["today"])
    if step == DEPUTY:
        return DEPUTIES.values(here)
    return sorted({*FACILITATORS.values(here), *_team(here["today"])})


def _team(day: date) -> list[int]:
    return TEAM.values(today=day)
