"""The journey of a partnership: the picture, wide or upright, and the same in words by month."""

from flask import render_template, request

from lpcommunity.access import access
from lpcommunity.access.reader import Reader
from lpcommunity.actions.action_marks import actions_of_place
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.policy import can_post
from lpcommunity.following.queries import followed_places
from lpcommunity.pages.journey_story import moved_says, story_months
from lpcommunity.pages.journey_text import Known, asked_of, draw_upright, draw_wide, journey_of, window
from lpcommunity.pages.queries.place import name_of, projects_of
from lpcommunity.pages.queries.timeline import STORY, story
from lpcommunity.pages.since_text import last_look_at
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor
from lpcommunity.questions.queries import questions_of_place
from lpcommunity.slips.queries import slips_of_place


@pages.get("/partnerships/<slug:slug>/journey")
@access("anyone")
def journey(slug: str) -> str:
    """What a place tried, what it thought over, and what came of it, as far as this reader may know."""
    reader = actor()
    place = name_of(slug)
    place.followed = place.id in followed_places(reader, [place.id])
    projects = projects_of(place.id)
    milestones = [line for project in projects for line in project.milestones]
    questions = questions_of_place(reader, place.id)
    events = story(reader, place.id, reasons=False)
    known = Known(events, actions_of_place(reader, place.id), milestones, asked_of(questions))
    shown = window(known, request.args.get("half", ""))
    slips = slips_of_place(reader, place.id)
    looked = last_look_at(reader, place, known, slips)
    new = looked.new if looked is not None else None
    facts = journey_of(place.name, known, shown, new.moment if new else None) if shown is not None else None
    time_path = f"{place.path}/milestones"
    return render_template(
        "pages/journey.html",
        place=place,
        looked=looked,
        questions=questions,
        shown=shown,
        wide=draw_wide(facts) if facts is not None else None,
        upright=draw_upright(facts) if facts is not None else None,
        months=story_months(known, shown, slips, time_path=time_path, since=new) if shown is not None else [],
        more=len(known.events) >= STORY,
        moved=moved_says(milestones, slips),
        time_path=time_path,
        may_post=isinstance(reader, Reader) and can_post(reader, place.id),
        in_community=reader.in_community,
        kinds=kinds(),
    )
