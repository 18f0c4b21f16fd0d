"""Two or three places side by side: where were they when they had our problem?"""

from flask import render_template, request

from lpcommunity.access import access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.pages.compare_text import side_by_side
from lpcommunity.pages.queries.compared import MOST, Compared, choices, fill, places_named
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor

LEAST = 2
LONGEST = 100  # of what an address may name


@pages.get("/compare")
@access("anyone")
def compare() -> str:
    """Places side by side, one's own first; of fewer than two, which there are."""
    reader = actor()
    wanted = list(dict.fromkeys(slug[:LONGEST] for slug in request.args.getlist("place") if slug.strip()))
    known = places_named(wanted[: 2 * MOST]) if wanted else {}
    if len(known) == 1 and isinstance(reader, Reader) and len(request.args.getlist("place")) == 1:
        # "Compare" on the page of a place: beside one's own, where there is just that.
        own = [name.slug for name in reader.names_of_places.values() if name.slug not in known]
        if len(own) == 1:
            wanted, known = [*own, *wanted], {**places_named(own), **known}
    chosen = _own_first(reader, [known[slug] for slug in wanted if slug in known])[:MOST]
    shown = None
    if len(chosen) >= LEAST:
        fill(reader, chosen)
        shown = side_by_side(chosen)
    return render_template(
        "pages/compare.html",
        shown=shown,
        chosen=_offered(reader, chosen),
        choices=choices(),
        unknown=[slug for slug in wanted[: 2 * MOST] if slug not in known],
        left_out=len(known) > MOST,
        too_few=len(request.args.getlist("place")) >= LEAST and shown is None,
        most=MOST,
    )


def _own_first(reader: Reader | Visitor, found: list[Compared]) -> list[Compared]:
    return sorted(found, key=lambda place: place.id not in reader.places)


def _offered(reader: Reader | Visitor, chosen: list[Compared]) -> list[str]:
    """What stands in the choice: what is shown; beside a single one, one's own, where there is just that."""
    slugs = [place.slug for place in chosen]
    own = [name.slug for name in reader.names_of_places.values()] if isinstance(reader, Reader) else []
    if len(slugs) < LEAST and len(own) == 1 and own[0] not in slugs:
        slugs.insert(0, own[0])
    return slugs
