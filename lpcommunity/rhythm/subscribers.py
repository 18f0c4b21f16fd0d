"""What follows for rhythms and chances from what happens elsewhere, and from days that come.

Each is done as of the moment at which it happened: a history that is brought in is lived through in its own time.
"""

from datetime import date

from lpcommunity.entries.domain_events import AudienceChanged
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.programmes.domain_events import ProgrammeChanged
from lpcommunity.projects.domain_events import MilestoneReached, ProjectBegun
from lpcommunity.reflections.domain_events import ReflectionShared
from lpcommunity.rhythm.commands import chances, nudges, pausing
from lpcommunity.rhythm.domain_events import ChanceWaited, CheckInDayCame, ProjectTurned, RhythmsToBegin
from lpcommunity.rhythm.models import MOVED, REACHED
from lpcommunity.slips.domain_events import MilestoneMoved
from lpcommunity.storage import clock
from lpcommunity.updates.domain_events import UpdatePosted


@subscribe(ProjectBegun, "rhythm.begin")
def begin(event: ProjectBegun, meta: EventMeta) -> None:
    """A place that works on something checks in from then on."""
    with clock.at(meta.at):
        chances.begin_with_project(event.project_id)


@subscribe(RhythmsToBegin, "rhythm.begin-all")
def begin_all(_event: RhythmsToBegin, _meta: EventMeta) -> None:
    """So does every place that was there before."""
    pausing.begin_rhythms()
    chances.appoint_all_turns()


@subscribe(ProgrammeChanged, "rhythm.turns")
def appoint_turns(event: ProgrammeChanged, _meta: EventMeta) -> None:
    """With the days of a programme the middle and the end of its projects move."""
    chances.appoint_turns_of(event.programme_id)


@subscribe(CheckInDayCame, "rhythm.check-in-day")
def check_in_day(event: CheckInDayCame, meta: EventMeta) -> None:
    """Offer it, and appoint the next."""
    with clock.at(meta.at):
        chances.come_to_check_in_day(event.partnership_id, date.fromisoformat(event.day))


@subscribe(ProjectTurned, "rhythm.turn")
def turn(event: ProjectTurned, meta: EventMeta) -> None:
    """A chance to look back at half of it, or at all of it."""
    with clock.at(meta.at):
        chances.come_to_turn(event.project_id, event.kind, date.fromisoformat(event.day))


@subscribe(MilestoneReached, "rhythm.milestone-reached")
def reached(event: MilestoneReached, meta: EventMeta) -> None:
    """A chance to look back at how it was reached."""
    with clock.at(meta.at):
        chances.come_to_milestone(REACHED, event.milestone_id, meta.at, event.actor_id)


@subscribe(MilestoneMoved, "rhythm.milestone-moved")
def moved(event: MilestoneMoved, meta: EventMeta) -> None:
    """A chance to look back at why it moved."""
    with clock.at(meta.at):
        chances.come_to_milestone(MOVED, event.milestone_id, meta.at, event.actor_id)


@subscribe(ChanceWaited, "rhythm.nudge")
def remind(event: ChanceWaited, meta: EventMeta) -> None:
    """Those whose turn it is, if it still waits."""
    with clock.at(meta.at):
        nudges.nudge(event.chance_id, event.step)


@subscribe(UpdatePosted, "rhythm.update-came")
def update_came(event: UpdatePosted, meta: EventMeta) -> None:
    """What waits is done."""
    with clock.at(meta.at):
        chances.something_came(event.entry_id)


@subscribe(ReflectionShared, "rhythm.reflection-came")
def reflection_came(event: ReflectionShared, meta: EventMeta) -> None:
    """So is what it is about."""
    with clock.at(meta.at):
        chances.something_came(event.entry_id)


@subscribe(AudienceChanged, "rhythm.opened")
def opened(event: AudienceChanged, meta: EventMeta) -> None:
    """What was opened to others is there for them from then on."""
    with clock.at(meta.at):
        chances.something_came(event.entry_id)
