"""Whether a text still holds the words of a facilitator's move: then it stays with those who read the exchange.

Words are compared without marks and capitals. Six in a row are somebody's, if one of them is not of those that
everybody says all day; so is a move as a whole, however short. Fewer come by chance: "we don't know yet" is nobody's.
"""

import re

IN_A_ROW = 6
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SAID_ALL_DAY = """
    a about after again all also am an and any are aren't as at back be because been before being but by can can't come
    could couldn't did didn't do does doesn't doing don't done down each else even every few find first for from get
    give go going good had has have haven't he her here him his how i i'd i'll i'm i've if in into is isn't it it's its
    just keep know last let like little long look made make many may me might more most much must my need never new next
    no not nothing now of off on one only or other our out over own people put really same say see she should so some
    something still such take talk tell than that that's the their them then there these they they're thing things think
    this those time to too two up us use very want was wasn't way we we'd we'll we're we've well were what what's when
    where which while who whom whose why will with won't work would wouldn't year yes yet you you'd you'll you're you've
    your
"""
EVERYDAY = frozenset(_SAID_ALL_DAY.split())


def holds(text: str, move: str) -> bool:
    """Whether this text holds words of that move."""
    said, written = _words(move), _words(text)
    if len(said) < 2:
        return False
    borrowed = {run for run in _runs(said, IN_A_ROW) if not EVERYDAY.issuperset(run)}
    return tuple(said) in _runs(written, len(said)) or not borrowed.isdisjoint(_runs(written, IN_A_ROW))


def _runs(words: list[str], n: int) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
