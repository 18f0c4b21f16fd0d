"""Whom a name means, where its writer said so: as a form carries it in a field that nobody sees.

    12=amina rahman;0=tom        # this Amina Rahman; and “@Tom” is nobody, but just words

It is anybody's to type, so it only decides among those whom a name could mean anyway.
"""

from collections.abc import Iterable, Mapping

from lpcommunity.entries.mention_marks import key_of

NOT_A_PERSON = 0
LONGEST = 10_000
Choices = Mapping[str, int]  # by the name, folded; NOT_A_PERSON: nobody


def read(text: str) -> dict[str, int]:
    """What such a field says; what is broken in it is passed over, and the later word counts."""
    chosen = {}
    for one in text[:LONGEST].split(";"):
        number, is_one, name = one.partition("=")
        key = key_of(name)
        if is_one and key and number.strip().isascii() and number.strip().isdigit() and len(number) < 10:
            chosen[key] = int(number)
    return chosen


def written(choices: Choices) -> str:
    """The same as such a field says it."""
    return ";".join(value_of(key, number) for key, number in choices.items())


def value_of(key: str, person_id: int) -> str:
    """One of them."""
    return f"{person_id}={key}"


def read_all(texts: Iterable[str]) -> dict[str, int]:
    """What several fields say, one after the other."""
    return read(";".join(texts))
