"""What a place still lacks, and who is next to do something about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lpcommunity.access.reader import Reader
from lpcommunity.invitations.policy import roles_to_give
from lpcommunity.pages.queries.memberships import MembershipLine
from lpcommunity.pages.queries.place import Head, ProjectLine
from lpcommunity.projects.policy import can_change_project


@dataclass(frozen=True)
class SetUpStep:
    """One thing that a place lacks. `url` is where this reader brings it about; without one it is for `who`."""

    icon: str
    what: str
    why: str
    button: str
    url: str | None
    who: str = "The programme team"


def set_up_steps(
    reader: Reader,
    place: Head,
    projects: Sequence[ProjectLine],
    people: Sequence[MembershipLine],
    on_the_way: Collection[str],
) -> list[SetUpStep]:
    """What is missing before this place can work, in order: its lead, its project, milestones, a facilitator.

    `on_the_way`: the roles into which somebody is invited and has not come; nothing where the reader may not know of
    invitations: whoever may not invite is told what is missing, whether or not somebody is on the way. For whoever
    belongs here, or sets it up; a facilitator or peer has nothing to do about it.
    """
    gives = roles_to_give(reader, place.id)
    may_plan = can_change_project(reader, place.id)
    if not (gives or may_plan or place.id in reader.member_of):
        return []
    there = {one.role for one in people} | set(on_the_way)
    at = place.path
    plan = f"{at}/projects/new"
    steps = []
    if "lead" not in there:
        url = f"{at}/invitations/lead" if "lead" in gives else None
        steps.append(SetUpStep("plus", "Invite the lead", "Who leads it brings in the others.", "Invite", url))
    if not projects:
        url = plan if may_plan else None
        why = "The problem of this place, and what it aims for."
        steps.append(SetUpStep("flag", "Say what they are working on", why, "Begin the project", url, "The lead"))
    elif not any(project.milestones for project in projects):
        url = f"/projects/{projects[0].id}/milestones" if may_plan else None
        why = "A day by which something is to be reached."
        steps.append(SetUpStep("flag", "Add a milestone", why, "Add one", url, "The lead"))
    if "facilitator" not in there:
        url = f"{at}/invitations/facilitator" if "facilitator" in gives else None
        why = "Somebody from outside, who answers what is confided."
        steps.append(SetUpStep("question", "Find a facilitator", why, "Invite", url))
    return steps
