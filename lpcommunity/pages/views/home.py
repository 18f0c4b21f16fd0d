"""Home, for each kind of person: what is next, what waits, what is new."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from lpcommunity.access import Missing, Refused, access
from lpcommunity.access.reader import Reader
from lpcommunity.actions.queries import open_of_mine, ownerless
from lpcommunity.attachments.queries import first_pictures
from lpcommunity.bookmarks.queries import how_many
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.queries import Page, entries_by, entries_by_others, taken_back, wrote_anything
from lpcommunity.following.feed import feed
from lpcommunity.following.queries import follows_anybody
from lpcommunity.help_requests.queries import wanted_by_others
from lpcommunity.help_requests.views.board import asking_path
from lpcommunity.invitations.role_text import role_phrase
from lpcommunity.moderation.policy import has_queue
from lpcommunity.moderation.queries import waiting as waiting_reports
from lpcommunity.pages import next_steps as nexts
from lpcommunity.pages.dated import dated
from lpcommunity.pages.queries.directory import QUIET, quiet_places
from lpcommunity.pages.queries.followed_places import followed_with_steps
from lpcommunity.pages.queries.invitations_on_the_way import on_the_way
from lpcommunity.pages.queries.memberships import coming_places_of
from lpcommunity.pages.queries.own_places import OwnPlace, own_places
from lpcommunity.pages.queries.pending_drafts import number_of_drafts, pending_draft
from lpcommunity.pages.queries.silence import silent_since
from lpcommunity.pages.queries.timeline import Event, timelines
from lpcommunity.pages.timeline_text import draw_thread, latest_standing, thread_caption
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.programmes.queries import programmes
from lpcommunity.questions.pending_answers import pending_answers
from lpcommunity.questions.queries import open_of_mine as open_questions
from lpcommunity.reviews.queries import NOUN, last_answer, queue_for
from lpcommunity.reviews.waiting_overview import longest_waiting
from lpcommunity.rhythm.chance_lines import open_for
from lpcommunity.storage import now
from lpcommunity.storage.clock import LONDON
from lpcommunity.web import see_other
from lpcommunity.web.urls import next_page_url

WAITING_HERE = 10  # of a facilitator's queue; all of it has a page of its own
WAITING_PLACES = 20  # that the programme team's home names
PROGRAMMES = 3  # whose desks it names, the newest first
MOST_REPORTS = 20  # beyond it a figure says “more than 20”
HELP_WANTED = 3  # of what others ask for, the newest
NEWS = 9  # at first, and with each "Show more"


@pages.get("/home")
@access("signed-in")
def home() -> str:
    """What is next for me, and what is new."""
    person = me()
    after = request.args.get("after")
    if not person.in_community:
        return _outside(person, after)
    own = own_places(person.places)
    events = timelines(person, person.places)
    found, waits = _news(person, after), _queue(person)
    to_read, kept = how_many(person)
    # What waits for an answer stands above already.
    above = {item.id for item in waits["queue"].items} if waits["queue"] else set()
    cards = [card for card in found.cards if card.id not in above]
    return render_template(
        "pages/home.html",
        kinds=kinds(),
        queue_noun=NOUN,
        person=person,
        greeting=greeting(),
        page_after=after,
        places=[_shown(place, events[place.id]) for place in own],
        drafts=number_of_drafts(person),
        reports=len(waiting_reports(person, size=MOST_REPORTS + 1)) if has_queue(person) else 0,
        most_reports=MOST_REPORTS,
        ask=asking_path(person),
        to_read=to_read,
        kept=kept,
        member_of=[place for place in own if place.id in person.member_of],
        facilitates=[place.name for place in own if place.id in person.facilitates],
        news=dated(cards),
        pictures=first_pictures(person, [card.id for card in cards]),
        next=next_page_url("pages.home", found.next, "new"),
        everywhere=_reads_everywhere(person),
        followed=followed_with_steps(person),
        **_actions(person),
        questions=open_questions(person),
        help_wanted=[] if after else wanted_by_others(person, HELP_WANTED),
        **_next(person, own, events),
        **waits,
        **_overview(person),
    )


def _actions(person: Reader) -> dict[str, Any]:
    """The open actions that are mine, or that I wrote down for others, and the places where all of them stand."""
    actions = open_of_mine(person) if person.places else []
    places = {one.place: f"{one.place_path}/actions" for one in actions if one.place}
    return {"actions": actions, "action_places": places}


def _news(person: Reader, after: str | None) -> Page:
    """From one's own places and those one follows; for who belongs to none but holds a role, from everywhere."""
    if _reads_everywhere(person):
        return entries_by_others(person, after, NEWS)
    return feed(person, after, NEWS)


