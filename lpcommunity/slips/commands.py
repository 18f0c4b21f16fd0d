"""Moving a milestone to another day, with the reason: nothing else moves a day."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, audit, require
from lpcommunity.access.rate_limits import CHANGES, limited
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.projects.commands import lock_milestone
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.slips import policy
from lpcommunity.slips.domain_events import MilestoneMoved
from lpcommunity.slips.models import AUDIENCES, LONGEST_WHY, REASONS, Slip
from lpcommunity.storage import now, session, today, transactional


class MovedMeanwhile(Conflict):
    """The milestone is no longer due on the day from which somebody would move it. `stands`: the day that it is."""

    def __init__(self, stands: date) -> None:
        super().__init__("milestone-moved-meanwhile")
        self.stands = stands


@limited(CHANGES)
@transactional
def move_milestone(
    actor: Reader | Operator,
    milestone: Milestone,
    *,
    to_on: date,
    reason: str,
    why: str,
    audience: str = "partnership",
    from_on: date | None = None,
) -> Slip:
    """Move a milestone to another day, earlier or later, and keep why. The same once more (a double click) is one.

    `from_on`: the day that stood on the page from which it is moved. Raises MovedMeanwhile where it no longer stands,
    Conflict for one that is reached, Invalid for what is missing or was not offered, Refused for whoever may not.
    """
    lock_milestone(milestone)
    place_id = session().get_one(Project, milestone.project_id).partnership_id
    require(policy.can_move(actor, milestone, place_id))
    said: dict[str, Any] = {"author_id": actor.id, "to_on": to_on, "reason": reason, "why": why, "audience": audience}
    first = _last(milestone)
    if first is not None and milestone.due_on == to_on and _is(first, said) and from_on in (None, first.from_on):
        return first
    if milestone.reached_on is not None:
        raise Conflict("milestone-is-reached")
    _check(reason, why, audience)
    if from_on is not None and from_on != milestone.due_on:
        raise MovedMeanwhile(milestone.due_on)
    if to_on == milestone.due_on:
        raise Invalid("due", "milestone-stands-there")
    slip = Slip(
        milestone_id=milestone.id,
        partnership_id=place_id,
        from_on=milestone.due_on,
        moved_at=now(),
        moved_on=today(),
        **said,
    )
    slip.confided_at = slip.moved_at if audience == "facilitators" else None
    milestone.due_on = to_on
    session().add(slip)
    session().flush()
    audit.note(
        "milestone-moved",
        actor_id=actor.id,
        subject_kind="milestone",
        subject_id=milestone.id,
        place_id=place_id,
    )
    outbox.record(MilestoneMoved(milestone.id, slip.id, actor.id))
    return slip


@limited(CHANGES)
@transactional
def change_slip_audience(actor: Reader, slip: Slip, audience: str) -> None:
    """Say for whom one's sentence is from now on. What is for the facilitators reaches those who facilitate by then.

    Raises Invalid for an audience there is none of; Refused for whoever did not write it, or may not widen it.
    """
    session().execute(select(Slip.id).where(Slip.id == slip.id).with_for_update())
    session().refresh(slip)
    require(policy.can_change_audience(actor, slip, slip.audience))
    if audience not in AUDIENCES:
        raise Invalid("audience", "audience-unknown")
    require(policy.can_change_audience(actor, slip, audience))
    if slip.audience == audience:
        return
    slip.audience = audience
    slip.confided_at = now() if audience == "facilitators" else None
    audit.note(
        "slip-audience-changed",
        actor_id=actor.id,
        subject_kind="milestone",
        subject_id=slip.milestone_id,
        place_id=slip.partnership_id,
    )


def _last(milestone: Milestone) -> Slip | None:
    return session().scalar(select(Slip).where(Slip.milestone_id == milestone.id).order_by(Slip.id.desc()).limit(1))


def _is(slip: Slip, said: dict[str, Any]) -> bool:
    return all(getattr(slip, name) == value for name, value in said.items())


def _check(reason: str, why: str, audience: str) -> None:
    if reason not in REASONS:
        raise Invalid("reason", "slip-reason-unknown")
    if not why.strip():
        raise Invalid("why", "slip-why-missing")
    if len(why) > LONGEST_WHY:
        raise Invalid("why", "slip-why-too-long", most=LONGEST_WHY)
    if audience not in AUDIENCES:
        raise Invalid("audience", "audience-unknown")
