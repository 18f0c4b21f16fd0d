"""The map: a dot for each place, with its name where that found room (partnerships.map_layout)."""

from dataclasses import dataclass
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from lpcommunity.partnerships.map_layout import WIDTH, name_on_map


@dataclass(frozen=True)
class Spot:
    """A place on the map."""

    name: str
    slug: str
    x: float
    y: float
    text_x: float | None = None
    text_y: float | None = None
    anchor: str = ""  # start or end; empty where the name found no room
    led: bool = False  # whether a line leads from the dot to the name

    @property
    def url(self) -> str:
        """Where the place is."""
        return f"/partnerships/{self.slug}"

    @property
    def label(self) -> str:
        """Its name, as much of it as the map shows."""
        return name_on_map(self.name)

    @property
    def is_unnamed(self) -> bool:
        """Whether its name found no room. Such a one is drawn after the others, so that its name stands over theirs."""
        return not self.anchor

    @property
    def waits(self) -> tuple[float, float, str]:
        """Where a name that found no room appears, over the others, when its dot is pointed at or in focus."""
        side = -1 if self.x > WIDTH / 2 else 1
        return round(self.x + 14 * side, 1), round(self.y + 6, 1), "start" if side > 0 else "end"

    @property
    def line(self) -> str:
        """The line from the dot to a name that stands apart."""
        text_x, text_y = self.text_x or 0, self.text_y or 0
        side = 1 if text_x > self.x else -1
        return f"M{_short(self.x + 8 * side)} {_short(self.y)}L{_short(text_x - 6 * side)} {_short(text_y - 6)}"


@lru_cache(maxsize=32)
def picture(spots: tuple[Spot, ...], light: bool = False) -> Markup:
    """The map as SVG. The same places make the same picture, whoever looks: some of them are kept in the process."""
    return Markup(get_template_attribute("charts/map.html", "map")(spots, light=light))  # noqa: S704


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
