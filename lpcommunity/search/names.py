"""Names in memory, to be found by their beginnings, and despite a typing error: people, places, themes.

They are the vocabulary of suggestions, with one's own searches: words of texts are no part of it, so what nobody may
read changes none. Which people somebody is shown is decided afterwards, by the resolver.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lpcommunity.people.names import without_titles
from lpcommunity.search import analysis

SHORTEST = 4  # letters of a word in which an error is forgiven; in eight or more, two are
TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "cllr", "sir", "dame", "the", "of", "and"}
MOST_COMPARED = 60


@dataclass(frozen=True)
class Name:
    """Somebody or something by name."""

    sort: str  # person, partnership, theme
    id: int
    name: str


@dataclass
class Names:
    """All names, and the words of which they are made."""

    words: dict[str, list[Name]] = field(default_factory=dict)
    pairs: dict[str, set[str]] = field(default_factory=dict)  # two letters → the words that have them
    sorted_words: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, names: Iterable[Name]) -> "Names":
        """Made once, and kept until one of them changes."""
        made = cls()
        for one in names:
            for word in forms_of(one.name):
                made.words.setdefault(word, []).append(one)
        for word in made.words:
            for pair in _pairs(word):
                made.pairs.setdefault(pair, set()).add(word)
        made.sorted_words = sorted(made.words)
        return made

    def beginning(self, typed: str, most: int) -> list[Name]:
        """Names of which the words begin as what was typed, each word of it; of people, titles before it aside."""
        found = _either(typed, self._all_begin)
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))[:most]

    def called(self, typed: str, most: int) -> list[Name]:
        """Names that have each of these words; those of people, titles before them aside."""
        found = _either(typed, self._have_all)
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))[:most]

    def like(self, typed: str, most: int) -> list[Name]:
        """Names of which each word is nearly one that was typed, the likest first; else those of which a word is nearly
        two that were typed: Mac Donald, O Neill.
        """
        parts = bare_words(typed)[:4]
        joined = ([*parts[:at], f"{parts[at]}{parts[at + 1]}", *parts[at + 2 :]] for at in range(len(parts) - 1))
        for some in (parts, *joined):
            if found := self._with_all(some):
                return sorted(found, key=lambda one: (found[one], one.name.casefold(), one.id))[:most]
        return []

    def _all_begin(self, parts: list[str]) -> Iterable[Name]:
        first, *others = parts
        found: dict[Name, None] = dict.fromkeys(self._with_beginning(first))
        for part in others:
            found = {name: None for name in found if any(word.startswith(part) for word in forms_of(name.name))}
        return found

    def _have_all(self, parts: list[str]) -> Iterable[Name]:
        first, *others = [self.words.get(part, []) for part in parts]
        return [one for one in first if all(one in some for some in others)]

    def _with_all(self, parts: list[str]) -> dict[Name, int]:
        found: dict[Name, int] = {}
        for nth, part in enumerate(parts):
            near = {name: apart for word, apart in self._near(part) for name in self.words[word]}
            found = near if nth == 0 else {one: found[one] + near[one] for one in found if one in near}
        return found

    def _with_beginning(self, part: str) -> Iterator[Name]:
        at = bisect_left(self.sorted_words, part)
        while at < len(self.sorted_words) and self.sorted_words[at].startswith(part):
            yield from self.words[self.sorted_words[at]]
            at += 1

    def _near(self, part: str) -> Iterator[tuple[str, int]]:
        """Words that are this one, or nearly, and by how many letters they differ."""
        part = analysis.name_word(part)
        if part in self.words:
            yield part, 0
        plain = part.replace("ue", "u").replace("oe", "o").replace("ae", "a")  # how ü, ö and ä are written without dots
        if plain != part and plain in self.words:
            yield plain, 0
        allowed = 0 if len(part) < SHORTEST else 1 if len(part) < 8 else 2
        if not allowed:
            return
        shared = Counter(word for pair in _pairs(part) for word in self.pairs.get(pair, ()))
        for word, _ in shared.most_common(MOST_COMPARED):
            if word != part and abs(len(word) - len(part)) <= allowed:
                apart = distance(part, word)
                if apart <= allowed:
                    yield word, apart


def _either(typed: str, find: Callable[[list[str]], Iterable[Name]]) -> set[Name]:
    """What is found by all that was typed; and people by that without the titles before it, which few names have."""
    whole, bare = words_of(typed), words_of(without_titles(typed))
    found = set(find(whole)) if whole else set()
    return found | {one for one in find(bare) if one.sort == "person"} if bare and bare != whole else found


def bare_words(name: str) -> list[str]:
    """The words of a name by which it is compared with others: no titles."""
    return [word for word in words_of(without_titles(name)) if word not in TITLES]


def words_of(name: str) -> list[str]:
    """The words of a name, folded and in one spelling."""
    found = [analysis.name_word(one.whole) for one in analysis.words(name)]
    return [one for one in found if one]


def forms_of(name: str) -> set[str]:
    """The same, and as they are written: Denise, whose name one spelling has as Denize."""
    return {*words_of(name), *(one.whole for one in analysis.words(name))}


def _pairs(word: str) -> set[str]:
    edged = f"^{word}$"
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


def distance(one: str, other: str) -> int:
    """How many letters are to be changed, left out, put in, or exchanged with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
