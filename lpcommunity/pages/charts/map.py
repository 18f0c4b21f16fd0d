"""The map: where a place's dot is, and where its name finds room.

The coast was drawn in a Transverse Mercator projection around 2.75 degrees west; the scale and the origin
below were fitted to the dots of the drawing and to its capes (Lizard, Lowestoft, Duncansby, Dover: within one unit).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import atan2, cos, log, radians, sin, tan

WIDTH, HEIGHT = 520, 720
MERIDIAN = -2.75
SCALE = 4707.4
EAST, NORTH = 273.44, 4847.1

DOT = 8.5
LETTER, LINE = 13.5, 26  # the size of a letter on a phone, where it is largest
MARGIN = 4

# Where a name may stand: from the dot to the beginning (or end) of its text. The nearest come first; those
# further away are led to by a line.
NEAR = ((14, 6), (-14, 6), (14, -8), (14, 22), (-14, -8), (-14, 22))
FAR = ((70, -34), (-74, -34), (-84, 26), (74, 30), (60, -66), (-60, -66), (-60, 66), (60, 66), (-120, 0), (120, 0))


@dataclass(frozen=True)
class Spot:
    """A place on the map."""

    name: str
    url: str
    x: float
    y: float
    text_x: float = 0
    text_y: float = 0
    anchor: str = ""  # start or end; empty where the name found no room
    led: bool = False  # whether a line leads from the dot to the name

    @property
    def line(self) -> str:
        """The line from the dot to a name that stands apart."""
        side = 1 if self.text_x > self.x else -1
        return (
            f"M{_short(self.x + 8 * side)} {_short(self.y)}L{_short(self.text_x - 6 * side)} {_short(self.text_y - 6)}"
        )


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees (WGS 84) to the units of the drawing."""
    phi, delta = radians(latitude), radians(longitude - MERIDIAN)
    b = cos(phi) * sin(delta)
    x = EAST + SCALE * 0.5 * log((1 + b) / (1 - b))
    y = NORTH - SCALE * atan2(tan(phi), cos(delta))
    return round(x, 1), round(y, 1)


def spots(places: Iterable[tuple[str, str, float | None, float | None]]) -> list[Spot]:
    """Dots with names for these (name, address, latitude, longitude), from north to south.

    A place without a position, or north of the picture, is left to the list. A name that finds no room among
    the others is left to the list, too; its dot stays, and says its name when it is pointed at.
    """
    dots = []
    for name, url, latitude, longitude in places:
        if latitude is None or longitude is None:
            continue
        x, y = project(latitude, longitude)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            dots.append(Spot(name, url, x, y))
    dots.sort(key=lambda spot: (spot.y, spot.x, spot.name))
    taken = [_box_of_dot(spot) for spot in dots]
    named = []
    for spot in dots:
        placed = _with_room(spot, taken)
        if placed.anchor:
            taken.append(_box_of_name(placed))
        named.append(placed)
    return named


Box = tuple[float, float, float, float]


def _with_room(spot: Spot, taken: list[Box]) -> Spot:
    for led, offsets in ((False, NEAR), (True, FAR)):
        for dx, dy in offsets:
            anchor = "start" if dx > 0 else "end"
            tried = replace(spot, text_x=round(spot.x + dx, 1), text_y=round(spot.y + dy, 1), anchor=anchor, led=led)
            box = _box_of_name(tried)
            if _inside(box) and not any(_touch(box, other) for other in taken):
                return tried
    return spot


def _box_of_dot(spot: Spot) -> Box:
    return spot.x - DOT, spot.y - DOT, spot.x + DOT, spot.y + DOT


def _box_of_name(spot: Spot) -> Box:
    width = len(spot.name) * LETTER
    left = spot.text_x if spot.anchor == "start" else spot.text_x - width
    return left, spot.text_y - LINE * 0.8, left + width, spot.text_y + LINE * 0.25


def _inside(box: Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] + MARGIN and other[0] < one[2] + MARGIN and one[1] < other[3] + 1 and other[1] < one[3] + 1


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
