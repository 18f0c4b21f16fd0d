"""What a conversation says of itself: how many comments, who can read what one writes, and who is told of it."""

from collections.abc import Sequence

from lpcommunity.comments.participants import ToBeTold, in_order
from lpcommunity.entries.readership import Readership
from lpcommunity.web.humanize import number, people_list, plural, sentence

NAMED = 6
OTHERS = "whoever else took part"
FOR_EVERYBODY = "anyone at all can read it, and search engines can find it. Your name stands by it."


def heading(count: int) -> str:
    """How many comments there are."""
    return sentence(plural(count, "comment")) if count else "Comments"


def new_line(count: int, most: int) -> str:
    """How many are new, in the middle of a sentence."""
    if count >= most:
        return f"more than {number(most - 1)} are new"
    return f"{number(count)} {'is' if count == 1 else 'are'} new"


def for_community(people: int, kind: str) -> str:
    """Who can read a comment on something that the community reads, and that it stays so."""
    return (
        f"everyone in the community can read it: {plural(people, 'person', figures=True)}. "
        f"If the {kind.lower()} is made public one day, this comment stays with the community."
    )


def for_partnership(readership: Readership, kind: str) -> str:
    """The same, where it is for the partnership."""
    names = people_list(readership.facilitators, most=3)
    beside = f" and {names}" if names else ""
    return (
        f"the {plural(readership.members, 'person', figures=readership.members > 10)} of {readership.place}{beside} "
        f"can read it. If the {kind.lower()} is opened to more people one day, this comment stays with the partnership."
    )


def for_facilitators(names: Sequence[str], kind: str) -> str:
    """The same of something confided: those besides the writer, by name."""
    if not names:
        return "nobody else can read it until a facilitator comes, and you open it to them."
    who = people_list(names, most=6)
    return f"{who} can read it, and nobody else. It stays so, whoever the {kind.lower()} is for one day."


def who_is_told(told: ToBeTold, first: int | None = None) -> str:
    """Who is told of it; `first`: whom one replies to."""
    names = _names(told, first)
    if not names:
        return "Nobody else has taken part yet, so nobody is told. Whoever you mention is, here and by e-mail."
    return f"{names} told of it here. Whoever you mention is told, too, and by e-mail."


def posted(told: ToBeTold, first: int | None = None, *, mentions: bool = False) -> str:
    """The same beside what was just posted; whether it `mentions` anybody is known by now."""
    names = _names(told, first)
    if names:
        return f"Posted. {names} told.{' So is whoever you mention.' if mentions else ''}"
    return (
        f"Posted. {'Whoever you mention is told.' if mentions else 'Nobody else has taken part yet: nobody is told.'}"
    )


def _names(told: ToBeTold, first: int | None) -> str:
    """Their names as the beginning of a sentence; empty where there is nobody."""
    if not told.people and not told.and_others:
        return ""
    people = in_order(told.people, first)
    more = len(people) - NAMED
    others = [OTHERS] if told.and_others else [f"{number(more)} others"] if more > 1 else []
    listed = [*(one.first_name for one in (people[:NAMED] if others else people)), *others]
    said = people_list(listed) if people else sentence(OTHERS)
    return f"{said} {'are' if len(listed) > 1 else 'is'}"
