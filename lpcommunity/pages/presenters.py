"""Places ready for a template: with their picture drawn and their sentence said."""

from collections.abc import Sequence
from dataclasses import dataclass

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.pages.charts.thread import Drawing
from lpcommunity.pages.queries.places import Place, fill
from lpcommunity.pages.timeline_text import draw_thread, thread_caption


@dataclass(frozen=True)
class PlacePresenter:
    """A partnership as a list shows it."""

    place: Place
    thread: Drawing
    says: str


def present(place: Place) -> PlacePresenter:
    """This place with its small thread, within the days of its latest programme."""
    work = place.work[0] if place.work else None
    drawing = draw_thread(place.events, work.starts_on if work else None, work.ends_on if work else None)
    return PlacePresenter(place, drawing, thread_caption(place.events))


def present_all(actor: Reader | Visitor, places: Sequence[Place], *, briefly: bool = False) -> list[PlacePresenter]:
    """All of these with their work, organisations and threads, as this reader may know them.

    `briefly`: for an aside (pages.queries.places.fill).
    """
    fill(actor, places, briefly=briefly)
    return [present(place) for place in places]
