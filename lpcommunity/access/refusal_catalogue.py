"""What people are told when something is refused: to every code of the domain its sentence, here and nowhere else.

Commands know codes. The sentences stand in the refusal_text.py of each feature, which registers them here; a page, a
form and the command line all say the same one.
"""

from collections.abc import Callable, Mapping

# A sentence with places for values, "There is a theme called “{name}” already", or what makes one of the values.
Sentence = str | Callable[..., str]


class CodeTaken(RuntimeError):
    """Two features say the same code: it would mean two things."""


_sentences: dict[str, Sentence] = {}


def register(sentences: Mapping[str, Sentence]) -> Mapping[str, Sentence]:
    """Make the sentences of a feature known, by their codes. Raises CodeTaken for a code that has one already."""
    taken = sorted(_sentences.keys() & sentences.keys())
    if taken:
        raise CodeTaken(f"there is a sentence already for {', '.join(taken)}")
    _sentences.update(sentences)
    return sentences


def sentence(code: str, values: Mapping[str, object]) -> str:
    """What is said of this code, with these values in it.

    A code without a sentence is said as it is: ugly, but what somebody typed is still shown to them again.
    """
    found = _sentences.get(code, code)
    return found.format(**values) if isinstance(found, str) else found(**values)
