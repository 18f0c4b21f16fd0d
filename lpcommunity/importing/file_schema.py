"""The form of a programme's file, version 1. docs/import.md tells the same to people; a test holds them equal."""

from functools import cache
from typing import Any

from lpcommunity.entries.models import AUDIENCES
from lpcommunity.histories.acts import Act, EntryAct, acts, entry_acts
from lpcommunity.histories.schema_types import (
    Choice,
    Item,
    Kind,
    Shape,
    Value,
    day,
    degrees,
    email,
    many,
    moment,
    one_of,
    or_nothing,
    slug,
    text,
    whole_number,
    yes_or_no,
)
from lpcommunity.histories.yaml_reader import Node
from lpcommunity.importing import file_models
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.people.models import ROLES, SECTORS
from lpcommunity.programmes.models import RHYTHMS
from lpcommunity.slips.models import AUDIENCES as WHY_AUDIENCES
from lpcommunity.slips.models import LONGEST_WHY, REASONS

ref = slug
title = text(200)
audience = one_of(*AUDIENCES)

FORMER_PROGRAMME = Shape(
    {"name": text(200), "slug": slug},
    {"starts": or_nothing(day), "ends": or_nothing(day), "summary": or_nothing(text(2_000))},
)
PROGRAMME = Shape(
    {"name": text(200), "slug": slug, "starts": day, "ends": day},
    {
        "summary": or_nothing(text(2_000)),
        "follows": or_nothing(FORMER_PROGRAMME),
        "rhythm": or_nothing(one_of(*RHYTHMS)),
    },
)
THEME = Shape({"slug": slug, "name": text(120)}, {"summary": or_nothing(text(2_000))})
ORGANISATION = Shape({"slug": slug, "name": text(200), "sector": one_of(*SECTORS)})
PERSON = Shape(
    {"email": email, "name": text(120)},
    {"job": or_nothing(text(120)), "organisation": or_nothing(slug), "helps-with": or_nothing(text(2_000))},
)
TEAM_ROLE = Shape({"person": email, "role": one_of(*ROLES)})
PLACE_ROLE = Shape(
    {"person": email, "role": one_of(*PARTNERSHIP_ROLES)},
    {"from": or_nothing(day), "to": or_nothing(day)},
)
SLIP = Shape(
    {"on": day, "to": day, "reason": one_of(*REASONS), "why": text(LONGEST_WHY)},
    {"audience": or_nothing(one_of(*WHY_AUDIENCES)), "by": or_nothing(email)},
)
MILESTONE = Shape(
    {"name": text(200), "due": day},
    {"first-planned": or_nothing(day), "slips": many(SLIP, 50), "reached": or_nothing(day)},
)
PROJECT = Shape(
    {"title": text(200), "aim": text(2_000)},
    {"theme": or_nothing(slug), "milestones": many(MILESTONE, 100)},
)
PARTNERSHIP = Shape(
    {"slug": slug, "name": text(120), "organisations": many(slug, 100), "people": many(PLACE_ROLE, 1_000)},
    {
        "summary": or_nothing(text(2_000)),
        "latitude": or_nothing(degrees(-90, 90)),
        "longitude": or_nothing(degrees(-180, 180)),
        "project": or_nothing(PROJECT),
    },
)

# What is told of every entry, of whatever kind.
WRITTEN = {"ref": ref, "partnership": slug, "author": email, "at": moment, "audience": audience}
GENERAL = {
    "audience": Shape({"of": ref, "by": email, "at": moment, "audience": audience}),
    "withdrawal": Shape({"of": ref, "by": email, "at": moment}),
    "thanks": Shape({"for": ref, "by": many(email, 1_000), "at": moment}),
    "follow": Shape({"who": email, "at": moment}, {"partnership": slug, "theme": slug, "person": email}),
}


def history() -> dict[str, Shape]:
    """The acts of a history, by name: entries of every kind, their revision, what features add, what all have."""
    return _history(tuple(entry_acts().values()), tuple(acts().values()))


def programme_file() -> Shape:
    """The whole file, with the history that it may have."""
    return _programme_file(tuple(entry_acts().values()), tuple(acts().values()))


@cache
def _programme_file(entries: tuple[EntryAct, ...], others: tuple[Act, ...]) -> Shape:
    return Shape(MUST, {**MAY, "history": many(Choice(_history(entries, others)))})


@cache
def _history(entries: tuple[EntryAct, ...], others: tuple[Act, ...]) -> dict[str, Shape]:
    written = {act.kind: Shape({**WRITTEN, **act.must}, {**act.may, "draft": yes_or_no}) for act in entries}
    may = {name: value for act in entries for name, value in act.revision.items()}
    revision = Shape({"of": ref, "by": email, "at": moment}, {"title": title, **may})
    return {**written, **{act.name: act.shape for act in others}, "revision": revision, **GENERAL}


def _version(given: Any) -> int:
    number = int(whole_number.read(given))
    if number != 1:
        raise ValueError(f"this is version {number}; only version 1 is known")
    return number


MUST: dict[str, Kind] = {"version": Value(_version), "programme": PROGRAMME, "people": many(PERSON)}
MAY: dict[str, Kind] = {
    "as-if-today": or_nothing(day),
    "invitations": one_of("all", "none"),
    "themes": many(THEME),
    "organisations": many(ORGANISATION),
    "team": many(TEAM_ROLE),
    "partnerships": many(PARTNERSHIP),
}


def shape(node: Node) -> Item:
    """The file's content in its form. Raises CannotImport with every problem of form there is."""
    file = file_models.read(node, programme_file())
    for optional in ("themes", "organisations", "team", "partnerships", "history"):
        file[optional] = file[optional] or []
    file["history"] = [_act(told) for told in file["history"]]
    return file


def _act(told: Item) -> Item:
    """The one act that stands here, with its name as `act`."""
    ((name, act),) = ((name, act) for name, act in told.items() if act is not None)
    act["act"], act.place = name, told.where(name)
    return act  # type: ignore[no-any-return]
