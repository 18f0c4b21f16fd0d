"""What delays the places of a programme: causes added up over places and months, and the slips behind each figure."""

import re

from flask import render_template, request

from lpcommunity.access import access
from lpcommunity.pages.cause_table import cause_table
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.programmes.queries import programme_with_slug, programmes
from lpcommunity.slips.models import REASONS
from lpcommunity.slips.queries import causes_of_programme, slips_of_programme
from lpcommunity.web.urls import next_page_url

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


@pages.get("/programmes/<slug:slug>/slips")
@access("programme-team")
def programme_slips(slug: str) -> str:
    """How often which cause moved a day, by month; below it what is behind the figure that was chosen, or all."""
    found = programme_with_slug(slug)
    cause, month = _chosen()
    table = cause_table(causes_of_programme(found.id))
    slips, after = slips_of_programme(me(), found.id, cause, month, request.args.get("after"))
    narrowed = {"cause": cause or None, "month": f"{month[0]}-{month[1]:02}" if month[0] else None}
    return render_template(
        "pages/slips.html",
        programme=found,
        others=[one for one in programmes() if one.slug != slug],
        table=table,
        slips=slips,
        cause=cause,
        cause_name=REASONS.get(cause, ""),
        month_key=narrowed["month"],
        month=next((one for one in table.months if one.key == narrowed["month"]), None),
        next=next_page_url("pages.programme_slips", after, "behind", slug=slug, **narrowed),
        first=request.args.get("after") is None,
    )


def _chosen() -> tuple[str, tuple[int, int]]:
    """The cause and the month of the address; what there is none of narrows nothing."""
    cause, month = request.args.get("cause", ""), MONTH.match(request.args.get("month", ""))
    return cause if cause in REASONS else "", (int(month[1]), int(month[2])) if month else (0, 0)
