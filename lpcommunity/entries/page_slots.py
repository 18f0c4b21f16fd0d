"""Places on the page of an entry, or of an action, that features above fill: thanks and following, later comments.

The page names its places; whoever has something to show there registers a template and a function
that makes what the template needs. So the entry's page knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lpcommunity.access.reader import Reader, Visitor

BELOW, ASIDE = "below", "aside"
HEAD = "head"  # in its head, after who can read it: what few do with it and would else look for on a phone, in a word
NOTICE = "notice"  # above the words: what their author must know of them
TEXT = "text"  # right below the words, before anything that can be done
VERSION = "version"  # below the text of an earlier version; its fillers are given the version
MOVE = "move"  # below each move of an answer; its fillers are given the entry, their templates `placed.move`
OPENING = "opening"  # above the form in which somebody looks back; its fillers are given the place
CONFIDED = "confided"  # below a text that only its author and the facilitators read
ACTION = "action"  # on the page of an action, below how it stands; its fillers are given the action
COMMENT = "comment"  # beside what one does with a comment; fillers are given the entry, their templates have a macro
CHANGE = "change"  # above the form in which somebody changes what they said; its fillers are given the comment
PLACES = (HEAD, NOTICE, TEXT, BELOW, ASIDE, VERSION, MOVE, OPENING, CONFIDED, ACTION, COMMENT, CHANGE)

Filler = Callable[[Reader | Visitor, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """Something to be shown in a place: `{% include part.template %}` with `part.context` at hand as `part`.

    A page has many comments: for COMMENT the template brings a macro `beside(placed, part)`, given each of them.
    """

    template: str
    context: dict[str, Any]
    is_act: bool = False  # something to press: it stands in a row with others (entries/below.html)


_fillers: dict[str, list[tuple[int, str, Filler]]] = {place: [] for place in PLACES}
_acts: set[str] = set()  # templates


def fill(place: str, template: str, *, order: int = 50, is_act: bool = False) -> Callable[[Filler], Filler]:
    """Fill this place with this template; the decorated function makes its context, or None to show nothing."""
    if is_act:
        _acts.add(template)

    def register(filler: Filler) -> Filler:
        entries = [known for known in _fillers[place] if known[1] != template]
        _fillers[place] = sorted([*entries, (order, template, filler)], key=lambda known: known[:2])
        return filler

    return register


def parts(place: str, actor: Reader | Visitor, entry: Any) -> list[Part]:
    """What stands in this place of this entry's page for this reader (who has been let in already)."""
    made = ((template, filler(actor, entry)) for _, template, filler in _fillers[place])
    return [Part(template, context, template in _acts) for template, context in made if context is not None]
