"""What the programme team does next about a place."""

from collections.abc import Iterator
from dataclasses import dataclass

from lpcommunity.pages.queries.programme_desk import DeskPlace


@dataclass(frozen=True)
class DeskStep:
    """One thing that a place lacks, and where the programme team brings it about."""

    lacks: str  # lead, facilitator or project
    button: str
    url: str


def desk_steps(place: DeskPlace, programme_slug: str) -> list[DeskStep]:
    """What this place lacks and nobody is invited to bring, the most pressing first: a facilitator where something
    waits, then its lead, a facilitator, its project.
    """
    return list(_steps(place, f"?programme={programme_slug}"))


def _steps(place: DeskPlace, back: str) -> Iterator[DeskStep]:
    invite = f"{place.path}/invitations"
    facilitator = DeskStep("facilitator", "Invite a facilitator", f"{invite}/facilitator{back}")
    without = not place.facilitators and "facilitator" not in place.invited
    if without and place.waits:
        yield facilitator
    if not place.leads and "lead" not in place.invited:
        yield DeskStep("lead", "Invite the lead", f"{invite}/lead{back}")
    if without and not place.waits:
        yield facilitator
    if place.project_id is None:
        yield DeskStep("project", "Begin its project", f"{place.path}/projects/new{back}")
