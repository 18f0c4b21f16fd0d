"""The form of a programme's file, version 1. docs/import.md tells the same to people; a test holds them equal."""

from lpcommunity.entries.models import AUDIENCES
from lpcommunity.importing.problems import Problems
from lpcommunity.importing.schema_types import (
    Item,
    Shape,
    by_name,
    day,
    degrees,
    email,
    many,
    moment,
    one_key,
    one_of,
    or_nothing,
    passage,
    slug,
    text,
    whole_number,
    yes_or_no,
)
from lpcommunity.importing.yaml_reader import Node
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.people.models import ROLES, SECTORS
from lpcommunity.reflections.cycles import CYCLES
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, MOVES
from lpcommunity.updates.models import STANDINGS

ref = slug
title = text(200)
long_text = text(20_000)
audience = one_of(*AUDIENCES)

FORMER_PROGRAMME = Shape(
    {"name": text(200), "slug": slug},
    {"starts": or_nothing(day), "ends": or_nothing(day), "summary": or_nothing(text(2_000))},
)
PROGRAMME = Shape(
    {"name": text(200), "slug": slug, "starts": day, "ends": day},
    {"summary": or_nothing(text(2_000)), "follows": or_nothing(FORMER_PROGRAMME)},
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
MILESTONE = Shape({"name": text(200), "due": day}, {"first-planned": or_nothing(day), "reached": or_nothing(day)})
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

PICTURE = Shape({"draw": slug, "alt": text(500)})
MOVE = Shape(
    {"kind": one_of(*MOVES), "says": long_text}, {"prompt": or_nothing(slug), "passage": or_nothing(text(500))}
)
_AN_UPDATE = {
    "reason": or_nothing(text(500)),
    "help": or_nothing(text(2_000)),
    "milestone": or_nothing(text(200)),
    "themes": many(slug, 20),
}
HISTORY = {
    "update": Shape(
        {
            "ref": ref,
            "partnership": slug,
            "author": email,
            "at": moment,
            "standing": one_of(*STANDINGS),
            "audience": audience,
            "body": long_text,
        },
        {"title": or_nothing(title), **_AN_UPDATE, "pictures": many(PICTURE, 10), "draft": yes_or_no},
    ),
    "reflection": Shape(
        {
            "ref": ref,
            "partnership": slug,
            "author": email,
            "at": moment,
            "cycle": one_of(*CYCLES),
            "title": title,
            "answers": by_name(passage(10_000)),
            "audience": audience,
        },
        {"about": many(text(200), 50), "send": yes_or_no, "draft": yes_or_no},
    ),
    "answer": Shape(
        {
            "on": ref,
            "by": email,
            "at": moment,
            "outcome": one_of(ACKNOWLEDGES, INVITES),
            "moves": many(MOVE, 50),
        }
    ),
    "response": Shape(
        {
            "on": ref,
            "by": email,
            "at": moment,
            "answers": many(Shape({"move": whole_number, "says": long_text}), 50),
        }
    ),
    "revision": Shape(
        {"of": ref, "by": email, "at": moment},
        {
            "title": title,
            "body": long_text,
            "answers": by_name(passage(10_000)),
            "standing": one_of(*STANDINGS),
            **_AN_UPDATE,
        },
    ),
    "submission": Shape({"of": ref, "by": email, "at": moment}),
    "audience": Shape({"of": ref, "by": email, "at": moment, "audience": audience}),
    "taking-back": Shape({"of": ref, "by": email, "at": moment}),
    "withdrawal": Shape({"of": ref, "by": email, "at": moment}),
    "thanks": Shape({"for": ref, "by": many(email, 1_000), "at": moment}),
    "follow": Shape(
        {"who": email, "at": moment},
        {"partnership": slug, "theme": slug, "person": email},
    ),
}

PROGRAMME_FILE = Shape(
    {"version": whole_number, "programme": PROGRAMME, "people": many(PERSON)},
    {
        "as-if-today": or_nothing(day),
        "invitations": one_of("all", "none"),
        "themes": many(THEME),
        "organisations": many(ORGANISATION),
        "team": many(TEAM_ROLE),
        "partnerships": many(PARTNERSHIP),
        "history": many(one_key(HISTORY)),
    },
)


def shape(node: Node) -> Item:
    """The file's content in its form. Raises CannotImport with every problem of form there is."""
    problems = Problems()
    item = PROGRAMME_FILE(node, problems)
    if item is not None and item["version"] not in (1, None):
        problems.add(item.where("version"), f"this is version {item['version']}; only version 1 is known")
    problems.stop_if_any()
    assert item is not None
    for optional in ("themes", "organisations", "team", "partnerships", "history"):
        item[optional] = item[optional] or []
    return item
