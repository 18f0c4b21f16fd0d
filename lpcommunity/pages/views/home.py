"""Home, for each kind of person: what is next, what waits, what is new."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from lpcommunity.access import Refused, access
from lpcommunity.entries.models import Entry
from lpcommunity.entries.queries import Page, page
from lpcommunity.following.feed import feed
from lpcommunity.pages import next as nexts
from lpcommunity.pages.addresses import more
from lpcommunity.pages.blueprint import pages
from lpcommunity.pages.queries.own import OwnPlace, own_places
from lpcommunity.pages.queries.places import places
from lpcommunity.pages.queries.timeline import Event, timelines
from lpcommunity.pages.queries.waiting import waiting_for
from lpcommunity.pages.telling import draw_months, draw_thread, say_months, say_thread
from lpcommunity.partnerships.standing import Standing, standing_of
from lpcommunity.people.models import Person
from lpcommunity.people.signed_in import me
from lpcommunity.reviews.queries import last_answer, queue_for, waiting_overview
from lpcommunity.storage import now
from lpcommunity.storage.clock import LONDON
from lpcommunity.web import see_other


@pages.get("/home")
@access("signed-in")
def home() -> str:
    """What is next for me, and what is new."""
    person = me()
    standing = standing_of(person)
    after = request.args.get("after")
    if not standing.in_community:
        return _outside(person, after)
    own = own_places(standing.places)
    events = timelines(person, standing.places)
    found = _news(person, standing, after)
    return render_template(
        "pages/home.html",
        person=person,
        greeting=greeting(),
        page_after=after,
        places=[_shown(place, events[place.id]) for place in own],
        member_of=[place for place in own if place.id in standing.member_of],
        facilitates=[place.name for place in own if place.id in standing.facilitates],
        cards=found.cards,
        next=more("pages.home", found.next, "new"),
        everywhere=_reads_everywhere(standing),
        **_next(person, standing, own, events),
        **_queue(person, standing),
        **_overview(person, standing),
    )


def _news(person: Person, standing: Standing, after: str | None) -> Page:
    """From one's own places and those one follows; for who belongs to none but holds a role, from everywhere."""
    if _reads_everywhere(standing):
        return page(person, [Entry.author_id != person.id], after)
    return feed(person, after)


def _reads_everywhere(standing: Standing) -> bool:
    return bool(standing.roles) and not standing.places


def _next(person: Person, standing: Standing, own: list[OwnPlace], events: dict[int, list[Event]]) -> dict[str, Any]:
    """At most three things for a member. Facilitators have their queue, and others their overview."""
    if not standing.member_of:
        return {"things": [], "begins": False, "follows": None}
    waits = waiting_for(person)
    follows = any(row.kind == "follows" for row in waits)
    situation = nexts.Situation(
        person=person,
        waits=[row for row in waits if row.kind != "follows"],
        member_of=[place for place in own if place.id in standing.member_of],
        leads=standing.leads,
        events=events,
        follows=follows,
    )
    return {"things": nexts.things(situation), "begins": nexts.begins(situation), "follows": follows}


def _queue(person: Person, standing: Standing) -> dict[str, Any]:
    if not standing.facilitates:
        return {"queue": None, "last": None}
    queue = queue_for(person)
    return {"queue": queue, "last": None if queue or standing.member_of else last_answer(person)}


def _overview(person: Person, standing: Standing) -> dict[str, Any]:
    """For the programme team: where somebody waits and for how long, and which places are quiet."""
    if not standing.programme_team:
        return {"overview": None, "quiet": []}
    since = now() - nexts.QUIET
    quiet = [place for place in places(person) if place.latest is None or place.latest < since]
    return {"overview": waiting_overview(), "quiet": quiet[::-1]}


def _shown(place: OwnPlace, events: list[Event]) -> dict[str, Any]:
    return {
        "place": place,
        "thread": draw_thread(events, place.starts_on, place.ends_on),
        "says": say_thread(events),
        "months": draw_months(events),
        "months_say": say_months(events),
    }


def _outside(person: Person, after: str | None) -> str:
    """For somebody who belongs nowhere just now: their own texts, and how to come back."""
    found = page(person, [Entry.author_id == person.id], after)
    return render_template("pages/outside.html", person=person, cards=found.cards, next=more("pages.home", found.next))


def greeting() -> str:
    """Good morning, by the clocks of London."""
    hour = now().astimezone(LONDON).hour
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"


@pages.get("/updates/new", defaults={"kind": "updates"})
@pages.get("/reflections/new", defaults={"kind": "reflections"})
@access("signed-in")
def choose_place(kind: str) -> str | Response:
    """Write for which place? Asked only of those who belong to several."""
    own = own_places(standing_of(me()).member_of)
    if not own:
        raise Refused
    if len(own) == 1:
        return see_other(f"{own[0].path}/{kind}/new")
    return render_template("pages/choose-place.html", kind=kind, places=own)
