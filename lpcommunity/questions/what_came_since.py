"""What came after a question, and may be said to answer it: entries and actions of the same place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, bindparam, func, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.actions.models import OUTCOMES
from lpcommunity.actions.policy import ACTION, READABLE
from lpcommunity.entries.kinds import kind_of, known
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads
from lpcommunity.people.terms import PERSON
from lpcommunity.questions.policy import as_wide_as_exchange
from lpcommunity.questions.queries import Asked
from lpcommunity.storage import Moment, Statement

MOST = 20  # that a page offers
AN_ACTION = "action"

PLACE = bindparam("place", type_=Integer)
SINCE = bindparam("since", type_=Moment)
CONFIDED = bindparam("confided", type_=Moment)
THIS = bindparam("thing", type_=Integer)
_LATEST = func.coalesce(ACTION.c.reported_at, ACTION.c.created_at)


@dataclass(frozen=True)
class Since:
    """Something that came after a question."""

    id: int
    kind: str  # of an entry, or "action"
    title: str
    who: str
    at: datetime
    outcome: str | None = None

    @property
    def key(self) -> str:
        """As the form names it."""
        return f"{self.kind}:{self.id}"

    @property
    def is_action(self) -> bool:
        """Whether it is an action, and no entry."""
        return self.kind == AN_ACTION

    @property
    def word(self) -> str:
        """What it is: an update; an action, done."""
        if self.is_action:
            return f"Action, {OUTCOMES[self.outcome].lower() if self.outcome else 'open'}"
        return kind_of(self.kind).word


def _action(**columns: Any) -> Since:
    return Since(kind=AN_ACTION, **columns)


_entries = (
    select(ENTRY.c.id, ENTRY.c.kind, ENTRY.c.title, PERSON.c.name.label("who"), ENTRY.c.published_at.label("at"))
    .select_from(ENTRY.join(PERSON, PERSON.c.id == ENTRY.c.author_id))
    .where(
        ENTRY.c.partnership_id == PLACE,
        ENTRY.c.published_at > SINCE,
        ON_RECORD,
        as_wide_as_exchange(ENTRY, CONFIDED),
    )
)
_actions = (
    select(ACTION.c.id, ACTION.c.what.label("title"), PERSON.c.name.label("who"), _LATEST.label("at"), ACTION.c.outcome)
    .select_from(ACTION.join(PERSON, PERSON.c.id == ACTION.c.author_id))
    .where(
        ACTION.c.partnership_id == PLACE,
        or_(ACTION.c.created_at > SINCE, ACTION.c.reported_at > SINCE),
        READABLE,
        as_wide_as_exchange(ACTION, CONFIDED),
    )
)
ENTRIES = Statement(_entries.order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc()).limit(MOST), Since)
ACTIONS = Statement(_actions.order_by(_LATEST.desc(), ACTION.c.id.desc()).limit(MOST), _action)
ENTRY_WITH_ID = Statement(_entries.where(ENTRY.c.id == THIS, ENTRY.c.kind == bindparam("kind", type_=String)), Since)
ACTION_WITH_ID = Statement(_actions.where(ACTION.c.id == THIS), _action)


def _values(actor: Reader, question: Asked) -> dict[str, Any]:
    return {
        **reads(actor),
        "place": question.partnership_id,
        "since": question.asked_at,
        "confided": question.confided_at or question.asked_at,
    }


def came_since(actor: Reader, question: Asked) -> list[Since]:
    """What this person may point to, the latest first: two queries."""
    values = _values(actor, question)
    found = [*ENTRIES.all(values), *ACTIONS.all(values)]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:MOST]


def with_key(actor: Reader, question: Asked, key: str) -> Since | None:
    """What is meant by `update:12` or `action:31`, if this person may point to it: one query."""
    kind, _, number = key.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    values = {**_values(actor, question), "thing": int(number)}
    if kind == AN_ACTION:
        return ACTION_WITH_ID.first(values)
    return ENTRY_WITH_ID.first(values, kind=kind) if known(kind) else None
