"""The layout of the map: where a place's dot is, and where its name finds room.

The coast was drawn in a Transverse Mercator projection around 2.75 degrees west; the scale and the origin
below were fitted to the dots of the drawing and to its capes (Lizard, Lowestoft, Duncansby, Dover: within one unit).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from math import atan2, cos, log, radians, sin, tan

WIDTH, HEIGHT = 520, 720
MERIDIAN = -2.75
SCALE = 4707.4
EAST, NORTH = 273.44, 4847.1

DOT = 8.5
LETTER, LINE = 13.5, 26  # the size of a letter on a phone, where it is largest
MARGIN = 4

# Up to so many places all are laid out again from north to south, whichever came first. Above, a new one takes the
# room that is left: the whole would take too long while somebody waits.
MOST_LAID_OUT_ANEW = 100

LONGEST_NAME = 24  # letters of a name on the map; a longer one is cut there, and whole where it is pointed at
JOINING = {"a", "and", "for", "in", "of", "on", "the", "to", "with"}

# Where a name may stand: from the dot to the beginning (or end) of its text. The nearest come first; those
# further away are led to by a line.
NEAR = ((14, 6), (-14, 6), (14, -8), (14, 22), (-14, -8), (-14, 22))
FAR = ((70, -34), (-74, -34), (-84, 26), (74, 30), (60, -66), (-60, -66), (-60, 66), (60, 66), (-120, 0), (120, 0))


@dataclass(frozen=True)
class Label:
    """A place on the map: its dot, and its name if it found room."""

    id: int
    name: str
    x: float
    y: float
    text_x: float | None = None
    text_y: float | None = None
    anchor: str = ""  # start or end; empty where the name found no room
    led: bool = False  # whether a line leads from the dot to the name


def name_on_map(name: str) -> str:
    """A name as the map shows it: whole, or its first words: Blaenau Gwent …"""
    if len(name) <= LONGEST_NAME:
        return name
    words = name[: LONGEST_NAME - 1].split(" ")[:-1]
    while words and words[-1].lower() in JOINING:
        words.pop()
    return (" ".join(words).rstrip(",:;–-") + " …") if words else name[: LONGEST_NAME - 2] + "…"


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees (WGS 84) to the units of the drawing."""
    phi, delta = radians(latitude), radians(longitude - MERIDIAN)
    b = cos(phi) * sin(delta)
    x = EAST + SCALE * 0.5 * log((1 + b) / (1 - b))
    y = NORTH - SCALE * atan2(tan(phi), cos(delta))
    return round(x, 1), round(y, 1)


def dot(place_id: int, name: str, latitude: float | None, longitude: float | None) -> Label | None:
    """The dot of a place, its name still without room; None without a position, or north of the picture."""
    if latitude is None or longitude is None:
        return None
    x, y = project(latitude, longitude)
    return Label(place_id, name, x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None


def lay_out(dots: Iterable[Label]) -> list[Label]:
    """All of these with their names, from north to south: a name keeps clear of every dot and of the names before it.

    A name that finds no room among the others is left to the list beside the map; its dot stays, and says its name
    when it is pointed at. It takes the square of their number: for a hundred some hundredths of a second.
    """
    ordered = sorted(dots, key=lambda one: (one.y, one.x, one.name))
    taken = [_box_of_dot(one) for one in ordered]
    named = []
    for one in ordered:
        placed = _with_room(one, taken)
        if placed.anchor:
            taken.append(_box_of_name(placed))
        named.append(placed)
    return named


def lay_out_all(dots: Collection[Label]) -> list[Label]:
    """However many there are: up to a number from north to south, above that one after the other as they came."""
    if len(dots) <= MOST_LAID_OUT_ANEW:
        return lay_out(dots)
    placed: list[Label] = []
    for one in sorted(dots, key=lambda one: one.id):
        placed.append(add(one, placed))
    return placed


def add(new: Label, others: Iterable[Label]) -> Label:
    """This one with its name where others, which stay as they are, leave it room."""
    taken = [_box_of_dot(new)]
    for one in others:
        taken.append(_box_of_dot(one))
        if one.anchor:
            taken.append(_box_of_name(one))
    return _with_room(new, taken)


Box = tuple[float, float, float, float]


def _with_room(one: Label, taken: list[Box]) -> Label:
    for led, offsets in ((False, NEAR), (True, FAR)):
        for dx, dy in offsets:
            anchor = "start" if dx > 0 else "end"
            tried = replace(one, text_x=round(one.x + dx, 1), text_y=round(one.y + dy, 1), anchor=anchor, led=led)
            box = _box_of_name(tried)
            if _inside(box) and not any(_touch(box, other) for other in taken):
                return tried
    return replace(one, text_x=None, text_y=None, anchor="", led=False)


def _box_of_dot(one: Label) -> Box:
    return one.x - DOT, one.y - DOT, one.x + DOT, one.y + DOT


def _box_of_name(one: Label) -> Box:
    width = len(name_on_map(one.name)) * LETTER
    text_x, text_y = one.text_x or 0, one.text_y or 0
    left = text_x if one.anchor == "start" else text_x - width
    return left, text_y - LINE * 0.8, left + width, text_y + LINE * 0.25


def _inside(box: Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] + MARGIN and other[0] < one[2] + MARGIN and one[1] < other[3] + 1 and other[1] < one[3] + 1
