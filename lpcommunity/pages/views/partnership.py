"""One partnership: who and what it is, its story so far, its people, and what is on record."""

from flask import render_template, request, url_for

from lpcommunity.access import access
from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import kind_of, kinds
from lpcommunity.entries.policy import can_post
from lpcommunity.entries.queries import entries_of_place
from lpcommunity.pages.queries import memberships
from lpcommunity.pages.queries.place import head_of, projects_of
from lpcommunity.pages.queries.timeline import STORY, Event, story
from lpcommunity.pages.timeline_text import STEPS, draw_months, draw_thread, months_caption, story_steps, thread_caption
from lpcommunity.pages.views import pages
from lpcommunity.partnerships.policy import can_change_people
from lpcommunity.people.current_user import actor
from lpcommunity.projects.policy import can_change_project
from lpcommunity.web.urls import next_page_url


@pages.get("/partnerships/<slug:slug>")
@access("anyone")
def partnership(slug: str) -> str:
    """A partnership as this reader may know it."""
    reader = actor()
    place = head_of(reader, slug)
    projects = projects_of(place.id)
    events = story(reader, place.id)
    kind, after = _kind(request.args.get("kind")), request.args.get("after")
    found = entries_of_place(reader, place.id, [kind] if kind else [one.key for one in kinds()], after)
    in_community = reader.in_community
    latest = projects[0] if projects else None
    standing = _standing(events)
    people = memberships.people_in(place.id) if in_community else []
    milestones = [line for project in projects for line in project.milestones]
    return render_template(
        "pages/partnership.html",
        place=place,
        projects=projects,
        themes=list(dict.fromkeys((one.theme_slug, one.theme) for one in projects if one.theme)),
        events=events,
        names=isinstance(reader, Reader),
        thread=draw_thread(events, latest.starts_on if latest else None, latest.ends_on if latest else None),
        thread_says=thread_caption(events),
        steps=story_steps(events, milestones),
        earlier=len(events) > STEPS,
        months=draw_months(events),
        months_say=months_caption(events),
        standing=standing,
        standing_kind=kind_of(standing.kind) if standing else None,
        stands=kind_of(standing.kind).states(standing.card) if standing else None,
        kinds=kinds(),
        reason=standing.reason if standing else "",
        people=people,
        more_people=len(people) == memberships.MOST_PEOPLE,
        in_community=in_community,
        tabs=_tabs(slug, events, kind),
        kind=kind,
        cards=found.cards,
        next=next_page_url("pages.partnership", found.next, "entries", slug=slug, kind=kind),
        may_post=isinstance(reader, Reader) and can_post(reader, place.id),
        may_change_people=isinstance(reader, Reader) and can_change_people(reader, place.id),
        may_change_place=reader.programme_team,
        may_change_project=isinstance(reader, Reader) and can_change_project(reader, place.id),
    )


def _kind(wanted: str | None) -> str | None:
    return wanted if wanted in {kind.key for kind in kinds()} else None


def _tabs(slug: str, events: list[Event], chosen: str | None) -> list[tuple[str, str, bool]]:
    """Everything, then each kind, with how many of them this reader may read (label, address, whether it is shown)."""
    more = "+" if len(events) >= STORY else ""
    tabs = [
        (
            f"Everything, {len(events)}{more}",
            url_for("pages.partnership", slug=slug, _anchor="entries"),
            chosen is None,
        )
    ]
    for kind in kinds():
        number = sum(1 for event in events if event.kind == kind.key)
        if number or kind.key == chosen:
            address = url_for("pages.partnership", slug=slug, kind=kind.key, _anchor="entries")
            tabs.append((f"{kind.plural.capitalize()}, {number}{more}", address, chosen == kind.key))
    return tabs


def _standing(events: list[Event]) -> Event | None:
    """The latest entry that says how the work stands, of those that this reader may read."""
    return next((event for event in reversed(events) if kind_of(event.kind).states(event.card)), None)
