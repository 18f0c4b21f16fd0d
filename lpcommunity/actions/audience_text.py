"""Who reads an action and who is told, in words, before it is sent."""

from lpcommunity.access.reader import Reader
from lpcommunity.actions.action_lines import ActionLine
from lpcommunity.actions.models import Action
from lpcommunity.actions.policy import FEW
from lpcommunity.entries.readership import Readership
from lpcommunity.web.humanize import people_list, plural, sentence


def readers(action: ActionLine | Action, place: str) -> str:
    """Who can read an action, for whoever reads it."""
    return {
        "me": "Only whoever wrote it down and whoever does it can read this",
        "facilitators": f"Whoever wrote it down, whoever does it, and the facilitators of {place} can read this",
        "partnership": f"{place} and its facilitators can read this",
        "community": "The community can read this",
        "public": "Anyone can read this",
    }[action.audience]


def told_of_report(action: ActionLine, reader: Reader, readership: Readership) -> str:
    """Whom a report of this reader is told to, as they see it: those around it who may read it, and not themselves."""
    facilitators = [one for one in readership.facilitators if one != reader.name]
    if action.audience in FEW:
        reached = facilitators if action.audience == "facilitators" else []
        named = list(dict.fromkeys([*_by_name(action, reader.id), *reached]))
        if not named:
            return "Nobody else is told of it, and nobody else can read it."
        return f"{people_list(named, most=4)} {_are(named)} told of it here. Nobody else can read it."
    others = max(readership.members - (action.partnership_id in reader.member_of), 0)
    around = [f"the {plural(others, 'other')} of {readership.place}"] if others else []
    around += [people_list(facilitators, most=3)] if facilitators else []
    reach = {
        "partnership": "Nobody else can read it.",
        "community": "Everyone in the community can read it.",
        "public": "Anyone can read it.",
    }[action.audience]
    return (
        f"{' and '.join(around) or 'Nobody'} {'are' if others > 1 or facilitators else 'is'} told of it here. {reach}"
    )


def told_of_refusal(action: ActionLine, reader_id: int) -> str:
    """Who is told that this reader gave an action back: whoever wrote it down and, of what they may read, the leads."""
    author = [action.author] if action.author_id != reader_id else []
    named = [*author, *([] if action.audience in FEW else [f"the leads of {action.place}"])]
    if not named:
        return "Nobody else is told."
    return f"{sentence(people_list(named))} {'is' if named == author else 'are'} told."


def _by_name(action: ActionLine, reader_id: int) -> list[str]:
    """Whoever wrote it down, and whoever does it and has an account, without this reader."""
    named = {action.author_id: action.author}
    if action.has_owner and action.owner_id is not None:
        named[action.owner_id] = action.owner_name
    return [name for person_id, name in named.items() if person_id != reader_id and name]


def _are(named: list[str]) -> str:
    return "is" if len(named) == 1 else "are"


def word_read_by(action: ActionLine, reader_id: int, *, handed_on: bool) -> str:
    """Who reads the word that this reader says when they hand an action on, or give it back (policy.hears_word)."""
    around = {
        "me": [],
        "facilitators": [f"the facilitators of {action.place} who can read the action"],
    }.get(action.audience, [f"the leads of {action.place}"])
    first = ["whoever gets it"] if handed_on else []
    others = [*first, *_by_name(action, reader_id), *around]
    if not others:
        return "Nobody but you reads it."
    return f"{sentence(people_list(others))} {'read' if len(others) > 1 or around else 'reads'} it, and nobody else."
