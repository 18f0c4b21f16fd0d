"""Bringing a programme in from its file: all of it or nothing. A check is the same, taken back at its end."""

from dataclasses import dataclass
from pathlib import Path

from lpcommunity.histories.problems import CannotImport, Problem, Problems
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing import file_rules, queries
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.importing.provisioning import Provisioning
from lpcommunity.importing.replay import Draw, Replay
from lpcommunity.importing.steps import Steps
from lpcommunity.storage import blobs, today, transactional
from lpcommunity.storage.progress import Tell, silent


@dataclass(frozen=True)
class Imported:
    """What an import brought, for a word to whoever asked for it: how much, and in the file's words what it brought and
    what was there and is used as it is.
    """

    programme: str
    partnerships: int
    people: int
    acts: int
    invited: int = 0
    not_invited: int = 0  # new people who are not written to
    partners: int = 0  # and addresses of those without an account
    brought: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


class _OnlyChecked(Exception):
    """It could be brought in, and is taken back."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


def check_programme(path: Path, tell: Tell = silent) -> Imported:
    """Bring the file in and take it back: say what it would bring, or raise CannotImport. Nothing stays."""
    file = read_programme(path)
    try:
        _try(file, tell)
    except _OnlyChecked as checked:
        return checked.imported
    raise AssertionError("unreachable")


@transactional
def _try(file: Item, tell: Tell) -> None:
    raise _OnlyChecked(_bring_in(file, tell))


def import_programme(
    file: Item,
    *,
    password_hash: str | None = None,
    made_by_demo: bool = False,
    draw: Draw | None = None,
    tell: Tell = silent,
) -> Imported:
    """Bring in a programme that `read_programme` has read, in one transaction.

    Without a history everything happens now, and everybody new is invited by e-mail (unless the file says
    `invitations: none`). A history is lived through again, each act at its own time; nobody is written to because of
    it. Raises CannotImport with all that the commands refuse; then nothing stays.
    """
    with blobs.kept_if_done():
        return _import(file, tell, password_hash, made_by_demo, draw)


@transactional
def _import(file: Item, tell: Tell, password_hash: str | None, made_by_demo: bool, draw: Draw | None) -> Imported:
    return _bring_in(file, tell, password_hash, made_by_demo, draw)


def _bring_in(
    file: Item, tell: Tell, password_hash: str | None = None, made_by_demo: bool = False, draw: Draw | None = None
) -> Imported:
    """Every step in the order of time, each by itself, so that all problems are told at once. Within a command."""
    _check_against_database(file)
    problems = Problems()
    file_rules.check(file, problems, today=today(), pictures=draw is not None)
    history = bool(file["history"])
    invite_people = not history and file["invitations"] != "none"
    provisioning = Provisioning(file, {"password_hash": password_hash, "made_by_demo": made_by_demo})
    there = len(provisioning.partnerships), len(provisioning.people)
    replay = Replay(file, provisioning.provisioned, draw, writes_to_partners=made_by_demo)
    steps = [*provisioning.steps(invite_people=invite_people), *replay.steps()]
    Steps(problems, at_their_time=history).take(steps, tell)
    problems.stop_if_any()
    return Imported(
        programme=str(file["programme"]["name"]),
        partnerships=len(file["partnerships"]) - there[0],
        people=len(file["people"]) - there[1],
        acts=len(file["history"]),
        invited=provisioning.invited,
        not_invited=0 if made_by_demo else len(provisioning.new_people) - provisioning.invited,
        partners=len(replay.state.not_written_to),
        brought=tuple(provisioning.brought),
        used=tuple(provisioning.used),
    )


def _check_against_database(file: Item) -> None:
    """An import begins a programme; it never changes one."""
    slug = file["programme"]["slug"]
    if queries.programme(slug) is not None:
        where = file["programme"].where("slug")
        raise CannotImport(
            [Problem(where, f"the programme “{slug}” has been brought in already. Change it on its own pages instead")]
        )