def _reads_everywhere(person: Reader) -> bool:
    return bool(person.roles) and not person.places


def _next(person: Reader, own: list[OwnPlace], events: dict[int, list[Event]]) -> dict[str, Any]:
    """At most three things for a member. Facilitators have their queue, and others their overview."""
    if not person.member_of:
        return {"things": [], "begins": False, "follows": None}
    follows = follows_anybody(person)
    situation = nexts.Situation(
        person=person,
        answers=pending_answers(person),
        draft=pending_draft(person),
        taken_back=taken_back(person, nexts.MOST),
        member_of=[place for place in own if place.id in person.member_of],
        leads=person.leads,
        ownerless=ownerless(person, person.leads) if person.leads else [],
        alone_in=[place.id for place in own if _is_alone(person, place)],
        events=events,
        follows=follows,
        chances=open_for(person, person.leads),
        wrote=wrote_anything(person),
    )
    return {"things": nexts.next_steps(situation), "begins": nexts.is_new_here(situation), "follows": follows}


def _is_alone(person: Reader, place: OwnPlace) -> bool:
    """Whether this is the lead of a place in which nobody else is, or is on the way."""
    return place.id in person.leads and place.members < 2 and not on_the_way(place.id)


def _queue(person: Reader) -> dict[str, Any]:
    if not person.facilitates:
        return {"queue": None, "last": None}
    queue = queue_for(person, size=WAITING_HERE)
    return {"queue": queue, "last": None if queue.total or person.member_of else last_answer(person)}


def _overview(person: Reader) -> dict[str, Any]:
    """For the programme team: where somebody waits and for how long, and which places are quiet."""
    if not person.programme_team:
        return {"overview": None, "quiet": [], "programmes": []}
    unheard, overview = quiet_places(now() - nexts.QUIET), longest_waiting(WAITING_PLACES + 1)
    silent = silent_since(person, {one.id: one.latest for one in unheard})
    quiet = [one for one in unheard if one.id in silent]  # in confidence as well
    return {
        "overview": overview[:WAITING_PLACES],
        "more_waiting": len(overview) > WAITING_PLACES,
        "quiet": quiet[:QUIET],
        "more_quiet": len(quiet) > QUIET,
        "programmes": programmes()[:PROGRAMMES],
    }


def _shown(place: OwnPlace, events: list[Event]) -> dict[str, Any]:
    return {
        "place": place,
        "thread": draw_thread(events, place.starts_on, place.ends_on),
        "says": thread_caption(events),
        "standing": latest_standing(events),
    }


def _outside(person: Reader, after: str | None) -> str:
    """For somebody who belongs nowhere just now: where they will, their own texts, and how to come back."""
    soon = [(role_phrase(one.role, one.name), one.starts_on) for one in coming_places_of(person.id)]
    found = entries_by(person, person.id, after)
    return render_template(
        "pages/outside.html",
        person=person,
        soon=soon,
        cards=found.cards,
        next=next_page_url("pages.home", found.next),
    )


def greeting() -> str:
    """Good morning, by the clocks of London."""
    hour = now().astimezone(LONDON).hour
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"


@pages.get("/<slug:plural>/new")
@access("signed-in")
def choose_place(plural: str) -> str | Response:
    """Write for which place? Asked only of those who belong to several."""
    kind = next((one for one in kinds() if one.plural == plural and one.nudge is not None), None)
    if kind is None:
        raise Missing
    own = own_places(me().member_of)
    if not own:
        raise Refused
    if len(own) == 1:
        return see_other(kind.new_path(own[0].slug))
    return render_template("pages/choose-place.html", kind=kind, places=own)
