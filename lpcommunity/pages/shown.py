"""Places ready for a template: with their picture drawn and their sentence said."""

from collections.abc import Sequence
from dataclasses import dataclass

from lpcommunity.pages.pictures.thread import Drawing
from lpcommunity.pages.queries.places import Place, fill
from lpcommunity.pages.telling import draw_thread, say_thread
from lpcommunity.people.models import Person


@dataclass(frozen=True)
class ShownPlace:
    """A partnership as a list shows it."""

    place: Place
    thread: Drawing
    says: str


def shown(place: Place) -> ShownPlace:
    """This place with its small thread, within the days of its latest programme."""
    work = place.work[0] if place.work else None
    drawing = draw_thread(place.events, work.starts_on if work else None, work.ends_on if work else None)
    return ShownPlace(place, drawing, say_thread(place.events))


def filled(actor: Person | None, places: Sequence[Place], *, briefly: bool = False) -> list[ShownPlace]:
    """All of these with their work, organisations and threads, as this reader may know them: three queries.

    `briefly`: without the organisations, for an aside; two queries.
    """
    fill(actor, places, briefly=briefly)
    return [shown(place) for place in places]
