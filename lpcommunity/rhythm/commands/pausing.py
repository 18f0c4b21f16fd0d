"""Setting the rhythm of a place, pausing it, and going on."""

from datetime import date, time, timedelta

from sqlalchemy import select, update

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.entries.policy import wider
from lpcommunity.partnerships.models import Partnership
from lpcommunity.projects.models import Project
from lpcommunity.rhythm.check_in_days import next_day
from lpcommunity.rhythm.domain_events import CheckInDayCame
from lpcommunity.rhythm.models import EVERY, OPEN, PAUSED, Chance, Pause, Rhythm
from lpcommunity.rhythm.policy import AUDIENCES, can_set, leads
from lpcommunity.rhythm.queries import proposal
from lpcommunity.storage import name_locks, now, session, today, transactional
from lpcommunity.storage.clock import in_london

SEVEN = time(7)
LONGEST_PAUSE = timedelta(days=366)
LONGEST_REASON = 500


@transactional
def begin_rhythm(partnership_id: int) -> None:
    """Let a place check in from now on as its programme proposes, if it does not yet: its days count from today."""
    hold(partnership_id)
    if session().get(Rhythm, partnership_id) is None:
        _begin(partnership_id, None)


@transactional
def begin_rhythms() -> None:
    """The same for every place that works on something: those that were there before rhythms were."""
    for partnership_id in session().scalars(select(Project.partnership_id).distinct().order_by(Project.partnership_id)):
        begin_rhythm(partnership_id)


@transactional
def set_rhythm(actor: Reader | Operator, partnership: Partnership, every: str) -> None:
    """Say how often a place checks in: its days count from today. Of its lead and deputies, it ends a pause, too.

    The same once more changes nothing.
    """
    require(can_set(actor, partnership.id))
    if every not in EVERY:
        raise Invalid("rhythm", "rhythm-unknown")
    hold(partnership.id)
    if leads(actor, partnership.id) and (paused := current_pause(partnership.id)) is not None:
        paused.ended_at = now()
        _note("pause-ended", actor, partnership.id)
    row = session().get(Rhythm, partnership.id)
    if row is None:
        row = _begin(partnership.id, every)
    elif row.every == every:
        return
    else:
        row.every, row.counted_from = every, today()
        appoint(row, today())
    row.set_by, row.set_at = actor.id, now()
    _note("rhythm-set", actor, partnership.id)


@transactional
def pause(actor: Reader, partnership: Partnership, until: date, reason: str, audience: str = "partnership") -> Pause:
    """Let a place pause until a day, for a reason: it is late with nothing, and nobody is reminded. What is open is
    offered no more. Another pause takes the place of the one before; the same once more is the first.
    """
    require(leads(actor, partnership.id))
    reason = reason.strip()
    if not reason:
        raise Invalid("reason", "pause-without-reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("reason", "pause-reason-too-long", length=len(reason), most=LONGEST_REASON)
    if audience not in AUDIENCES:
        raise Invalid("audience", "pause-audience-unknown")
    if until <= today():
        raise Invalid("until", "pause-is-over")
    if until > today() + LONGEST_PAUSE:
        raise Invalid("until", "pause-too-long")
    hold(partnership.id)
    before = current_pause(partnership.id)
    if before is not None:
        said = (before.until_on, before.reason, before.audience, before.author_id)
        if said == (until, reason, audience, actor.id):
            return before
        before.ended_at = now()
        if before.author_id == actor.id and wider(before.audience, audience):
            before.audience = audience  # who says it to fewer people means what they said before, too
    made = Pause(
        partnership_id=partnership.id,
        from_on=today(),
        until_on=until,
        reason=reason,
        audience=audience,
        author_id=actor.id,
        confided_at=now(),
    )
    session().add(made)
    _let_open_chances_be(partnership.id)
    _note("place-paused", actor, partnership.id)
    session().flush()
    return made


def current_pause(partnership_id: int, on: date | None = None) -> Pause | None:
    """The pause in which a place is on that day (default: today). Of one that was ended, the days before count."""
    day = on or today()
    here = (Pause.partnership_id == partnership_id, Pause.from_on <= day, Pause.until_on > day)
    for one in session().scalars(select(Pause).where(*here).order_by(Pause.id.desc())):
        if one.ended_at is None or (on is not None and in_london(day, SEVEN) < one.ended_at):
            return one
    return None


def appoint(row: Rhythm, after: date) -> None:
    """Find the next day, and have it come: at seven in London, summer and winter. Within a command."""
    row.next_on = next_day(row.every or proposal(row.partnership_id), row.counted_from, after)
    session().flush()
    outbox.unschedule(f"check-in:{row.partnership_id}:")
    outbox.schedule(
        CheckInDayCame(row.partnership_id, row.next_on.isoformat()),
        key=f"check-in:{row.partnership_id}:{row.next_on}",
        at=in_london(row.next_on, SEVEN),
    )


def hold(partnership_id: int) -> None:
    """One change of a rhythm, or of its chances, at a time in a place. Within a command."""
    name_locks.hold(f"rhythm of {partnership_id}")


def _begin(partnership_id: int, every: str | None) -> Rhythm:
    row = Rhythm(partnership_id=partnership_id, every=every, counted_from=today(), next_on=today())
    session().add(row)
    appoint(row, today())
    return row


def _let_open_chances_be(partnership_id: int) -> None:
    here = (Chance.partnership_id == partnership_id, Chance.state == OPEN)
    for chance_id in session().scalars(select(Chance.id).where(*here)):
        outbox.unschedule(f"chance:{chance_id}:")
    session().execute(update(Chance).where(*here).values(state=PAUSED, decided_at=now()))


def _note(act: str, actor: Reader | Operator, partnership_id: int) -> None:
    audit.note(act, actor_id=actor.id, subject_kind="partnership", subject_id=partnership_id)
