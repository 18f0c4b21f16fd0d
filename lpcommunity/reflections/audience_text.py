"""What sending a reflection does, in words, for each audience."""

from lpcommunity.entries import audience_text
from lpcommunity.entries.readership import Readership
from lpcommunity.web.humanize import people_list, plural

ANSWERS = "What they answer stays between you."
NAME_FIRST = (
    "When somebody comes, we first tell you who it is, here and by e-mail. Three days later they can read it, unless "
    "you say no or take it back."
)


def no_facilitator(place: str) -> str:
    """What is said where nobody facilitates at present."""
    return (
        f"{place} has no facilitator just now. Your reflection waits, and the programme team is told that one is "
        f"missing, not what you wrote. {NAME_FIRST}"
    )


def hints(readership: Readership) -> dict[str, str]:
    """Who each audience is, by name or by number."""
    named = audience_text.hints(readership)
    return named if readership.facilitators else {**named, "facilitators": no_facilitator(readership.place)}


def consequences(readership: Readership) -> dict[str, str]:
    """What sending it for each audience does: who can read it, who gets an e-mail."""
    others = max(readership.members - 1, 0)
    around = f"the {plural(others, 'other')} in {readership.place}" if others else f"whoever joins {readership.place}"
    named = people_list(readership.facilitators, most=3)
    waits = f"{readership.place} has no facilitator just now, so it waits. {NAME_FIRST}"
    mail = _mail(readership) if named else waits
    return {
        "me": "nobody else can read it, and nobody is told.",
        "facilitators": f"{named} can read it and {_one_mail(readership)} Nobody else in {readership.place} sees "
        "anything of it."
        if named
        else f"it waits, and nobody can read it until a facilitator comes to {readership.place}. "
        f"The programme team is told that one is missing, not what you wrote. {NAME_FIRST}",
        "partnership": f"{around}{f' and {named}' if named else ''} can read it. {mail} {ANSWERS}",
        "community": f"all {readership.community:,} people of the community can read it. {mail} {ANSWERS}",
        "public": f"anyone at all can read it, and search engines can find it. {mail} {ANSWERS}",
    }


def consequences_in_general(readership: Readership, *, alone: bool = True) -> str:
    """The same without knowing the choice, for pages without scripts. `alone`: it may also be kept for oneself."""
    if not readership.facilitators:
        return (
            f"whoever it is for can read it. {readership.place} has no facilitator just now: it waits for one. "
            f"{NAME_FIRST}"
        )
    mine = " If it is only for you, nobody is told of anything." if alone else ""
    return f"whoever it is for can read it. {_mail(readership)} {ANSWERS}{mine}"


def _mail(readership: Readership) -> str:
    return f"{people_list(readership.facilitators, most=3)} {_one_mail(readership)}"


def _one_mail(readership: Readership) -> str:
    return f"{'gets' if len(readership.facilitators) == 1 else 'each get'} one e-mail."
