"""The words by which a request and what somebody can help with are found to be about the same: without those that say
nothing, each cut to its stem. Plain on purpose: what searches takes its place (ADR 55).
"""

import re
import unicodedata

MOST = 12  # words of a request that are looked for
SHORTEST = 3
_LETTERS = re.compile(r"[a-z]+")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "ies", "ed", "er", "es", "ly", "e", "s", "y")

# Words of every request, which say nothing of what it is about.
_EMPTY_WORDS = """
able about above across after again against ago all almost alone along already also although always among and another
answer any anybody anyone anything anywhere are around ask asked asking away back because become been before began
begin behind being below best better between big bit both bring brings brought but called came can cannot change come
comes could day did didnt does doing done dont down due each either else end enough even evening ever every everybody
everyone everything far few find first five for found four from gave general get give given goes going gone good got
had has have having hear heard help helped helpful her here hers him himself his how idea ideas into its itself just
keep kept kind knew know known last later learn least leave left less let like likely little long look looking lot
made make makes making man many matter may maybe mean means meant men might mind month months more most much must need
needed needs never new next nine nobody none nor not nothing now off often old once one only open other others our
ours ourselves out over own paper part people per perhaps person place places please possible problem project put ran
real really right run said same saw say says second see seem seems seen set seven shall she should show shown shows
side since six some somebody somehow someone something sometimes soon sort start started starts still such sure take
taken tell ten than thank thanks that the their them themselves then there these they thing things think third this
those though thought three through time times today together told too took toward tried try turn turned twelve two
under until update upon use used useful using very via want wanted wants was way week weeks well went were what
whatever when where whether which while who whom whose why will with within without word words work worked working
works would write wrote year years yesterday yet you your yours
"""
EMPTY = frozenset(_EMPTY_WORDS.split())


def stems(text: str) -> list[str]:
    """The words of a text that say something, as stems, each once, in their order."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    words = (word for word in _LETTERS.findall(plain) if len(word) >= SHORTEST and word not in EMPTY)
    return list(dict.fromkeys(_stem(word) for word in words))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def weighed(question: str, title: str, themes: list[str]) -> dict[str, float]:
    """What is looked for, the heaviest first: the question says it, title and themes less surely."""
    found: dict[str, float] = {}
    for text, weight in ((question, 1.0), (title, 0.6), (" ".join(themes), 0.6)):
        for stem in stems(text):
            found[stem] = max(weight, found.get(stem, 0.0))
    heaviest = sorted(found, key=lambda stem: (-found[stem], -len(stem), stem))[:MOST]
    return {stem: found[stem] for stem in heaviest}


def score(wanted: dict[str, float], text: str) -> float:
    """How much of what is wanted a text speaks of."""
    return sum(wanted.get(stem, 0.0) for stem in stems(text))


def best_line(wanted: dict[str, float], text: str) -> str:
    """Of what somebody can help with, the line or sentence that speaks most of it; else the first."""
    lines = [line.strip(" .,;:-–•*") for line in re.split(r"[\n.;]+", text) if line.strip(" .,;:-–•*")]
    return max(lines, key=lambda line: score(wanted, line), default="")
