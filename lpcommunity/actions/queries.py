"""Reading what was undertaken: one action, those of a place in three parts, and those that are one's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, or_, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions.action_lines import (
    ANYTHING,
    EVERYBODY,
    LINES,
    MATCHES,
    ORGANISATION,
    SOURCE,
    THERE,
    ActionLine,
)
from lpcommunity.actions.models import UNSEALED_FOR, Action
from lpcommunity.actions.policy import ACTION, without_owner
from lpcommunity.entries.policy import READER, reads
from lpcommunity.partnerships.models import partnership_organisation
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.reviews.exchange_rows import MOVE, REVIEW
from lpcommunity.storage import Moment, Statement, now, session, today

MOST_OPEN = 100  # of a place, in its list
LATELY = timedelta(days=90)
MOST_LATELY = 20
EARLIER = 20  # a page
MINE = 4  # on home
MOST_PEOPLE = 300  # that a form offers as owners

PLACE_ID = bindparam("place", type_=Integer)
ACTION_ID = bindparam("action", type_=Integer)
SINCE = bindparam("since", type_=Moment)
BEFORE = bindparam("before", type_=Moment)
BEFORE_ID = bindparam("before_id", type_=Integer)
SIZE = bindparam("size", type_=Integer)
WITHIN: FromClause = partnership_organisation
GOES_ON = select(Action).where(Action.continues_id == ACTION_ID)  # the row
_OPEN = ACTION.c.reported_at.is_(None)
_HERE = ACTION.c.partnership_id == PLACE_ID

ONE = Statement(LINES.where(ACTION.c.id == ACTION_ID), ActionLine)
OPEN_HERE = Statement(
    LINES.where(_HERE, _OPEN, *MATCHES).order_by(ACTION.c.due_on, ACTION.c.id).limit(SIZE), ActionLine
)
REPORTED_HERE = Statement(
    LINES.where(
        _HERE,
        ACTION.c.reported_at >= SINCE,
        or_(ACTION.c.reported_at < BEFORE, and_(ACTION.c.reported_at == BEFORE, ACTION.c.id < BEFORE_ID)),
        *MATCHES,
    )
    .order_by(ACTION.c.reported_at.desc(), ACTION.c.id.desc())
    .limit(SIZE),
    ActionLine,
)
OPEN_OF_MINE = Statement(
    LINES.where(
        _OPEN,
        or_(and_(ACTION.c.owner_id == READER, THERE.c.id.is_not(None)), ACTION.c.author_id == READER),
    )
    .order_by(ACTION.c.due_on, ACTION.c.id)
    .limit(SIZE),
    ActionLine,
)
BORN_OF = Statement(
    LINES.where(ACTION.c.source_entry_id == bindparam("source", type_=Integer), SOURCE)
    .order_by(ACTION.c.id.desc())
    .limit(SIZE),
    ActionLine,
)
WITHOUT_OWNER = Statement(
    LINES.where(ACTION.c.partnership_id.in_(bindparam("places", type_=Integer, expanding=True)), _OPEN, without_owner())
    .order_by(ACTION.c.due_on, ACTION.c.id)
    .limit(SIZE),
    ActionLine,
)


@dataclass(frozen=True)
class Sieve:
    """Which actions of a place: whose, written down by whom for others, of which organisation, born of which kind."""

    owner: int = EVERYBODY
    by: int = EVERYBODY
    organisation: str = ANYTHING
    born: str = ANYTHING

    @property
    def values(self) -> dict[str, Any]:
        """As the statements ask for it."""
        return {"owner": self.owner, "by": self.by, "organisation": self.organisation, "born": self.born}


@dataclass(frozen=True)
class Undertaken:
    """What a place undertook: what is open, late first; what was reported lately; and before, a page at a time."""

    open: list[ActionLine]
    lately: list[ActionLine]
    earlier: list[ActionLine]
    next: str | None  # the cursor of what was reported still earlier


@dataclass(frozen=True)
class OrganisationChoice:
    """An organisation whose people a form offers as owners."""

    id: int
    name: str


@dataclass(frozen=True)
class OwnerChoice:
    """Somebody whom a form offers as owner."""

    id: int
    name: str
    organisation: str | None
    organisation_slug: str | None
    role: str


WHOSE_WORDS = Statement(
    select(REVIEW.c.author_id)
    .select_from(ACTION.join(MOVE, MOVE.c.id == ACTION.c.source_move_id).join(REVIEW, REVIEW.c.id == MOVE.c.review_id))
    .where(ACTION.c.id == ACTION_ID)
)
ORGANISATIONS = Statement(
    select(ORGANISATION.c.id, ORGANISATION.c.name)
    .select_from(WITHIN.join(ORGANISATION, ORGANISATION.c.id == WITHIN.c.organisation_id))
    .where(WITHIN.c.partnership_id == PLACE_ID)
    .order_by(ORGANISATION.c.sort_name, ORGANISATION.c.id)
    .limit(MOST_PEOPLE),
    OrganisationChoice,
)
OWNERS = Statement(
    select(
        PERSON.c.id,
        PERSON.c.name,
        ORGANISATION.c.name.label("organisation"),
        ORGANISATION.c.slug.label("organisation_slug"),
        MEMBERSHIP.c.role,
    )
    .select_from(
        MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id).outerjoin(
            ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id
        )
    )
    .where(MEMBERSHIP.c.partnership_id == PLACE_ID, current(), can_sign_in())
    .order_by(PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_PEOPLE),
    OwnerChoice,
)


def _values(actor: Reader | Visitor) -> dict[str, Any]:
    return {**reads(actor), "unsealed_since": now() - UNSEALED_FOR}


def action(actor: Reader | Visitor, action_id: int) -> ActionLine | None:
    """One action, if this reader may read it: one query."""
    return ONE.first(_values(actor), action=action_id)


def undertaken(
    actor: Reader | Visitor,
    place_id: int,
    sieve: Sieve = Sieve(),
    after: str | None = None,
) -> Undertaken:
    """What a place undertook, as far as this reader may know: three queries. `after`: the cursor of a page before."""
    known, moment = {**_values(actor), **sieve.values, "place": place_id}, now()
    since = moment - LATELY
    open_ones = [] if after else OPEN_HERE.all(known, size=MOST_OPEN)
    end = {"before": moment + timedelta(days=1), "before_id": 0}
    lately = [] if after else REPORTED_HERE.all(known, **end, since=since, size=MOST_LATELY)
    last = lately[-1] if len(lately) == MOST_LATELY else None
    before = _cursor(after) or (
        {"before": last.reported_at, "before_id": last.id} if last else {"before": since, "before_id": 0}
    )
    found = REPORTED_HERE.all(known, **before, since=datetime.min.replace(tzinfo=moment.tzinfo), size=EARLIER + 1)
    earlier = found[:EARLIER]
    more = f"{earlier[-1].reported_at:%Y%m%dT%H%M%S.%f}-{earlier[-1].id}" if len(found) > EARLIER else None
    return Undertaken(open_ones, lately, earlier, more)


def _cursor(text: str | None) -> dict[str, Any] | None:
    moment, _, number = (text or "").partition("-")
    try:
        at = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=now().tzinfo)
    except ValueError:
        return None
    return {"before": at, "before_id": int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0}


def reported_between(
    actor: Reader, place_id: int, since: datetime, before: dict[str, Any], size: int
) -> list[ActionLine]:
    """What a place reported since then and before a place in the list (`before`, `before_id`), the latest first."""
    return REPORTED_HERE.all({**_values(actor), **Sieve().values, **before}, place=place_id, since=since, size=size)


def open_of_mine(actor: Reader, size: int = MINE) -> list[ActionLine]:
    """The open actions that this person owns, or wrote down for others, late first: one query."""
    return OPEN_OF_MINE.all(_values(actor), size=size)


def born_of(actor: Reader | Visitor, entry_id: int, size: int = MOST_LATELY) -> list[ActionLine]:
    """The actions that came of an entry, the newest first, for a reader who may know it: one query."""
    return BORN_OF.all(_values(actor), source=entry_id, size=size)


def ownerless(actor: Reader | Visitor, place_ids: Iterable[int]) -> list[ActionLine]:
    """The open actions of these places whose owner has left, or gave them back, as far as this reader may read them:
    one query.
    """
    return WITHOUT_OWNER.all(_values(actor), places=sorted(place_ids), size=MOST_OPEN)


def owners_in(place_id: int) -> Sequence[OwnerChoice]:
    """Who can own an action of this place: its members and facilitators, by name. One query."""
    return OWNERS.all(place=place_id, today=today())


def whose_words(action_id: int) -> int | None:
    """Who made the move that an action comes from. For a reader of the action: one query."""
    found = WHOSE_WORDS.value(action=action_id)
    return int(found) if found is not None else None


def organisations_in(place_id: int) -> Sequence[OrganisationChoice]:
    """The organisations of this place, by name: whose people without an account can own an action. One query."""
    return ORGANISATIONS.all(place=place_id)


def goes_on_from(action_id: int) -> Action | None:
    """What goes on from an action that was reported as changed: the row."""
    return session().scalar(GOES_ON, {"action": action_id})


def action_row(action_id: int) -> Action | None:
    """The row that a command changes, which asks for the right again."""
    return session().get(Action, action_id)
