"""Month by month: who is moving, and who might be glad of a call; for the programme team and for facilitators."""

from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from lpcommunity.access import Missing, access, require
from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import kinds
from lpcommunity.pages import month_grid, policy
from lpcommunity.pages.call_text import Call, calls
from lpcommunity.pages.charts import month_marks
from lpcommunity.pages.commands import note_copy_of_months
from lpcommunity.pages.month_grid import Row
from lpcommunity.pages.queries import months as queries
from lpcommunity.pages.queries.call_facts import call_facts
from lpcommunity.pages.queries.month_counts import count
from lpcommunity.pages.queries.month_entries import behind
from lpcommunity.pages.queries.month_range import Month, month_with_key, shown_months
from lpcommunity.pages.queries.months import MonthsPlace, Offers, Sieve
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.people.models import SECTORS
from lpcommunity.programmes.models import Programme
from lpcommunity.programmes.queries import programme_with_slug
from lpcommunity.rhythm.queries import PausedDays, paused_days
from lpcommunity.storage import today
from lpcommunity.web import see_other, spreadsheet
from lpcommunity.web.urls import next_page_url

MOST_CALLS = 12  # at first
ALL_CALLS = "all"
MOST_IN_COPY = 1_000  # places


@dataclass(frozen=True)
class Found:
    """What somebody asked for: which programme, narrowed by what, in which months."""

    programme: Programme
    offers: Offers
    sieve: Sieve
    months: list[Month]


@pages.get("/months")
@access("signed-in")
def months_lately() -> Response:
    """The months of the latest programme that has begun, of those whose months one may see."""
    require(policy.can_see_months(me()))
    offered = queries.offers(me()).programmes
    begun = [one for one in offered if one.starts_on is None or one.starts_on <= today()]
    for one in (begun or offered)[:1]:
        return see_other(url_for("pages.months", slug=one.slug))
    if me().programme_team:
        return see_other(url_for("programmes.index"))
    raise Missing


@pages.get("/programmes/<slug:slug>/months")
@access("signed-in")
def months(slug: str) -> str | Response:
    """The places of a programme by month; above them, who may need a call."""
    found, after = _asked(slug), request.args.get("after")
    other = request.args.get("programme", slug)
    if other != slug and other in {one.slug for one in found.offers.programmes}:
        return see_other(url_for("pages.months", slug=other, **found.sieve.arguments))
    shown = queries.places_in_months(me(), found.programme.id, found.sieve, after)
    rows, pauses = _rows(me(), shown.rows, found.months)
    to_call = _calls(me(), found, shown.rows, pauses)
    every = request.args.get("calls") == ALL_CALLS
    return render_template(
        "pages/months.html",
        programme=found.programme,
        offers=found.offers,
        sectors=SECTORS,
        sieve=found.sieve,
        months=found.months,
        period=month_grid.period(found.months),
        years=month_grid.years(found.months),
        running=month_grid.is_running(found.months, found.programme.ends_on),
        rows=rows,
        drawings={signs: month_marks.drawn(signs) for signs in month_grid.signs_in(rows)},
        kinds=kinds(),
        calls=to_call if every else to_call[:MOST_CALLS],
        more_calls=0 if every else max(0, len(to_call) - MOST_CALLS),
        all_calls=url_for(
            "pages.months", slug=slug, after=after, calls=ALL_CALLS, _anchor="calls", **found.sieve.arguments
        ),
        first=after is None,
        next=next_page_url("pages.months", shown.next, "grid", slug=slug, **found.sieve.arguments),
        in_team=me().programme_team,
    )


@pages.get("/programmes/<slug:slug>/months.csv")
@access("signed-in")
def months_copy(slug: str) -> Response:
    """The same places and months as a table to keep; that it was taken stands in the audit record."""
    found = _asked(slug)
    places = queries.places_in_months(me(), found.programme.id, found.sieve, size=MOST_IN_COPY).rows
    rows, _ = _rows(me(), places, found.months)
    note_copy_of_months(me(), found.programme.id)
    return spreadsheet.download(spreadsheet.table(*month_grid.as_table(rows)), f"months-{slug}")


@pages.get("/programmes/<slug:slug>/months/<slug:month>")
@access("signed-in")
def months_entries(slug: str, month: str) -> str:
    """What is behind a figure: the entries and the reported actions of a place in a month."""
    require(policy.can_see_months(me()))
    programme = programme_with_slug(slug)
    wanted = month_with_key(month)
    place = queries.place_in_months(me(), programme.id, request.args.get("place", ""))
    if wanted is None or place is None:
        raise Missing
    after = request.args.get("after")
    found = behind(me(), place.id, wanted, after)
    return render_template(
        "pages/month.html",
        programme=programme,
        place=place,
        month=wanted,
        paused=month_grid.paused_in(wanted, paused_days([place.id], wanted.first)),
        cards=found.cards,
        actions=found.actions,
        first=after is None,
        next=next_page_url("pages.months_entries", found.next, slug=slug, month=wanted.key, place=place.slug),
    )


def _asked(slug: str) -> Found:
    """Raises Missing where there is no such programme, or none of whose places the reader may see the months."""
    require(policy.can_see_months(me()))
    programme = programme_with_slug(slug)
    offers = queries.offers(me(), programme.id)
    if slug not in {one.slug for one in offers.programmes}:
        raise Missing
    theme, sector = request.args.get("theme", ""), request.args.get("sector", "")
    known = theme if theme in {one.slug for one in offers.themes} else ""
    sieve = Sieve(known, sector if sector in SECTORS else "")
    return Found(programme, offers, sieve, shown_months(programme.starts_on, programme.ends_on))


def _rows(
    actor: Reader, places: list[MonthsPlace], months: list[Month]
) -> tuple[list[Row], dict[int, list[PausedDays]]]:
    """These places as they are shown, and when they paused: two queries."""
    if not places or not months:
        return [], {}
    count(actor, places, months)
    pauses: dict[int, list[PausedDays]] = {place.id: [] for place in places}
    for one in paused_days(pauses, months[0].first):
        pauses[one.place_id].append(one)
    return [month_grid.row(place, months, pauses[place.id]) for place in places], pauses


def _calls(actor: Reader, found: Found, places: list[MonthsPlace], pauses: dict[int, list[PausedDays]]) -> list[Call]:
    """Whom to call of these places, while the programme lasts."""
    if not month_grid.is_running(found.months, found.programme.ends_on):
        return []
    pausing = {place for place, those in pauses.items() if month_grid.pause_today(those)}
    facts = call_facts(actor, found.programme.id, places, pausing)
    return calls(actor, facts, found.programme.slug)
