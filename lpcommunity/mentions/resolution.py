"""Whom the names in a text mean.

A name in full, titles aside, means whoever bears it: of several those who may read the text by their role. Several
still, or the first part of a name alone: that is in doubt, and asked about. What stood in the text before keeps its
meaning.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lpcommunity.access.reader import Reader
from lpcommunity.entries import markdown
from lpcommunity.entries.mention_marks import NOBODY, Names, Reading, Sign
from lpcommunity.mentions import queries
from lpcommunity.mentions.choices import NOT_A_PERSON, Choices
from lpcommunity.mentions.policy import Reach, can_name_people
from lpcommunity.mentions.queries import Named
from lpcommunity.people.names import is_title, sort_name_of

MOST_MENTIONED = 20  # people in a text
MOST_DOUBTS = 5  # asked about at once, and looked for by the first part of a name
SHORTEST = 2  # letters of a first name


@dataclass(frozen=True)
class Doubt:
    """A name as it is written, and whom it could mean."""

    key: str
    written: str
    people: tuple[Named, ...]


@dataclass(frozen=True)
class Mentioned:
    """What became of the names in a text."""

    people: Names = field(default_factory=dict)  # by the name as the text has it
    doubts: tuple[Doubt, ...] = ()
    unreached: tuple[str, ...] = ()  # whom it newly mentions and who may not read it, by their role
    too_many: bool = False


NOTHING = Mentioned()


@dataclass(frozen=True)
class Before:
    """The text as it stood before it was changed: whom it mentioned, and which signs it had."""

    people: Names = field(default_factory=dict)
    signs: Sequence[Sign] = ()

    @classmethod
    def of(cls, texts: Iterable[str], html: str) -> "Before":
        """The texts as they were written, and the HTML that was made of them."""
        return cls(markdown.mentioned_in(html), signs_in(texts))

    def had(self, key: str) -> bool:
        """Whether this name stood there already, as mere words."""
        return key not in self.people and any(one.key == key for sign in self.signs for one in sign.readings)


NEW = Before()


def signs_in(texts: Iterable[str]) -> list[Sign]:
    """Every @ in these Markdown texts after which a name may stand."""
    return [sign for text in texts for sign in markdown.signs_in(str(text or ""))]


def resolve(
    actor: Reader, texts: Iterable[str], reach: Reach, choices: Choices = NOBODY, before: Before = NEW
) -> Mentioned:
    """Whom these Markdown texts mention, for whom they are (`reach`). No query where there is no sign in them."""
    signs = signs_in(texts)
    if not signs or not can_name_people(actor):
        return NOTHING
    keys = {one.key for sign in signs for one in sign.readings}
    bearers: dict[str, list[Named]] = {}
    for one in queries.named(reach, keys):
        bearers.setdefault(one.bare, []).append(one)
    return _Search(reach, choices, before, bearers).over(signs, actor)


@dataclass
class _Search:
    reach: Reach
    choices: Mapping[str, int]
    before: Before
    bearers: dict[str, list[Named]]
    people: dict[str, int] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    unreached: dict[int, str] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)

    def over(self, signs: Sequence[Sign], actor: Reader) -> Mentioned:
        too_many = False
        for sign in signs:
            reading, candidates = self._whoever(sign)
            if reading is None or reading.key in self.people or reading.key in self.doubts:
                continue
            if len(set(self.people.values())) == MOST_MENTIONED:
                too_many = True
                break
            self._decide(sign, reading, candidates, actor)
        return Mentioned(self.people, tuple(self.doubts.values()), tuple(self.unreached.values()), too_many)

    def _whoever(self, sign: Sign) -> tuple[Reading | None, list[Named]]:
        """The longest way to read it that is somebody's name, and who bears that."""
        for one in reversed(sign.readings):
            alike = self.bearers.get(sort_name_of(one.key), [])
            if one.key in self.before.people or alike:
                return one, [person for person in alike if person.key == one.key] or alike
        return self._by_first_part(sign)

    def _by_first_part(self, sign: Sign) -> tuple[Reading | None, list[Named]]:
        first = next((one for one in sign.readings if not is_title(one.key)), sign.readings[0])
        tried = first.key in self.tried or len(self.tried) == MOST_DOUBTS
        if tried or len(first.key) < SHORTEST or not first.key[0].isalpha():
            return None, []
        self.tried.add(first.key)
        found = queries.begun(self.reach, first.key)
        for one in reversed(sign.readings):
            fitting = [person for person in found if person.bare.startswith(f"{sort_name_of(one.key)} ")]
            if fitting:
                return (one, fitting) if len(fitting) <= queries.MOST else (None, [])
        return None, []

    def _decide(self, sign: Sign, reading: Reading, candidates: list[Named], actor: Reader) -> None:
        key = reading.key
        if key in self.before.people:
            self.people[key] = self.before.people[key]
            return
        chosen = self.choices.get(key)
        if chosen == NOT_A_PERSON or (chosen is None and self.before.had(key)):
            return
        able = [one for one in candidates if one.may_read] or candidates
        one = next((one for one in candidates if one.id == chosen), None) or self._only(sign, reading, able)
        if one is not None:
            self.people[key] = one.id
            if not one.may_read and one.id != actor.id:
                self.unreached[one.id] = one.name
        elif able and len(self.doubts) < MOST_DOUBTS:
            self.doubts[key] = Doubt(key, sign.written(key), tuple(able[: queries.MOST]))

    def _only(self, sign: Sign, reading: Reading, able: list[Named]) -> Named | None:
        """The one whom it means beyond doubt. Of somebody whose name is not there in full: of this place, and where no
        other name follows.
        """
        if len(able) != 1:
            return None
        one = able[0]
        follows = sign.words[reading.end :]
        another = follows[:1] == " " and follows[1:2].isupper()
        return one if one.key == reading.key or (one.here and not another) else None
