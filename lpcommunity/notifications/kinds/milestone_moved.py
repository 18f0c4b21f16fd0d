"""A milestone moved to another day. Told to those of the place and to whoever follows it: both days and the cause,
which everybody may know, and never the sentence. By mail to those alone who look after the place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import PLACE
from lpcommunity.following.recipients import EntryFacts, concerned
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import (
    AT_ONCE,
    IN_LETTER,
    ByMail,
    Choice,
    InApp,
    Line,
    Link,
    News,
    NotificationType,
)
from lpcommunity.notifications.reasons import because_around
from lpcommunity.notifications.recipients import WHO, Recipient, person_with_id
from lpcommunity.notifications.what_moved.gathering import SLIPS_KEY
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.terms import PERSON
from lpcommunity.projects.models import Milestone
from lpcommunity.projects.queries import stands
from lpcommunity.slips.domain_events import MilestoneMoved
from lpcommunity.slips.models import REASONS, Slip
from lpcommunity.storage import Statement, today
from lpcommunity.web.humanize import day, short_day

SLIP: FromClause = Slip.__table__
MILESTONE: FromClause = Milestone.__table__
PARTNERSHIP: FromClause = Partnership.__table__


@dataclass(frozen=True)
class Moved:
    """What everybody may know of it."""

    milestone_id: int
    milestone: str
    place_id: int
    place: str
    place_slug: str
    from_on: date
    to_on: date
    reason: str

    @property
    def path(self) -> str:
        """Where it is told in full."""
        return f"/partnerships/{self.place_slug}/milestones#milestone-{self.milestone_id}"

    @property
    def cause(self) -> str:
        """Procurement; a partner’s capacity."""
        return _cause(self.reason)


def _cause(reason: str) -> str:
    return REASONS[reason][:1].lower() + REASONS[reason][1:]


MOVED = Statement(
    select(
        SLIP.c.milestone_id,
        MILESTONE.c.name.label("milestone"),
        PARTNERSHIP.c.id.label("place_id"),
        PARTNERSHIP.c.name.label("place"),
        PARTNERSHIP.c.slug.label("place_slug"),
        SLIP.c.from_on,
        SLIP.c.to_on,
        SLIP.c.reason,
    )
    .select_from(
        SLIP.join(MILESTONE, MILESTONE.c.id == SLIP.c.milestone_id).join(
            PARTNERSHIP, PARTNERSHIP.c.id == SLIP.c.partnership_id
        )
    )
    .where(SLIP.c.id == bindparam("slip", type_=Integer), stands(MILESTONE)),
    Moved,
)
LOOK_AFTER = Statement(
    select(*WHO)
    .where(belongs(PLACE, MEMBERSHIP.c.role.in_(["lead", "deputy", "facilitator"]), membership=MEMBERSHIP))
    .order_by(PERSON.c.id),
    partial(Recipient, reason=""),
)


def news(event: MilestoneMoved, _meta: EventMeta) -> News | None:
    """Those around the place; nobody, once the milestone was taken off."""
    moved = MOVED.first(slip=event.slip_id)
    if moved is None:
        return None
    around = concerned(EntryFacts(0, 0, moved.place_id, "community", "", None))
    facts = {
        "milestone_id": moved.milestone_id,
        "milestone": moved.milestone,
        "from": moved.from_on.isoformat(),
        "to": moved.to_on.isoformat(),
        "reason": moved.reason,
    }
    told = (Recipient(one.person_id, one.reason) for one in around)
    return News(told, partnership_id=moved.place_id, actor_id=event.actor_id, facts=facts)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    facts = line.facts
    path = f"/partnerships/{line.place_slug}/milestones#milestone-{facts['milestone_id']}"
    first, last = (short_day(date.fromisoformat(facts[name])) for name in ("from", "to"))
    who = f"{line.actor} moved a milestone of {line.place}: " if line.actor else f"A milestone of {line.place} moved: "
    return [who, Link(facts["milestone"], path), f", from {first} to {last}. Why: {_cause(facts['reason'])}"]


def letters(event: MilestoneMoved, _meta: EventMeta) -> Iterator[Letter]:
    """Those who lead or facilitate the place, but for whoever moved it."""
    moved = MOVED.first(slip=event.slip_id)
    if moved is None:
        return
    doer = person_with_id(event.actor_id)
    who = doer.name if doer is not None else "Somebody"
    for one in LOOK_AFTER.all(place=moved.place_id, today=today()):
        if one.person_id == event.actor_id:
            continue
        yield Letter(
            to=one.email,
            person_id=one.person_id,
            greets=one.first_name,
            subject=f"“{moved.milestone}” is due on {short_day(moved.to_on)} now",
            lines=[
                f"{who} moved “{moved.milestone}” of {moved.place} from {day(moved.from_on)} to {day(moved.to_on)}.",
                f"Why: {moved.cause}.",
            ],
            button=("See the milestones", absolute_url(moved.path)),
            about_id=event.slip_id,
        )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """They still lead or facilitate there, and the milestone stands."""
    moved = MOVED.first(slip=event.about_id or 0)
    return moved is not None and (moved.place_id in reader.leads or moved.place_id in reader.facilitates)


# Its letter has no line of its own: days that moved stand in it anyhow, with what else moved in the place.


def default(reader: Reader) -> str:
    """Whoever leads somewhere plans with it; who facilitates reads it with what else moved there."""
    return AT_ONCE if reader.leads else IN_LETTER


TYPE = NotificationType(
    key=SLIPS_KEY,
    in_app=InApp(event=MilestoneMoved, news=news, sign="flag", words=words, because=because_around),
    by_mail=ByMail(
        event=MilestoneMoved,
        letters=letters,
        why="You get this because you lead or facilitate there.",
        still_meant=still_meant,
        choice=Choice(
            says="A milestone moved where I lead or facilitate",
            offered_to=lambda reader: bool(reader.leads or reader.facilitates),
            default=default,
            in_letter=lambda _line: (),
        ),
    ),
)
