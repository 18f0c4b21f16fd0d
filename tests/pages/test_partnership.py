"""A partnership tells each thing once: its story, its people and who is on the way to it, what it still needs."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.attachments.commands import add_attachment, attach_to_entry
from lpcommunity.invitations.commands import invite, withdraw
from lpcommunity.pages.queries.place import MilestoneLine
from lpcommunity.pages.queries.timeline import Event
from lpcommunity.pages.timeline_text import story_steps
from lpcommunity.projects.commands import add_milestone, begin_project, reach_milestone
from lpcommunity.storage import clock, now, today, transactional
from lpcommunity.web.humanize import short_day
from tests import factories as make
from tests.attachments.test_files import picture
from tests.factories import reading
from tests.pages.conftest import KINDS, end, sees

JUNE = date(2026, 6, 1)


def _event(day: int, kind: str = "update", **more) -> Event:
    moment = datetime.combine(JUNE + timedelta(days=day), time(12), UTC)
    title = f"{kind} {day}"
    return Event(id=day + 1, partnership_id=1, kind=kind, published_at=moment, author_id=1, title=title, **more)


def _milestone(day: int, reached: bool = True) -> MilestoneLine:
    on = JUNE + timedelta(days=day)
    return MilestoneLine(day, 1, f"milestone {day}", on, on, on if reached else None)


def test_the_story_names_milestones_and_reflections_and_what_happened_between_is_dots(app):
    events = [_event(0), _event(3, card={"help": True}), _event(5, "reflection"), _event(20), _event(40)]
    story = story_steps(events, [_milestone(10), _milestone(30, reached=False)])
    assert [(step.sign, step.what) for step in story.steps] == [
        ("dots", "Two updates; one asks for help"),
        ("dip", "reflection 5"),
        ("flag", "milestone 10"),
        ("dots", "One update"),
        ("flag-ahead", "milestone 30"),
        ("dots", "One update"),
    ]
    assert story.steps[0].dots == (False, True)
    assert story.steps[0].when.startswith("1 to 4 June")
    assert not story.earlier


def test_of_a_long_story_the_latest_is_told(app):
    events = [_event(day, "reflection" if day % 2 else "update") for day in range(40)]
    story = story_steps(events, [_milestone(100, reached=False)], most=5)
    named = [step.what for step in story.steps if step.sign != "dots"]
    assert named == ["reflection 33", "reflection 35", "reflection 37", "reflection 39", "milestone 100"]
    assert story.earlier
    assert sum(len(step.dots) for step in story.steps) == 3  # those between


def test_the_dots_between_lead_to_what_happened(world):
    place, author = make.place("Ayr"), world.who["author"]
    make.belongs(author, place)
    project = begin_project(OPERATOR, place, world.programme, title="Ferries")
    start, made = now() - timedelta(days=60), []
    first_day = start.astimezone(clock.LONDON).date()
    for days in (0, 1, 20, 21, 22, 23):
        with clock.at(start + timedelta(days=days)):
            made.append(make.update(author, place))
    first = add_milestone(OPERATOR, project, name="Berths", due_on=first_day + timedelta(days=10))
    reach_milestone(OPERATOR, first, first.due_on)
    second = add_milestone(OPERATOR, project, name="Timetable", due_on=first_day + timedelta(days=23))
    reach_milestone(OPERATOR, second, second.due_on)
    path = f"/partnerships/{place.slug}"
    html = world.visit("author").text(path)
    two, three, one = re.findall(r'lp-tale__when">[^<]+<a class="govuk-link" href="([^"]+)">[^<]+update', html)
    assert one == f"/updates/{made[-1].id}"
    for link, wanted in ((two, [made[1], made[0]]), (three, [made[4], made[3], made[2], made[1], made[0]])):
        address = link.replace("&amp;", "&")
        assert address.endswith("#entries")
        shown = world.visit("author").text(path + address).split('id="entries"')[1]
        assert re.findall(r'data-entry-id="(\d+)"', shown) == [str(entry.id) for entry in wanted]


@pytest.mark.parametrize("kind", KINDS)
def test_each_title_stands_once(world, kind):
    """In the list; the picture names them too, and in short stands what was learned last."""
    html = world.visit(kind).text(f"/partnerships/{world.hull.slug}")
    besides = r'<svg.*?</svg>|<section class="lp-short".*?</section>|<span class="govuk-visually-hidden">.*?</span>'
    html = re.sub(besides, "", html, flags=re.S)
    for one in ("update", "reflection"):
        for audience in ("me", "facilitators", "partnership", "community", "public"):
            assert html.count(f"CANARY-{one}-{audience}-") <= 1


def test_on_record_stand_ten_at_first_and_all_kinds_on_demand(world):
    for _ in range(12):
        make.update(world.who["author"], world.hull)
    visitor, path = world.visit("member"), f"/partnerships/{world.hull.slug}"
    assert visitor.text(path).count("data-entry-id") == 10
    assert "CANARY-reflection-community-" in visitor.text(f"{path}?kind=all&after=")


def test_who_was_invited_by_somebody_who_may_not_invite_any_more_is_not_on_the_way(world):
    place = make.place("Whitby")
    first, second = make.person("First Lead"), make.person("Second Lead")
    seats = [make.belongs(one, place, "lead") for one in (first, second)]
    world.who["second"] = second
    invite(reading(first), "gita@whitby.example", "member", place, "Gita Patel")
    invite(reading(second), "tom@whitby.example", "member", place, "Tom Reed")
    assert "Gita Patel" in world.visit("second").text(f"/partnerships/{place.slug}")
    end(seats[0])
    page = world.visit("second").text(f"/partnerships/{place.slug}")
    assert "Gita Patel" not in page
    assert "Tom Reed" in page
    listed = world.visit("second").text(f"/partnerships/{place.slug}/invitations")
    waits, not_any_more = listed.split("Not open any more")
    assert "Tom Reed" in waits
    assert "Gita Patel" not in waits
    assert "Gita Patel" in not_any_more
    assert "Send one again, and it comes from you" in not_any_more


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_on_the_way_is_for_those_who_invite(world, kind):
    invite(OPERATOR, "gita@hull.example", "deputy", world.hull, "Gita Patel")
    invite(OPERATOR, "sam@hull.example", "facilitator", world.hull)
    html = world.visit(kind).text(f"/partnerships/{world.hull.slug}")
    assert ("Gita Patel" in html) == ("sam@hull.example" in html) == (kind in ("lead", "author", "team"))


def test_who_is_invited_for_later_is_said_to_come_then(world):
    day_to_come = date(today().year + 1, 1, 1)
    invite(OPERATOR, "sam@hull.example", "facilitator", world.hull, starts_on=day_to_come)
    invite(OPERATOR, "ada@hull.example", "deputy", world.hull, ends_on=day_to_come)
    html = world.visit("team").text(f"/partnerships/{world.hull.slug}")
    sent = short_day(now())
    assert f"sam@hull.example<span>Facilitator from 1 January {day_to_come.year} · invited on {sent}</span>" in html
    assert f"ada@hull.example<span>Deputy until 1 January {day_to_come.year} · invited on {sent}</span>" in html
    with clock.at(now() + timedelta(days=1)):
        html = world.visit("lead").text(f"/partnerships/{world.hull.slug}")
    assert "since" not in html.split("Invited, not here")[1].split("</ul>")[0]


def test_what_a_new_place_needs_says_who_is_next(world):
    place = make.place("Sunderland")
    path = f"/partnerships/{place.slug}"
    member = make.person("Only Member")
    make.belongs(member, place, "member")
    world.who["only"] = member
    team = world.visit("team").text(path)
    assert [what in team for what in ("Invite the lead", "Begin the project", "Find a facilitator")] == [True] * 3
    theirs = world.visit("only").text(path)
    assert "The programme team can do this" in theirs
    assert "Begin the project" not in theirs
    invited = [invite(OPERATOR, f"{role}@sunderland.example", role, place) for role in ("lead", "facilitator")]
    before, after = (re.sub(r'value="[^"]*"', "", page) for page in (theirs, world.visit("only").text(path)))
    assert before == after, "a member hears of no invitation"
    for one in invited:
        withdraw(OPERATOR, one)
    assert "Next for Sunderland" not in world.visit("elsewhere").text(path)
    assert "Next for Sunderland" not in world.visit(None).text(path)
    invite(OPERATOR, "lead@sunderland.example", "lead", place)
    assert "Invite the lead" not in world.visit("team").text(path)
    project = begin_project(OPERATOR, place, world.programme, title="Ships")
    assert "Add a milestone" in world.visit("team").text(path)
    add_milestone(OPERATOR, project, name="Launch", due_on=now().date())
    assert "Add a milestone" not in world.visit("team").text(path)


def test_a_place_whose_people_look_says_nothing_of_what_they_may_read(world):
    empty = make.place("Empty")
    own = make.person("Own")
    make.belongs(own, empty, "member")
    world.who["own"] = own
    html = world.visit("own").text(f"/partnerships/{empty.slug}")
    assert "you may read" not in html
    assert "Post the first update" in html


def test_a_picture_stands_for_an_entry_with_those_who_may_read_it(world):
    author = reading(world.who["author"])
    shown = {}
    for audience in ("facilitators", "partnership", "community", "public"):
        shown[audience] = add_attachment(author, audience, "photo.png", picture()).id
        transactional(attach_to_entry)(world.entries["update", audience], audience)
    for kind in KINDS:
        html = world.visit(kind).text(f"/partnerships/{world.hull.slug}")
        with_picture = {one for one, number in shown.items() if f"/attachments/{number}/thumbnail" in html}
        assert with_picture == set(sees(kind)) & set(shown), kind


def test_who_facilitates_a_place_reads_of_it_as_of_their_own(world):
    html = world.visit("facilitator").text(f"/partnerships/{world.hull.slug}")
    assert "you may read" not in html
    assert "What you may read of it" in world.visit("evaluator").text(f"/partnerships/{world.hull.slug}")
    empty = make.place("Empty")
    make.belongs(world.who["facilitator"], empty, "facilitator")
    assert "Follow it" not in world.visit("facilitator").text(f"/partnerships/{empty.slug}"), "its news comes anyhow"
