"""The pictures of the demonstration, drawn when it is loaded: plain shapes in the colours of the look.

Each has a name, which the story's file uses (`draw: walking-route`).
"""

import io
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from math import hypot
from typing import Any

from PIL import Image, ImageDraw, ImageFont

# The colours of frontend/styles/tokens.scss.
PAPER, SHEET, INK, SOFT, RULE = "#fbf8f2", "#ffffff", "#17231f", "#4b5752", "#8b8778"
PINE, PINE_MID, PINE_TINT, PINE_SOFT, MARKER = "#0c4f42", "#3b7d6e", "#a3c9bb", "#dbe9e2", "#ffe483"

SIZE = (1200, 720)
TWICE = 2  # drawn larger and made smaller, for smooth edges

Point = tuple[float, float]


class UnknownPicture(ValueError):
    """No picture of that name can be drawn."""


class Sheet:
    """A sheet of paper to draw on, 1200 by 720."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (SIZE[0] * TWICE, SIZE[1] * TWICE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def line(self, points: list[Point], colour: str = PINE, width: int = 8) -> None:
        """A line through these points, with round ends and corners."""
        scaled = [(x * TWICE, y * TWICE) for x, y in points]
        self.pen.line(scaled, fill=colour, width=width * TWICE, joint="curve")
        for point in (scaled[0], scaled[-1]):
            self._round(point, width * TWICE / 2, colour)

    def dots(self, points: list[Point], colour: str = RULE, gap: float = 18) -> None:
        """A dotted line."""
        for (x0, y0), (x1, y1) in pairwise(points):
            steps = max(1, int(hypot(x1 - x0, y1 - y0) / gap))
            for n in range(steps):
                self.dot((x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps), 3, colour)

    def curve(self, points: list[Point], colour: str = PINE, width: int = 8) -> None:
        """A smooth line through these points."""
        self.line(smooth(points), colour, width)

    def area(self, points: list[Point], colour: str = PINE_SOFT) -> None:
        """A filled area."""
        self.pen.polygon([(x * TWICE, y * TWICE) for x, y in points], fill=colour)

    def dot(self, at: Point, radius: float = 12, colour: str = PINE, hole: str | None = None) -> None:
        """A dot, or a ring with something else inside."""
        centre = (at[0] * TWICE, at[1] * TWICE)
        self._round(centre, radius * TWICE, colour)
        if hole:
            self._round(centre, radius * TWICE * 0.6, hole)

    def box(self, x: float, y: float, width: float, height: float, colour: str, edge: str | None = None) -> None:
        """A box with slightly rounded corners."""
        corners = (x * TWICE, y * TWICE, (x + width) * TWICE, (y + height) * TWICE)
        self.pen.rounded_rectangle(corners, radius=6 * TWICE, fill=colour, outline=edge, width=4 * TWICE)

    def write(self, at: Point, words: str, size: int = 28, colour: str = INK, anchor: str = "la") -> None:
        """Words at a point."""
        self.pen.text((at[0] * TWICE, at[1] * TWICE), words, fill=colour, font=_font(size * TWICE), anchor=anchor)

    def png(self) -> bytes:
        """What was drawn, as a file."""
        content = io.BytesIO()
        self.image.reduce(TWICE).save(content, "PNG", compress_level=1)
        return content.getvalue()

    def _round(self, centre: Point, radius: float, colour: str) -> None:
        x, y = centre
        self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


@cache
def _font(size: int) -> Any:
    return ImageFont.load_default(size)


def smooth(points: list[Point], parts: int = 14) -> list[Point]:
    """More points in between, so that a line through all of them bends instead of breaking (Catmull and Rom)."""
    ends = [points[0], *points, points[-1]]
    found: list[Point] = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for n in range(parts):
            t = n / parts
            found.append((_between(t, p0[0], p1[0], p2[0], p3[0]), _between(t, p0[1], p1[1], p2[1], p3[1])))
    return [*found, points[-1]]


def _between(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _walking_route(sheet: Sheet) -> None:
    river = smooth([(-40, 500), (180, 470), (420, 560), (700, 520), (960, 580), (1240, 540)])
    sheet.line([(x, y + 60) for x, y in river], PINE_SOFT, 90)
    loop: list[Point] = [(230, 230), (210, 380), (330, 455), (560, 470), (820, 455), (980, 380), (930, 230)]
    route = smooth([*loop, (760, 150), (480, 160), (230, 230)])
    for x, y in ((330, 300), (470, 280), (640, 330), (760, 270), (540, 370), (690, 220)):
        sheet.dot((x, y), 26, PINE_TINT)
    sheet.line(route, PINE, 9)
    sheet.box(180, 190, 100, 76, SHEET, PINE)
    sheet.dot((820, 455), 20, INK, MARKER)
    sheet.write((300, 210), "the hall, and a kettle")
    sheet.write((800, 390), "the bench", anchor="ra")
    sheet.write((60, 600), "the river", colour=SOFT)
    sheet.write((600, 96), "about two miles, at the pace of the slowest", colour=SOFT, anchor="ma")


def _columns(sheet: Sheet, heights: list[int], under: list[str], title: str) -> None:
    sheet.write((90, 50), title, 32)
    wide = 1020 / len(heights)
    for n, (height, word) in enumerate(zip(heights, under, strict=True)):
        tall = 430 * height / max(heights)
        x = 90 + n * wide
        sheet.box(x + 12, 600 - tall, wide - 24, tall, PINE if n == len(heights) - 1 else PINE_MID)
        sheet.write((x + wide / 2, 590 - tall), str(height), 32, anchor="md")
        sheet.write((x + wide / 2, 620), word, 24, SOFT, anchor="ma")
    sheet.line([(90, 602), (1110, 602)], INK, 4)


def _attendance_bars(sheet: Sheet) -> None:
    walks = [14, 11, 16, 19, 18, 23]
    _columns(sheet, walks, [f"walk {n}" for n in range(1, 7)], "People on each walk")


def _funnel_bars(sheet: Sheet) -> None:
    _columns(
        sheet, [112, 63, 23, 12, 11], ["written to", "said yes", "answered", "ready", "began"], "From letter to start"
    )


def _bus_lines(sheet: Sheet) -> None:
    centre: Point = (420, 360)
    late = [[centre, (640, 250), (860, 230), (1090, 130)], [centre, (650, 480), (860, 500), (1090, 610)]]
    early = [[centre, (280, 220), (150, 120)], [centre, (250, 420), (110, 430)], [centre, (400, 520), (330, 640)]]
    for line in late:
        sheet.curve(line, PINE, 10)
        sheet.dot(line[-1], 16)
    for line in early:
        half = smooth(line)
        sheet.line(half[: len(half) // 2], PINE, 10)
        sheet.dots(half[len(half) // 2 :: 6])
        sheet.dot(half[len(half) // 2], 14, INK, PAPER)
    sheet.dot(centre, 34, PINE, MARKER)
    sheet.write((470, 345), "the centre")
    sheet.write((1100, 205), "runs late", anchor="ra")
    sheet.write((1100, 480), "runs late", anchor="ra")
    sheet.write((560, 640), "ring: the last bus, at about eight in the evening", 24, SOFT)


def _floor_plan(sheet: Sheet) -> None:
    sheet.box(120, 90, 960, 540, SHEET, INK)
    rooms = [
        (140, 110, 400, 230, "teaching room"),
        (140, 480, 190, 130, "small"),
        (350, 480, 190, 130, "small"),
        (870, 110, 190, 110, "small"),
        (870, 240, 190, 110, "small"),
        (660, 400, 400, 210, "workshop"),
    ]
    for x, y, wide, high, word in rooms:
        sheet.box(x, y, wide, high, PINE_SOFT, PINE)
        sheet.write((x + wide / 2, y + high / 2), word, 26, SOFT, anchor="mm")
    for door in ((545, 230), (420, 475), (865, 200), (865, 300), (700, 395), (240, 475)):
        sheet.dots([(640, 300), door], PINE_MID, 16)
    sheet.dot((640, 290), 78, PINE)
    sheet.dot((640, 290), 64, MARKER)
    sheet.write((640, 290), "kitchen", 28, anchor="mm")


def _three_streets(sheet: Sheet) -> None:
    chosen = {(0, 1), (0, 4), (0, 5), (0, 8), (1, 0), (1, 3), (1, 6), (2, 2), (2, 3), (2, 5), (2, 7), (2, 9)}
    for street in range(3):
        top = 90 + street * 200
        sheet.box(60, top + 110, 1080, 44, PINE_SOFT)
        for house in range(10):
            x = 90 + house * 104
            sheet.box(x, top + 40, 76, 66, SHEET, PINE)
            sheet.line([(x - 4, top + 40), (x + 38, top), (x + 80, top + 40)], PINE, 6)
            if (street, house) in chosen:
                sheet.dot((x + 38, top + 74), 14, INK, MARKER)


def _evening_demand(sheet: Sheet) -> None:
    hours = [14, 15, 16, 17, 18, 19, 20, 21, 22]
    before, after = [38, 44, 57, 74, 84, 78, 66, 54, 43], [39, 46, 58, 69, 75, 71, 65, 57, 46]
    x: dict[int, float] = {hour: 120 + (hour - 14) * 120 for hour in hours}
    sheet.write((90, 40), "Evening demand of three streets, in kilowatts", 32)
    for level in (0, 30, 60, 90):
        y = 620 - level * 5.6
        sheet.line([(110, y), (1100, y)], "#dcd6c9", 2)
        sheet.write((96, y), str(level), 24, SOFT, anchor="rm")
    lines = [[(x[h], 620 - v * 5.6) for h, v in zip(hours, values, strict=True)] for values in (before, after)]
    sheet.curve(lines[0], RULE, 6)
    sheet.curve(lines[1], PINE, 9)
    sheet.write((x[19] - 40, 620 - 84 * 5.6 + 2), "before: 84", 26, SOFT, anchor="ld")
    sheet.write((x[18], 620 - 75 * 5.6 + 22), "after: 75", 28, PINE, anchor="ma")
    for hour in hours[::2]:
        sheet.write((x[hour], 640), f"{hour}:00", 24, SOFT, anchor="ma")


def _two_lists(sheet: Sheet) -> None:
    sheet.write((120, 60), "we thought", 32)
    sheet.write((760, 60), "they said", 32)
    for n in range(5):
        y = 130 + n * 108
        sheet.box(120, y, 320, 72, PINE_SOFT, PINE_MID)
        sheet.box(760, y, 320, 72, SHEET, PINE)
        for row, wide in ((26, 240), (46, 160)):
            sheet.line([(146, y + row), (146 + wide - n * 14, y + row)], PINE_TINT, 7)
            sheet.line([(786, y + row), (786 + wide - (4 - n) * 14, y + row)], PINE_MID, 7)
    sheet.curve([(440, 382), (560, 400), (650, 250), (760, 274)], INK, 7)
    sheet.dot((440, 382), 12, INK)
    sheet.dot((760, 274), 12, INK, MARKER)
    for n in (0, 1, 3, 4):
        sheet.dots([(450, 166 + n * 108), (600, 166 + n * 108 + (18 if n % 2 else -14))])


DRAWN: dict[str, Callable[[Sheet], None]] = {
    "walking-route": _walking_route,
    "attendance-bars": _attendance_bars,
    "bus-lines": _bus_lines,
    "floor-plan": _floor_plan,
    "three-streets": _three_streets,
    "evening-demand": _evening_demand,
    "two-lists": _two_lists,
    "funnel-bars": _funnel_bars,
}


def draw(name: str) -> bytes:
    """The picture of that name, as a PNG. Raises UnknownPicture."""
    if name not in DRAWN:
        raise UnknownPicture(name)
    sheet = Sheet()
    DRAWN[name](sheet)
    return sheet.png()
