"""What both pictures of a journey draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lpcommunity.pages.charts.dips import Dive
from lpcommunity.pages.charts.journey_facts import Asked, Cycle
from lpcommunity.pages.charts.strokes import Hop, Mark, Pen, short, width

NEAR = 24  # so far a mark may stand from its day
ABOVE, BELOW, AIR = (
    12,
    3,
    4,
)  # how high letters of 16 stand over their baseline, how low under it, and from there to a line


@dataclass(frozen=True)
class Words:
    """A line of words: where, and how (`soft`, `end`, `mid`, `strong`, …)."""

    x: float
    y: float
    text: str
    how: tuple[str, ...] = ()

    @property
    def room(self) -> tuple[float, float]:
        """From where to where it reaches."""
        wide = width(self.text)
        begins = self.x - (wide if "end" in self.how else wide / 2 if "mid" in self.how else 0)
        return begins, begins + wide

    @property
    def height(self) -> tuple[float, float]:
        """From where to where it reaches downwards."""
        return self.y - ABOVE, self.y + BELOW


def broken(x: float, top: float, bottom: float, words: Iterable[Words]) -> str:
    """A line downwards that leaves room for the words in its way."""
    path, here = "", top
    for high, low in sorted(one.height for one in words if one.room[0] - AIR < x < one.room[1] + AIR):
        if high - AIR > here:
            path += f"M{short(x)} {short(here)}V{short(high - AIR)}"
        here = max(here, low + AIR)
    return f"{path}M{short(x)} {short(here)}V{short(bottom)}" if here < bottom else path


@dataclass(frozen=True)
class DrawnCycle:
    """A dip with its ring, its questions, its number and its words."""

    n: int
    dive: Dive
    ring: tuple[float, float]
    questions: tuple[tuple[float, float], ...]
    number: tuple[float, float] | None = None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class DrawnFlag:
    """A milestone: its flag, its name, and where it was first planned."""

    path: str
    ahead: bool
    name: Words | None = None
    was: str = ""
    way: str = ""  # the dotted line from there, or the one that leads from its day to its words


@dataclass(frozen=True)
class DrawnQuestion:
    """The line of a question that stayed open. `halo`: where it was answered; `dots`: it is still open."""

    line: str
    words: tuple[Words, ...]
    halo: tuple[float, float] | None = None
    dots: str = ""


@dataclass(frozen=True)
class Drawing:
    """What the macros draw."""

    width: float
    height: float
    title: str
    says: str
    ticks: list[tuple[str, Words]]
    work: str
    ahead: str
    cycles: list[DrawnCycle]
    questions: list[DrawnQuestion]
    flags: list[DrawnFlag]
    hops: list[Hop]
    marks: list[Mark]
    level: float
    today: str = ""
    today_says: Words | None = None
    since: tuple[float, float, float, float] | None = None  # x, y, width, height
    since_bar: str = ""
    upright: bool = False
    key: int = 0  # one number for each drawing that a process makes: by it the rendered picture is kept
    loose: list[Words] = field(default_factory=list)  # words that belong to no shape

    @property
    def signs(self) -> frozenset[str]:
        """Which there are, so that its key explains no other: of what happened, dips, actions and milestones."""
        found = {"help" for mark in self.marks if mark.open} | {hop.state for hop in self.hops}
        found |= {"dot" for mark in self.marks if mark.ends is not None or not mark.open}
        found |= {"dip" for _ in self.cycles} | {"answer" for one in self.cycles if one.questions}
        found |= {"asked" for _ in self.questions} | {"flag-was" for one in self.flags if one.was}
        return frozenset(found | {"flag-ahead" if one.ahead else "flag" for one in self.flags})

    @property
    def words(self) -> list[Words]:
        """All there are, for whoever wants to know whether they meet."""
        found = [*(words for _, words in self.ticks), *self.loose]
        for cycle in self.cycles:
            found += cycle.words
            if cycle.number is not None:
                found.append(Words(*cycle.number, str(cycle.n), ("mid",)))
        found += [words for one in self.questions for words in one.words]
        found += [one.name for one in self.flags if one.name is not None]
        return [one for one in [*found, self.today_says] if one is not None and one.text]


def answered_at(
    asked: Asked, at: float, dots: Sequence[Mark], dives: Sequence[tuple[Cycle, Dive]], leaps: Sequence[Hop], pen: Pen
) -> tuple[float, float | None]:
    """Where what answers a question stands, by its day: along the thread, and how far away where it is an action."""
    if asked.by_action:
        signs = [pen.at(hop.x, hop.y) for hop in leaps]  # an upright pen turns them back
        along, away = min(signs, key=lambda sign: abs(sign[0] - at), default=(at, None))
        return (along, away) if abs(along - at) < NEAR else (at, None)
    marked = [*(dot.at for dot in dots), *(one.begins for _, one in dives)]
    along = min(marked, key=lambda one: abs(one - at), default=at)
    return (along if abs(along - at) < NEAR else at), None
