"""Who is told of a chance to look back, and what a letter may say of it."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import PLACE
from lpcommunity.following.recipients import FACILITATOR
from lpcommunity.notifications.recipients import TEAM, WHO, Recipient, facilitators
from lpcommunity.partnerships.models import LEADING, Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.rhythm.chance_text import what_it_is
from lpcommunity.rhythm.models import CHECK_IN, OPEN, Nudge
from lpcommunity.rhythm.policy import CHANCE
from lpcommunity.storage import Statement, today

LEADS = "leads"  # a reason
NUDGE: FromClause = Nudge.__table__
MILESTONE: FromClause = Milestone.__table__
PROJECT: FromClause = Project.__table__
AT: FromClause = Partnership.__table__


@dataclass(frozen=True)
class ChanceFacts:
    """A chance as it is told of."""

    id: int
    kind: str
    day: date
    state: str
    place_id: int
    place: str
    place_slug: str
    milestone: str | None
    project: str | None

    @property
    def is_check_in(self) -> bool:
        """Whether it is the minute of every fortnight, month or quarter."""
        return self.kind == CHECK_IN

    @property
    def what(self) -> str:
        """What it is of, as part of a sentence."""
        return what_it_is(self.kind, self.day, self.milestone, self.project)

    @property
    def path(self) -> str:
        """Where it is taken."""
        last = "check-ins/new" if self.is_check_in else "chances"
        return f"/partnerships/{self.place_slug}/{last}"


FACTS = Statement(
    select(
        CHANCE.c.id,
        CHANCE.c.kind,
        CHANCE.c.day,
        CHANCE.c.state,
        AT.c.id.label("place_id"),
        AT.c.name.label("place"),
        AT.c.slug.label("place_slug"),
        MILESTONE.c.name.label("milestone"),
        PROJECT.c.title.label("project"),
    )
    .select_from(
        CHANCE.join(AT, AT.c.id == CHANCE.c.partnership_id)
        .outerjoin(MILESTONE, MILESTONE.c.id == CHANCE.c.milestone_id)
        .outerjoin(PROJECT, PROJECT.c.id == CHANCE.c.project_id)
    )
    .where(CHANCE.c.id == bindparam("chance", type_=Integer)),
    ChanceFacts,
)
LEADERS = Statement(
    select(*WHO).where(belongs(PLACE, MEMBERSHIP.c.role.in_(LEADING), membership=MEMBERSHIP)).order_by(PERSON.c.id),
    partial(Recipient, reason=LEADS),
)
NUDGED = Statement(
    select(*WHO)
    .select_from(NUDGE.join(PERSON, PERSON.c.id == NUDGE.c.person_id))
    .where(
        NUDGE.c.chance_id == bindparam("chance", type_=Integer),
        NUDGE.c.step == bindparam("step", type_=Integer),
        can_sign_in(),
    )
    .order_by(PERSON.c.id),
    partial(Recipient, reason=TEAM),
)


def open_chance(chance_id: int | None) -> ChanceFacts | None:
    """This chance, if it still waits."""
    found = FACTS.first(chance=chance_id or 0)
    return found if found is not None and found.state == OPEN else None


def leaders(partnership_id: int) -> list[Recipient]:
    """The lead and the deputies of a place."""
    return LEADERS.all(place=partnership_id, today=today())


def nudged(chance: ChanceFacts, step: int) -> list[Recipient]:
    """Whose turn it was at this step, each with the reason: what they are in the place, else the programme team."""
    reasons = {one.person_id: FACILITATOR for one in facilitators(chance.place_id)}
    reasons |= {one.person_id: LEADS for one in leaders(chance.place_id)}
    found = NUDGED.all(chance=chance.id, step=step)
    return [
        Recipient(one.person_id, reasons.get(one.person_id, TEAM), one.name, one.email, one.called) for one in found
    ]


def concerns(reader: object, chance: ChanceFacts) -> bool:
    """Whether somebody still is what they were told for."""
    if not isinstance(reader, Reader):
        return False
    return chance.place_id in reader.leads or chance.place_id in reader.facilitates or reader.programme_team
