"""Audiences in words, as people read them before they send and beside what they read."""

from lpcommunity.entries.audiences import Circle
from lpcommunity.web.words import number, people_list, plural, sentence

NAMES = {
    "me": "Only me",
    "facilitators": "My facilitators",
    "partnership": "My partnership",
    "community": "The community",
    "public": "The public",
}

NO_FACILITATOR = "There is no facilitator at present; whoever comes can read it."


def hints(circle: Circle) -> dict[str, str]:
    """Who each audience is, by name or number, for the choices of a form in this partnership."""
    if circle.facilitators:
        owns = people_list(circle.facilitators, most=6)
        facilitators = f"{owns}. Nobody else in {circle.place}, and not the programme team."
        beside = f", and {people_list(circle.facilitators, most=3)}"
    else:
        facilitators = f"{NO_FACILITATOR} Nobody else in {circle.place}, and not the programme team."
        beside = ""
    return {
        "me": "Nobody else, until you change it.",
        "facilitators": facilitators,
        "partnership": f"{_members(circle)}{beside}.",
        "community": f"Everyone with an account: {plural(circle.community, 'person', figures=True)}"
        " in all the partnerships, and the programme team.",
        "public": "Anyone at all, and search engines. Your name stands by it.",
    }


def readers_line(audience: str, place: str) -> str:
    """Who can read an entry, on its own page, for whoever reads it."""
    return {
        "me": "Only its author can read this",
        "facilitators": f"Its author and the facilitators of {place} can read this",
        "partnership": f"{place} and its facilitators can read this",
        "community": "The community can read this",
        "public": "Anyone can read this",
    }[audience]


def how_many(circle: Circle) -> dict[str, int | None]:
    """How many people each audience is, the writer not counted; None for the public, whom nobody counts."""
    return {
        "me": 0,
        "facilitators": len(circle.facilitators),
        "partnership": max(circle.members - 1, 0) + len(circle.facilitators),
        "community": max(circle.community - 1, 0),
        "public": None,
    }


def widening(circle: Circle, before: str, after: str) -> str:
    """What it means to make an entry for more people, in a sentence or two."""
    if after == "public":
        return "Anyone at all will be able to read this, and search engines will find it."
    counts = how_many(circle)
    more = (counts[after] or 0) - (counts[before] or 0)
    if more <= 0:
        return f"{sentence(NAMES[after].replace('My', 'your').replace('The', 'the'))} will be able to read this."
    return f"{sentence(number(more))} more {'person' if more == 1 else 'people'} will be able to read this."


def _members(circle: Circle) -> str:
    others = circle.members - 1
    if others < 1:
        return f"You are the only member of {circle.place} so far"
    return f"The {plural(circle.members, 'person', figures=circle.members > 10)} of {circle.place}"


def will(circle: Circle, told: dict[str, int]) -> dict[str, str]:
    """What posting an update for each audience does: who can read it, and how many are told (by audience)."""
    others = max(circle.members - 1, 0)
    around = f"the {plural(others, 'other')}" if others else "nobody else"
    named = people_list(circle.facilitators, most=3)
    beside = named or "whoever comes to facilitate"
    return {
        "me": "nobody else can read it, and nobody is told.",
        "facilitators": f"{named} can read it. {_told(told['facilitators'])}"
        if named
        else "nobody else can read it until a facilitator comes.",
        "partnership": f"{around} in {circle.place} and {beside} can read it. {_told(told['partnership'])}",
        "community": f"all {circle.community:,} people of the community can read it. {_told(told['community'])}",
        "public": f"anyone at all can read it, and search engines can find it. {_told(told['public'])}",
    }


def will_in_general(circle: Circle) -> str:
    """The same without knowing the choice, for pages without scripts."""
    return (
        f"those for whom it is can read it. Of them, the people of {circle.place}, its facilitators and whoever"
        f" follows you or {circle.place} are told of it here. No e-mail goes out."
    )


def _told(n: int) -> str:
    if n == 0:
        return "Nobody is told."
    return f"{sentence(plural(n, 'person'))} {'is' if n == 1 else 'are'} told of it here. No e-mail goes out."
