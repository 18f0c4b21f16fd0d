"""One partnership: who and what it is, its story so far, its people, and what is on record."""

from typing import Any

from flask import render_template, request, url_for

from lpcommunity.access import access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions.action_marks import actions_of_place
from lpcommunity.attachments.queries import first_pictures
from lpcommunity.entries.kinds import kind_of, kinds
from lpcommunity.entries.policy import can_post
from lpcommunity.entries.queries import entries_of_place
from lpcommunity.help_requests.help_given import given_by_place
from lpcommunity.help_requests.queries import still_open
from lpcommunity.invitations.policy import roles_to_give
from lpcommunity.pages.in_short import asking, in_short
from lpcommunity.pages.journey_text import Known, asked_of, draw_wide, journey_of, window
from lpcommunity.pages.queries import memberships
from lpcommunity.pages.queries.invitations_on_the_way import on_the_way
from lpcommunity.pages.queries.memberships import MembershipLine
from lpcommunity.pages.queries.place import Head, ProjectLine, head_of, projects_of
from lpcommunity.pages.queries.timeline import STORY, Event, story
from lpcommunity.pages.setting_up import set_up_steps
from lpcommunity.pages.since_text import last_look_at
from lpcommunity.pages.timeline_text import HAPPENED, story_steps, thread_caption
from lpcommunity.pages.views import pages
from lpcommunity.partnerships.policy import can_change_people
from lpcommunity.people.current_user import actor
from lpcommunity.pins.queries import pinned_in
from lpcommunity.projects.policy import can_change_project
from lpcommunity.questions.queries import OF_A_PLACE, questions_of_place
from lpcommunity.rhythm.policy import sees_chances
from lpcommunity.web.urls import next_page_url

ON_RECORD = 10  # entries of a place on its page at first
ALL = "all"  # in the address: every kind, as HAPPENED are those in which nobody looks back


@pages.get("/partnerships/<slug:slug>")
@access("anyone")
def partnership(slug: str) -> str:
    """A partnership as this reader may know it."""
    reader = actor()
    place = head_of(reader, slug)
    projects = projects_of(place.id)
    events = story(reader, place.id)
    chosen, after = _chosen(request.args.get("kind"), events), request.args.get("after")
    found = entries_of_place(reader, place.id, _keys(chosen), after, ON_RECORD)
    in_community = reader.in_community
    people = memberships.people_in(place.id) if in_community else []
    milestones = [line for project in projects for line in project.milestones]
    questions = questions_of_place(reader, place.id)
    known = Known(events, actions_of_place(reader, place.id), milestones, asked_of(questions))
    shown = window(known)
    looked = last_look_at(reader, place, known)
    since = looked.since if looked is not None else None
    facts = journey_of(place.name, known, shown, since) if shown is not None else None
    return render_template(
        "pages/partnership.html",
        place=place,
        projects=projects,
        themes=list(dict.fromkeys((one.theme_slug, one.theme) for one in projects if one.theme)),
        events=events,
        names=in_community,
        thread_says=thread_caption(events),
        story=story_steps(events, milestones, time_path=f"{place.path}/milestones"),
        short=in_short(
            known, projects, pinned_in(reader, place.id), still_open(reader, [one.id for one in asking(known)])
        ),
        shown_half=shown.half.words if shown is not None and shown.half is not None else "",
        picture=draw_wide(facts) if facts is not None else None,
        kind_of=kind_of,
        kinds=kinds(),
        people=people,
        organisations=[name for name in place.organisations if name not in {one.organisation for one in people}],
        more_people=len(people) == memberships.MOST_PEOPLE,
        in_community=in_community,
        tabs=_tabs(slug, events, chosen),
        cards=found.cards,
        pictures=first_pictures(reader, [card.id for card in found.cards]),
        next=next_page_url("pages.partnership", found.next, "entries", slug=slug, kind=chosen),
        looked=looked,
        sees_chances=sees_chances(reader, place.id),
        questions=questions[:OF_A_PLACE],
        helped=given_by_place(reader, place.id) if isinstance(reader, Reader) and in_community else None,
        **_rights(reader, place, projects, people),
    )


def _rights(
    reader: Reader | Visitor, place: Head, projects: list[ProjectLine], people: list[MembershipLine]
) -> dict[str, Any]:
    """What this reader may do here, what is still to be set up, and for whoever may invite, who is on the way."""
    if not isinstance(reader, Reader):
        rights = ("may_post", "may_change_people", "may_change_place", "may_change_project", "belongs", "own")
        nothing = dict.fromkeys(rights)
        return {**nothing, "invited": [], "to_set_up": []}
    may_invite = bool(roles_to_give(reader, place.id))
    waiting = on_the_way(place.id) if may_invite else []
    return {
        "may_post": can_post(reader, place.id),
        "may_change_people": can_change_people(reader, place.id),
        "may_change_place": reader.programme_team,
        "may_change_project": can_change_project(reader, place.id),
        "belongs": place.id in reader.member_of,
        "own": place.id in reader.places,  # whose news comes to their home page anyhow
        "invited": waiting,
        "to_set_up": set_up_steps(reader, place, projects, people, {one.role for one in waiting}),
    }


def _chosen(wanted: str | None, events: list[Event]) -> str:
    """Which entries stand on record below: those that were asked for, else those of which the story tells no more than
    a dot. Where there is none, all.
    """
    there = {event.kind for event in events}
    if wanted in (ALL, HAPPENED) or wanted in {kind.key for kind in kinds()}:
        return str(wanted)
    return HAPPENED if any(kind.key in there and not kind.looks_back for kind in kinds()) else ALL


def _keys(chosen: str) -> list[str]:
    return [kind.key for kind in kinds() if chosen in (kind.key, ALL) or (chosen == HAPPENED and not kind.looks_back)]


def _tabs(slug: str, events: list[Event], chosen: str) -> list[tuple[str, str, bool]]:
    """What happened, each kind, everything, with how many of them this reader may read (label, address, whether it is
    shown). What only one kind tells goes by its name.
    """
    more = "+" if len(events) >= STORY else ""
    number = {kind.key: sum(event.kind == kind.key for event in events) for kind in kinds()}
    happened = [kind for kind in kinds() if not kind.looks_back and number[kind.key]]
    tabs = [(kind.key, kind.plural.capitalize(), number[kind.key]) for kind in kinds() if number[kind.key]]
    if len(happened) == 1:
        tabs = [(HAPPENED if key == happened[0].key else key, label, many) for key, label, many in tabs]
        chosen = HAPPENED if chosen == happened[0].key else chosen
    elif happened:
        tabs.insert(0, (HAPPENED, "What happened", sum(number[kind.key] for kind in happened)))
    if len(tabs) > 1 or chosen == ALL:
        tabs.append((ALL, "Everything", len(events)))
    return [
        (f"{label}, {many}{more}", url_for("pages.partnership", slug=slug, kind=key, _anchor="entries"), key == chosen)
        for key, label, many in tabs
    ]
