"""A pool of some hundred texts, rendered once through the product's own renderer and used again and again.

Rendering takes the software longer than everything else about an entry; a pool keeps a million entries affordable.
"""

from dataclasses import dataclass
from random import Random

from lpcommunity.comments.words import Words
from lpcommunity.entries.content import Content
from lpcommunity.reflections.cycles import prompts_of
from lpcommunity.reflections.texts import headings_of
from lpcommunity.seeding import phrases

UPDATES, REFLECTIONS, TITLES, REMARKS = 240, 120, 160, 200
# How often a cycle is chosen, of a hundred.
CYCLES = {"driscoll": 50, "gibbs": 20, "after-action": 15, "kolb": 5, "free": 10}
LONG, MIDDLING = 0.08, 0.35  # of the texts: a page or two; some paragraphs. The others are three or four sentences


@dataclass(frozen=True)
class Written:
    """A text as an entry keeps it, and what facilitators may quote from it (prompt, words)."""

    content: Content
    cycle: str = ""
    passages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Remark:
    """The text of a comment, as it keeps it."""

    body: str
    html: str


@dataclass(frozen=True)
class Pool:
    """The texts that there are."""

    updates: list[Written]
    reflections: list[Written]
    by_cycle: dict[str, list[Written]]
    titles: list[str]
    looked_back: list[str]
    remarks: list[Remark]


def pool(dice: Random, entries: int) -> Pool:
    """Enough texts for so many entries."""
    few = max(12, entries // 8)
    reflections = [_reflection(dice) for _ in range(min(REFLECTIONS, few))]
    return Pool(
        updates=[_update(dice) for _ in range(min(UPDATES, few))],
        reflections=reflections,
        by_cycle={cycle: [one for one in reflections if one.cycle == cycle] for cycle in CYCLES},
        titles=[filled(dice, phrases.TITLES) for _ in range(min(TITLES, few))],
        looked_back=[filled(dice, phrases.LOOKED_BACK) for _ in range(min(TITLES, few))],
        remarks=[_remark(dice) for _ in range(min(REMARKS, few))],
    )


def filled(dice: Random, sentences: tuple[str, ...]) -> str:
    """One of these sentences, with somebody in it."""
    said = dice.choice(sentences).replace("{}", dice.choice(phrases.FILLERS))
    return said[0].upper() + said[1:]


def _update(dice: Random) -> Written:
    body = _prose(dice, phrases.HAPPENED, _length(dice))
    if dice.random() < 0.15:
        body += "\n\n## " + phrases.FACTS.replace("{}", dice.choice(phrases.FILLERS))
    body += "\n\n" + filled(dice, phrases.NEXT)
    return Written(Content.written("", {"body": body}))


def _reflection(dice: Random) -> Written:
    cycle = dice.choices(list(CYCLES), list(CYCLES.values()))[0]
    fields: dict[str, str] = {}
    passages: list[tuple[str, str]] = []
    for number, prompt in enumerate(prompts_of(cycle)):
        if number and dice.random() < 0.12:
            continue  # not everybody answers every question
        said = _prose(dice, phrases.THOUGHT, max(1, _length(dice) // 2))
        fields[prompt.key] = said + " " + filled(dice, phrases.TRY)
        plain = [line for line in said.replace("\n\n", "\n").replace(". ", ".\n").split("\n") if "*" not in line]
        passages += [(prompt.key, line) for line in plain[:3] if 10 < len(line) < 400]
    return Written(Content.written("", fields, headings_of(cycle)), cycle, tuple(passages))


def _remark(dice: Random) -> Remark:
    """Most are a sentence or two; its first line can be quoted letter for letter."""
    said = [filled(dice, phrases.REMARKS)]
    if dice.random() < 0.5:
        said.append(_prose(dice, phrases.THOUGHT, dice.randint(1, 3)))
    words = Words.written("\n\n".join(said))
    return Remark(words.body, words.html)


def _length(dice: Random) -> int:
    chance = dice.random()
    if chance < LONG:
        return dice.randint(18, 45)
    return dice.randint(6, 14) if chance < MIDDLING else dice.randint(2, 5)


def _prose(dice: Random, sentences: tuple[str, ...], number: int) -> str:
    """So many sentences, in paragraphs."""
    said = [filled(dice, sentences) for _ in range(number)]
    paragraphs = []
    while said:
        size = dice.randint(2, 5)
        paragraphs.append(" ".join(said[:size]))
        said = said[size:]
    return "\n\n".join(paragraphs)
