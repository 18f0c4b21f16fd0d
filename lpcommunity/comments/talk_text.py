"""What a conversation says of itself: how many comments, who can read what one writes, and who is told of it."""

from collections.abc import Sequence

from lpcommunity.comments.participants import Participant, named
from lpcommunity.entries.readership import Readership
from lpcommunity.web.humanize import number, people_list, plural, sentence

NAMED = 6
STAYS = {
    "facilitators": "It stays with them, whoever the {kind} is for one day.",
    "partnership": "If the {kind} is opened to more people one day, this comment stays with the partnership.",
    "community": "If the {kind} is made public one day, this comment stays with the community.",
    "public": "",
}


def heading(count: int) -> str:
    """How many comments there are."""
    return sentence(plural(count, "comment")) if count else "Comments"


def new_line(count: int, most: int) -> str:
    """How many are new, in the middle of a sentence."""
    if count >= most:
        return f"more than {number(most - 1)} are new"
    return f"{number(count)} {'is' if count == 1 else 'are'} new"


def who_reads(audience: str, readership: Readership, kind: str) -> str:
    """Who can read a comment that is posted now, and that it stays so."""
    named_facilitators = people_list(readership.facilitators, most=3)
    beside = f", and {named_facilitators}" if named_facilitators else ""
    said = {
        "facilitators": f"its author{beside or ' and the facilitators'} can read it. Nobody else can.",
        "partnership": f"the {plural(readership.members, 'person', figures=readership.members > 10)} of "
        f"{readership.place}{beside} can read it.",
        "community": f"everyone in the community can read it: {plural(readership.community, 'person', figures=True)}.",
        "public": "anyone at all can read it, and search engines can find it. Your name stands by it.",
    }[audience]
    return f"{said} {STAYS[audience].format(kind=kind.lower())}".strip()


def who_is_told(told: Sequence[Participant]) -> str:
    """Who is told of it."""
    if not told:
        return "Nobody else has taken part yet, so nobody is told."
    names = named(told)
    listed = people_list(names, most=NAMED)
    several = len(names) > 1
    return f"{listed} {'are' if several else 'is'} told of it here. No e-mail goes out."
