"""Bringing a programme in from its file: checked as a whole, then all of it or nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.histories.problems import CannotImport, Problem, Problems
from lpcommunity.histories.roster import Roster
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing import queries
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.importing.provisioning import Provisioning, Step
from lpcommunity.importing.replay import Draw, Replay
from lpcommunity.storage import clock, transactional


@dataclass(frozen=True)
class Imported:
    """What an import brought, for a word to whoever asked for it."""

    programme: str
    partnerships: int
    people: int
    acts: int
    invited: int = 0


def check_programme(path: Path) -> Imported:
    """Say what the file would bring, or raise CannotImport; write nothing."""
    file = read_programme(path)
    _check_against_database(file)
    return _summary(file)


@transactional
def import_programme(
    file: Item, *, password_hash: str | None = None, made_by_demo: bool = False, draw: Draw | None = None
) -> Imported:
    """Bring in a programme that `read_programme` has read, in one transaction.

    Without a history everything happens now, and everybody new is invited by e-mail (unless the file says
    `invitations: none`). A history is lived through again, each act at its own time. Raises CannotImport.
    """
    _check_against_database(file)
    if draw is None:
        _no_pictures(file)
    provisioning = Provisioning(file, Roster(file), {"password_hash": password_hash, "made_by_demo": made_by_demo})
    if not file["history"]:
        return _bring_in_now(file, provisioning)
    with clock.at(clock.from_london(provisioning.first_moment())):
        _take(Step(provisioning.first_moment(), file.place, provisioning.begin))
        _take(Step(provisioning.first_moment(), file.place, provisioning.give_team_roles))
    replay = Replay(file, provisioning.provisioned, draw)
    for step in sorted([*provisioning.steps(), *replay.steps()], key=lambda step: step.at):
        with clock.at(clock.from_london(step.at)):
            _take(step)
    return _summary(file)


def _take(step: Step) -> Any:
    """Do one step; what a command refuses is said with the line that asked for it."""
    try:
        return step.do()
    except (Invalid, Conflict) as refusal:
        raise CannotImport([Problem(step.place, str(refusal))]) from refusal
    except Refused as refusal:
        raise CannotImport([Problem(step.place, "whoever does this may not do it at that time")]) from refusal


def _check_against_database(file: Item) -> None:
    """An import begins a programme; it never changes one."""
    slug = file["programme"]["slug"]
    if queries.programme(slug) is not None:
        where = file["programme"].where("slug")
        raise CannotImport(
            [Problem(where, f"the programme “{slug}” has been brought in already. Change it on its own pages instead")]
        )


def _no_pictures(file: Item) -> None:
    problems = Problems()
    for item in file["history"]:
        for picture in item.get("pictures") or []:
            problems.add(picture.place, "pictures are drawn for the demonstration only")
    problems.stop_if_any()


def _bring_in_now(file: Item, provisioning: Provisioning) -> Imported:
    """A programme that begins: everything is set up now, and everybody new is invited."""
    moment = provisioning.first_moment()
    _take(Step(moment, file.place, provisioning.begin))
    invited = 0
    if file["invitations"] != "none":
        invited = _take(Step(moment, file.place, provisioning.invite_all))
    _take(Step(moment, file.place, provisioning.give_team_roles))
    for step in provisioning.steps():
        _take(step)
    return _summary(file, invited)


def _summary(file: Item, invited: int = 0) -> Imported:
    return Imported(
        programme=str(file["programme"]["name"]),
        partnerships=len(file["partnerships"]),
        people=len(file["people"]),
        acts=len(file["history"]),
        invited=invited,
    )
