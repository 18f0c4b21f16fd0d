"""Whether a text still holds the words of a facilitator's move: then it stays with those who read the exchange.

Words are compared without marks and capitals. Four in a row are somebody's; a shorter move is, as a whole.
"""

import re

IN_A_ROW = 4
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def holds(text: str, move: str) -> bool:
    """Whether this text holds words of that move."""
    said, written = _words(move), _words(text)
    n = min(IN_A_ROW, len(said))
    if n < 2:
        return False
    runs = {tuple(said[i : i + n]) for i in range(len(said) - n + 1)}
    return any(tuple(written[i : i + n]) in runs for i in range(len(written) - n + 1))


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
