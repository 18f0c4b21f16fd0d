"""The place of an entry, beside it: its small thread, and where its work has come to."""

from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.pages.queries.places import works_of
from lpcommunity.pages.queries.timeline import timelines
from lpcommunity.pages.timeline_text import draw_thread, thread_caption


@page_slots.fill(page_slots.ASIDE, "pages/_place_aside.html", order=10)
def place_thread(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """What this reader may know of the place, for an entry that tells what happened there."""
    place = entry.partnership
    if place is None or kind_of(entry.kind).looks_back:
        return None
    events = timelines(actor, [place.id])[place.id]
    work = next(iter(works_of([place.id])), None)
    thread = draw_thread(events, work.starts_on if work else None, work.ends_on if work else None)
    return {"place": place, "thread": thread, "says": thread_caption(events)}
