"""What follows for rhythms and chances from what happens elsewhere, and from days that come.

Each is done as of the moment at which it happened: a history that is brought in is lived through in its own time.
"""

from datetime import date

from lpcommunity.entries.domain_events import AudienceChanged
from lpcommunity.outbox import EventMeta, subscribe
from lpcommunity.programmes.domain_events import ProgrammeChanged
from lpcommunity.projects.domain_events import ProjectBegun
from lpcommunity.projects.models import Project
from lpcommunity.reflections.domain_events import ReflectionShared
from lpcommunity.rhythm.commands import chances, nudges, pausing
from lpcommunity.rhythm.domain_events import ChanceWaited, CheckInDayCame, ProjectTurned, RhythmsToBegin
from lpcommunity.storage import clock, session
from lpcommunity.updates.domain_events import UpdatePosted


@subscribe(ProjectBegun, "rhythm.begin")
def begin(event: ProjectBegun, meta: EventMeta) -> None:
    """A place that works on something checks in from then on."""
    project = session().get(Project, event.project_id)
    if project is not None:
        with clock.at(meta.at):
            pausing.begin_rhythm(project.partnership_id)
            chances.appoint_turns(event.project_id)


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
