"""The journey of a partnership: the picture, wide or upright, and the same in words by month."""

from flask import render_template, request

from lpcommunity.access import access
from lpcommunity.access.reader import Reader
from lpcommunity.actions.action_marks import actions_of_place
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.policy import can_post
from lpcommunity.following.visits import last_look
from lpcommunity.pages.journey_story import NewSince, moved_says, story_months
from lpcommunity.pages.journey_text import Known, asked_in, draw_upright, draw_wide, journey_of, window
from lpcommunity.pages.queries.place import name_of, projects_of
from lpcommunity.pages.queries.timeline import STORY, story
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor
from lpcommunity.questions.queries import OF_A_PLACE, questions_of_place
from lpcommunity.slips.queries import slips_of_place


@pages.get("/partnerships/<slug:slug>/journey")
@access("anyone")
def journey(slug: str) -> str:
    """What a place tried, what it thought over, and what came of it, as far as this reader may know."""
    reader = actor()
    place = name_of(slug)
    projects = projects_of(place.id)
    milestones = [line for project in projects for line in project.milestones]
    questions = questions_of_place(reader, place.id)
    known = Known(story(reader, place.id), actions_of_place(reader, place.id), milestones, asked_in(questions))
    shown = window(known, request.args.get("half", ""))
    slips = slips_of_place(reader, place.id)
    seen = last_look(reader, place.id)
    since = NewSince(seen, reader.id) if seen is not None and isinstance(reader, Reader) else None
    facts = journey_of(place.name, known, shown, seen) if shown is not None else None
    time_path = f"{place.path}/milestones"
    return render_template(
        "pages/journey.html",
        place=place,
        shown=shown,
        facts=facts,
        wide=draw_wide(facts) if facts is not None else None,
        upright=draw_upright(facts) if facts is not None else None,
        months=story_months(known, shown, slips, time_path=time_path, since=since) if shown is not None else [],
        more=len(known.events) >= STORY,
        moved=moved_says(milestones, slips),
        time_path=time_path,
        questions=questions[:OF_A_PLACE],
        may_post=isinstance(reader, Reader) and can_post(reader, place.id),
        in_community=reader.in_community,
        kinds=kinds(),
    )
