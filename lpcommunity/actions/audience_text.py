"""Who reads an action and who is told, in words, before it is sent."""

from lpcommunity.actions.action_lines import ActionLine
from lpcommunity.actions.models import Action
from lpcommunity.entries.readership import Readership
from lpcommunity.web.humanize import people_list, plural, sentence


def readers(action: ActionLine | Action, place: str) -> str:
    """Who can read an action, for whoever reads it."""
    return {
        "me": "Only who wrote it down and who does it can read this",
        "facilitators": f"Who wrote it down, who does it, and the facilitators of {place} can read this",
        "partnership": f"{place} and its facilitators can read this",
        "community": "The community can read this",
        "public": "Anyone can read this",
    }[action.audience]


def told_of_report(audience: str, readership: Readership) -> str:
    """Whom a report is told to: those around it who may read it."""
    named = people_list(readership.facilitators, most=3)
    others = max(readership.members - 1, 0)
    if audience == "me":
        return "Whoever wrote it down and whoever does it are told of it here."
    if audience == "facilitators":
        return f"{named or 'The facilitators'} and whoever wrote it down are told of it here. Nobody else can read it."
    around = " and ".join(
        filter(None, [f"the {plural(others, 'other')} of {readership.place}" if others else "", named])
    )
    reach = {
        "partnership": "Nobody else can read it.",
        "community": "Everyone in the community can read it.",
        "public": "Anyone can read it.",
    }[audience]
    return f"{around or 'Nobody'} {'are' if others > 1 or named else 'is'} told of it here. {reach}"


def word_read_by(action: ActionLine, reader_id: int, *, handed_on: bool) -> str:
    """Who reads the word that this reader says when they hand an action on, or give it back (policy.hears_word)."""
    named = {action.author_id: action.author}
    if action.has_owner and action.owner_id is not None:
        named[action.owner_id] = action.owner_name
    around = {
        "me": [],
        "facilitators": [f"the facilitators of {action.place} who can read the action"],
    }.get(action.audience, [f"the leads of {action.place}"])
    first = ["whoever gets it"] if handed_on else []
    others = [*first, *(name for person_id, name in named.items() if person_id != reader_id), *around]
    if not others:
        return "Nobody but you reads it."
    return f"{sentence(people_list(others))} {'read' if len(others) > 1 or around else 'reads'} it, and nobody else."
