"""Actions as marks in the journey of a place: when each was undertaken and reported, and what came of it.

Fewer columns than a list needs, of many actions at once: the page of a place asks for them each time. Each row goes
through policy.READABLE; where an action comes from is read only by whoever may read that.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Integer, and_, bindparam, case, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions.action_lines import ORGANISATION, PARTNER, SOURCE, THERE
from lpcommunity.actions.models import OUTCOMES
from lpcommunity.actions.policy import ACTION, READABLE, hears_others
from lpcommunity.entries.policy import ENTRY, READER_IN_COMMUNITY, reads
from lpcommunity.partnerships.terms import current
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement, today
from lpcommunity.storage.clock import LONDON

MOST = 200  # of a place, the newest

_owner, _partners = PERSON.alias("owner"), ORGANISATION.alias("partners")


@dataclass(frozen=True)
class ActionMark:
    """An action in time, as its reader may know it."""

    id: int
    author_id: int
    what: str
    due_on: date
    created_at: datetime
    outcome: str | None
    reported_at: datetime | None
    reporter_id: int | None
    came_of_it: str
    continues_id: int | None
    owner: str | None  # while they belong to the place, for the community
    partner_owner_id: int | None
    partner_organisation: str | None
    source_id: int | None  # the entry that it comes from, if the reader may read it

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/actions/{self.id}"

    @cached_property
    def began_on(self) -> date:
        """The day on which it was undertaken, in London."""
        return self.created_at.astimezone(LONDON).date()

    @cached_property
    def landed_on(self) -> date:
        """The day on which it was reported, in London; of an open one the day it is due."""
        return self.reported_at.astimezone(LONDON).date() if self.reported_at is not None else self.due_on

    @property
    def is_late(self) -> bool:
        """Whether its day is past and nobody reported on it."""
        return self.outcome is None and self.due_on < today()

    @property
    def word(self) -> str:
        """Its outcome in a word; empty while it is open."""
        return OUTCOMES.get(self.outcome or "", "")

    @property
    def owner_name(self) -> str:
        """Who does it: a person, or the organisation of somebody without an account; empty where nobody does."""
        if self.partner_owner_id is not None:
            return f"Somebody at {self.partner_organisation}" if self.partner_organisation else "A partner"
        return self.owner or ""


MARKS = Statement(
    select(
        ACTION.c.id,
        ACTION.c.author_id,
        ACTION.c.what,
        ACTION.c.due_on,
        ACTION.c.created_at,
        ACTION.c.outcome,
        ACTION.c.reported_at,
        ACTION.c.reporter_id,
        case((hears_others(), ACTION.c.came_of_it), else_="").label("came_of_it"),
        ACTION.c.continues_id,
        case((and_(THERE.c.id.is_not(None), READER_IN_COMMUNITY), _owner.c.name)).label("owner"),
        ACTION.c.partner_owner_id,
        _partners.c.name.label("partner_organisation"),
        ENTRY.c.id.label("source_id"),
    )
    .select_from(ACTION.outerjoin(ENTRY, SOURCE))
    .outerjoin(_owner, _owner.c.id == ACTION.c.owner_id)
    .outerjoin(
        THERE,
        and_(THERE.c.person_id == ACTION.c.owner_id, THERE.c.partnership_id == ACTION.c.partnership_id, current(THERE)),
    )
    .outerjoin(PARTNER, PARTNER.c.id == ACTION.c.partner_owner_id)
    .outerjoin(_partners, _partners.c.id == PARTNER.c.organisation_id)
    .where(READABLE, ACTION.c.partnership_id == bindparam("place", type_=Integer))
    .order_by(ACTION.c.id.desc())
    .limit(bindparam("size", type_=Integer)),
    ActionMark,
)


def actions_of_place(actor: Reader | Visitor, place_id: int, size: int = MOST) -> list[ActionMark]:
    """The newest actions of a place, whatever became of them, the oldest of them first: one query."""
    return MARKS.all(reads(actor), place=place_id, size=size)[::-1]
