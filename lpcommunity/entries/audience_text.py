"""Audiences in words, as people read them before they send and beside what they read."""

from lpcommunity.entries.readership import Readership
from lpcommunity.web.humanize import number, people_list, plural, sentence

BY_MAIL = "Only whoever you mention gets an e-mail."
NAMES = {
    "me": "Only me",
    "facilitators": "My facilitators",
    "partnership": "My partnership",
    "community": "The community",
    "public": "The public",
}

NO_FACILITATOR = "There is no facilitator at present. Whoever comes reads it only if you say yes then."


def hints(readership: Readership) -> dict[str, str]:
    """Who each audience is, by name or number, for the choices of a form in this partnership."""
    if readership.facilitators:
        owns = people_list(readership.facilitators, most=20)
        facilitators = f"{owns}. Nobody else in {readership.place}, and not the programme team."
        beside = f", and {people_list(readership.facilitators, most=3)}"
    else:
        facilitators = f"{NO_FACILITATOR} Nobody else in {readership.place}, and not the programme team."
        beside = ""
    return {
        "me": "Nobody else, until you change it.",
        "facilitators": facilitators,
        "partnership": f"{_members(readership)}{beside}.",
        "community": f"Everyone with an account: {plural(readership.community, 'person', figures=True)}"
        " in all the partnerships, and the programme team.",
        "public": "Anyone at all, and search engines. Your name stands by it.",
    }


def in_short(readership: Readership) -> dict[str, str]:
    """Whom it is for, in one line, by audience."""
    named = people_list(readership.facilitators, most=3)
    return {
        "me": "Only for me",
        "facilitators": f"For my facilitators: {named}" if named else "For my facilitators: nobody yet",
        "partnership": f"For my partnership: {plural(readership.members, 'person')}{f' and {named}' if named else ''}",
        "community": f"For the community: {plural(readership.community, 'person', figures=True)}",
        "public": "For the public: anyone at all",
    }


def none_of_them_reads(place: str) -> str:
    """What is said of the facilitators where all of them came after an exchange began."""
    came = f"Nobody who facilitates {place} now: they came later"
    return f"{came}, and read it only if you say yes, under What you confided."


def readers_line(audience: str, place: str) -> str:
    """Who can read an entry, on its own page, for whoever reads it."""
    return {
        "me": "Only its author can read this",
        "facilitators": f"Its author and the facilitators of {place} can read this",
        "partnership": f"{place} and its facilitators can read this",
        "community": "The community can read this",
        "public": "Anyone can read this",
    }[audience]


def how_many(readership: Readership) -> dict[str, int | None]:
    """How many people each audience is, the writer not counted; None for the public, whom nobody counts."""
    return {
        "me": 0,
        "facilitators": len(readership.facilitators),
        "partnership": max(readership.members - 1, 0) + len(readership.facilitators),
        "community": max(readership.community - 1, 0),
        "public": None,
    }


def widening(readership: Readership, before: str, after: str) -> str:
    """What it means to make an entry for more people, in a sentence or two."""
    if after == "public":
        return "Anyone at all will be able to read this, and search engines will find it."
    counts = how_many(readership)
    more = (counts[after] or 0) - (counts[before] or 0)
    if more <= 0:
        return f"{sentence(NAMES[after].replace('My', 'your').replace('The', 'the'))} will be able to read this."
    return f"{sentence(number(more))} more {'person' if more == 1 else 'people'} will be able to read this."


def _members(readership: Readership) -> str:
    others = readership.members - 1
    if others < 1:
        return f"You are the only member of {readership.place} so far"
    return f"The {plural(readership.members, 'person', figures=readership.members > 10)} of {readership.place}"


def consequences(readership: Readership, told: dict[str, int]) -> dict[str, str]:
    """What posting an entry for each audience does: who can read it, and how many are told (by audience)."""
    others = max(readership.members - 1, 0)
    around = f"the {plural(others, 'other')}" if others else "nobody else"
    named = people_list(readership.facilitators, most=3)
    beside = named or "whoever comes to facilitate"
    return {
        "me": "nobody else can read it, and nobody is told.",
        "facilitators": f"{named} can read it. {_told(told['facilitators'])}"
        if named
        else "nobody else can read it until a facilitator comes, and you open it to them.",
        "partnership": f"{around} in {readership.place} and {beside} can read it. {_told(told['partnership'])}",
        "community": f"all {readership.community:,} people of the community can read it. {_told(told['community'])}",
        "public": f"anyone at all can read it, and search engines can find it. {_told(told['public'])}",
    }


def consequences_in_general(readership: Readership) -> str:
    """The same without knowing the choice, for pages without scripts."""
    return (
        f"whoever it is for can read it. Of them, the people of {readership.place}, its facilitators and whoever"
        f" follows you or {readership.place} are told of it here. {BY_MAIL}"
    )


def _told(n: int) -> str:
    if n == 0:
        return "Nobody is told but whoever you mention."
    return f"{sentence(plural(n, 'person'))} {'is' if n == 1 else 'are'} told of it here. {BY_MAIL}"
