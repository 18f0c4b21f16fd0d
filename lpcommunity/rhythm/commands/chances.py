"""What becomes of a chance to look back: offered once, then taken, passed over, or let be while a place pauses.

One silence is one chance: as long as a check-in waits, the next day offers no other, and nobody is reminded twice.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, audit, require
from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import AUDIENCES, PUBLISHED, Entry
from lpcommunity.entries.policy import wider
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.rhythm.check_in_days import middle, on_a_weekday
from lpcommunity.rhythm.commands.pausing import LONGEST_REASON, SEVEN, appoint, begin_rhythm, current_pause, hold
from lpcommunity.rhythm.domain_events import ChanceOffered, ChanceWaited, ProjectTurned
from lpcommunity.rhythm.models import (
    CHECK_IN,
    END,
    MIDDLE,
    OPEN,
    PASSED_OVER,
    PAUSED,
    REACHED,
    TAKEN,
    Chance,
    Rhythm,
)
from lpcommunity.rhythm.policy import leads
from lpcommunity.storage import now, session, today, transactional
from lpcommunity.storage.clock import LONDON, from_london, in_london
from lpcommunity.updates.models import Update

STEPS = {1: timedelta(days=3), 2: timedelta(days=7), 3: timedelta(days=14)}
WIDE = tuple(one for one in AUDIENCES if wider(one, "facilitators"))  # what others in the place may read


class Decided(Conflict):
    """Somebody was quicker: it is no longer open."""

    def __init__(self) -> None:
        super().__init__("chance-decided")


# What offers one.


@transactional
def begin_with_project(project_id: int) -> None:
    """A place that works on something checks in from then on, and looks back at the middle and the end of it."""
    project = session().get(Project, project_id)
    if project is not None:
        begin_rhythm(project.partnership_id)
        appoint_turns(project_id)


@transactional
def come_to_check_in_day(partnership_id: int, day: date) -> None:
    """A day on which a place checks in has come: offer it, unless something came since the day before. Appoints the
    next. Does nothing where the day has been moved meanwhile.
    """
    hold(partnership_id)
    row = session().get(Rhythm, partnership_id)
    if row is None or row.next_on != day:
        return
    last = _last_day(partnership_id) or row.counted_from
    of_it = select(Update).where(Update.published_at >= in_london(last, SEVEN))
    _offer(CHECK_IN, partnership_id, partnership_id, day, _first(of_it, partnership_id))
    appoint(row, day)


@transactional
def come_to_milestone(kind: str, milestone_id: int, at: datetime, actor_id: int | None) -> None:
    """A milestone was reached, or moved. What was posted about it that day or later takes the chance."""
    milestone = session().get(Milestone, milestone_id)
    if milestone is None or milestone.taken_off_at is not None:
        return
    if kind == REACHED and milestone.reached_on is None:
        return
    place = session().get_one(Project, milestone.project_id).partnership_id
    hold(place)
    day = at.astimezone(LONDON).date()
    since = from_london(datetime.combine(day, time()))
    about = select(Entry).where(Entry.milestone_id == milestone_id, Entry.published_at >= since)
    _offer(kind, place, milestone_id, day, _first(about, place), milestone_id=milestone_id, actor_id=actor_id)


@transactional
def come_to_turn(project_id: int, kind: str, day: date) -> None:
    """A project is half over, or at its end."""
    project = session().get_one(Project, project_id)
    hold(project.partnership_id)
    _offer(kind, project.partnership_id, project_id, day, None, project_id=project_id)


@transactional
def appoint_turns(project_id: int) -> None:
    """Have the middle and the end of a project come, by the days of its programme, where they are still to come."""
    project = session().get(Project, project_id)
    if project is None:
        return
    programme = session().get_one(Programme, project.programme_id)
    outbox.unschedule(f"turn:{project_id}:")
    if programme.starts_on is None or programme.ends_on is None:
        return
    days = {MIDDLE: middle(programme.starts_on, programme.ends_on), END: on_a_weekday(programme.ends_on)}
    for kind, day in days.items():
        if day > today():
            turned = ProjectTurned(project_id, kind, day.isoformat())
            outbox.schedule(turned, key=f"turn:{project_id}:{kind}", at=in_london(day, SEVEN))


@transactional
def appoint_turns_of(programme_id: int) -> None:
    """The same for every project of a programme, whose days have changed."""
    for project_id in session().scalars(select(Project.id).where(Project.programme_id == programme_id)):
        appoint_turns(project_id)


@transactional
def appoint_all_turns() -> None:
    """The same for every project there is: those from before rhythms were."""
    for project_id in session().scalars(select(Project.id).order_by(Project.id)):
        appoint_turns(project_id)


def _offer(
    kind: str,
    partnership_id: int,
    thing: int,
    day: date,
    came: Entry | None,
    *,
    milestone_id: int | None = None,
    project_id: int | None = None,
    actor_id: int | None = None,
) -> None:
    offered_as = f"{kind}:{thing}:{day}"
    if session().scalar(select(Chance.id).where(Chance.offered_as == offered_as)) is not None:
        return
    state = PAUSED if current_pause(partnership_id, day) is not None else TAKEN if came is not None else OPEN
    if state == OPEN and _is_open(kind, partnership_id, milestone_id):
        return
    chance = Chance(
        offered_as=offered_as,
        partnership_id=partnership_id,
        kind=kind,
        milestone_id=milestone_id,
        project_id=project_id,
        day=day,
        state=state,
        entry_id=came.id if state == TAKEN and came is not None else None,
        decided_at=None if state == OPEN else now(),
    )
    session().add(chance)
    session().flush()
    if state == OPEN:
        outbox.record(ChanceOffered(chance.id, actor_id))
        for step, after in STEPS.items():
            waited = ChanceWaited(chance.id, step)
            outbox.schedule(waited, key=f"chance:{chance.id}:{step}", at=in_london(day + after, SEVEN))


def _last_day(partnership_id: int) -> date | None:
    here = (Chance.partnership_id == partnership_id, Chance.kind == CHECK_IN)
    return session().scalar(select(Chance.day).where(*here).order_by(Chance.day.desc()).limit(1))


def _first(entries: Select[Any], partnership_id: int) -> Entry | None:
    """The first of these that is on record in this place for others to read. What is confided takes nothing by itself:
    that would tell of it.
    """
    here = (Entry.partnership_id == partnership_id, Entry.state == PUBLISHED, Entry.audience.in_(WIDE))
    found: Entry | None = session().scalar(entries.where(*here).order_by(Entry.published_at, Entry.id).limit(1))
    return found


def _is_open(kind: str, partnership_id: int, milestone_id: int | None) -> bool:
    here = (Chance.partnership_id == partnership_id, Chance.kind == kind, Chance.state == OPEN)
    return session().scalar(select(Chance.id).where(*here, Chance.milestone_id == milestone_id).limit(1)) is not None


# What takes one.


@transactional
def something_came(entry_id: int) -> None:
    """An entry is there for others to read: an update takes the check-in that waits in its place, and whatever is about
    a milestone takes the chances of that.
    """
    entry = session().get(Entry, entry_id)
    if entry is None or entry.state != PUBLISHED or entry.audience not in WIDE or entry.partnership_id is None:
        return
    hold(entry.partnership_id)
    here = select(Chance).where(Chance.partnership_id == entry.partnership_id, Chance.state == OPEN)
    for chance in session().scalars(here.order_by(Chance.id)):
        of_milestone = chance.milestone_id is not None and chance.milestone_id == entry.milestone_id
        if of_milestone or (chance.kind == CHECK_IN and isinstance(entry, Update)):
            _take(chance, entry)


def take(actor: Reader, entry: Entry, chance_id: int) -> None:
    """The entry that somebody began from a chance takes it, where the place can read it: a chance that was gone would
    tell of what is confided. Within the command that posts it. Does nothing where it is of another place, or somebody
    was quicker.
    """
    if entry.partnership_id is None or entry.audience not in WIDE or entry.author_id != actor.id:
        return
    hold(entry.partnership_id)
    chance = session().get(Chance, chance_id)
    if chance is not None and chance.partnership_id == entry.partnership_id and chance.state == OPEN:
        _take(chance, entry)


def take_check_in(actor: Reader, entry: Entry) -> None:
    """Somebody checked in: the check-in that waits in the place is done. Within the command that posts it."""
    here = (Chance.partnership_id == entry.partnership_id, Chance.kind == CHECK_IN, Chance.state == OPEN)
    chance_id = session().scalar(select(Chance.id).where(*here).limit(1))
    if chance_id is not None:
        take(actor, entry, chance_id)


@transactional
def pass_over(actor: Reader, chance: Chance, why: str) -> None:
    """Say why a chance is not taken. Twice is once. Raises Decided where somebody took it meanwhile."""
    require(leads(actor, chance.partnership_id))
    why = why.strip()
    if not why:
        raise Invalid("why", "passed-over-without-reason")
    if len(why) > LONGEST_REASON:
        raise Invalid("why", "passed-over-reason-too-long", length=len(why), most=LONGEST_REASON)
    hold(chance.partnership_id)
    session().refresh(chance)
    if chance.state == PASSED_OVER and chance.decided_by == actor.id and chance.why == why:
        return
    if chance.state != OPEN:
        raise Decided
    chance.state, chance.why, chance.decided_by, chance.decided_at = PASSED_OVER, why, actor.id, now()
    outbox.unschedule(f"chance:{chance.id}:")
    audit.note(
        "chance-passed-over",
        actor_id=actor.id,
        subject_kind="partnership",
        subject_id=chance.partnership_id,
    )


def _take(chance: Chance, entry: Entry) -> None:
    chance.state, chance.entry_id, chance.decided_at = TAKEN, entry.id, now()
    session().flush()
    outbox.unschedule(f"chance:{chance.id}:")
