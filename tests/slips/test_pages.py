"""The pages of days that move: the form, two tabs, the picture of time, who reads what, how many queries it takes."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.projects.commands import add_milestone, begin_project, reach_milestone, take_off_milestone
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.slips.models import Slip
from lpcommunity.storage import now, session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

WHY = "The tender came back too dear."
MOVED = timedelta(days=33)


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def said(day: date, **more: str) -> dict[str, str]:
    return {**days("due", day), "reason": "procurement", "why": WHY, "audience": "partnership", **more}


@pytest.fixture
def grace(app, w):
    return Visitor(app, w.grace)


def test_the_form_moves_it_and_leads_to_where_everybody_sees_it(app, w, grace):
    path, first = f"/milestones/{w.milestone.id}/dates", w.milestone.due_on
    answer = Form(grace, path).send(**said(first + MOVED))
    assert (answer.status_code, answer.location) == (
        303,
        f"/partnerships/{w.hull.slug}/milestones#milestone-{w.milestone.id}",
    )
    page = grace.text(path)
    assert WHY in page
    assert "which stays" in page
    assert "Move it again" in page
    [slip] = session().scalars(select(Slip))
    assert (slip.from_on, slip.to_on, slip.audience) == (first, first + MOVED, "partnership")


def test_the_contract_without_the_hidden_day(w, grace):
    """A program that knows the contract alone sends no day that stood."""
    answer = grace.post(f"/milestones/{w.milestone.id}/dates", said(w.milestone.due_on + MOVED))
    assert answer.status_code == 303


def test_of_two_tabs_the_second_sees_both_and_loses_nothing(app, w, grace):
    path, first = f"/milestones/{w.milestone.id}/dates", w.milestone.due_on
    mine, other = Form(grace, path), Form(Visitor(app, w.team), path)
    assert other.send(**said(first + timedelta(7), reason="money", why="No match funding yet.")).status_code == 303
    late = mine.send(**said(first + MOVED))
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "Somebody moved this milestone while your page was open" in page
    assert "No match funding yet." in page
    assert WHY in page
    assert f'value="{(first + MOVED).day}"' in page
    again = Form(grace, path, late)
    assert again.send(**said(first + MOVED)).status_code == 303
    rows = session().execute(select(Slip.from_on, Slip.to_on).order_by(Slip.id))
    assert [tuple(row) for row in rows] == [(first, first + timedelta(7)), (first + timedelta(7), first + MOVED)]


def test_what_is_missing_is_said_beside_it_and_everything_stays(w, grace):
    form = Form(grace, f"/milestones/{w.milestone.id}/dates")
    answer = form.send(**said(w.milestone.due_on + MOVED, why="", reason=""))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Choose why it moves" in page
    assert "Say in a sentence why it moves" in page
    same = form.send(**said(w.milestone.due_on))
    assert "It is due on this day already" in same.get_data(as_text=True)


def test_reached_meanwhile_it_says_so_and_keeps_the_words(w, grace):
    form = Form(grace, f"/milestones/{w.milestone.id}/dates")
    reach_milestone(reading(w.grace), w.milestone)
    answer = form.send(**said(w.milestone.due_on + MOVED))
    assert answer.status_code == 409
    assert WHY in answer.get_data(as_text=True)
    assert "not moved any more" in grace.text(f"/milestones/{w.milestone.id}/dates")


@pytest.mark.parametrize("who", ["amina", "owen", "ruth"])
def test_others_find_no_such_page(app, w, who):
    visitor = Visitor(app, getattr(w, who))
    slip = make.slip(w.milestone, w.grace, "public")
    for path, typed in (
        (f"/milestones/{w.milestone.id}/dates", said(today() + MOVED)),
        (f"/milestones/{w.milestone.id}/removal", {}),
        (f"/slips/{slip.id}/audience", {"audience": "facilitators"}),
    ):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, typed).status_code == 404
    assert visitor.post(f"/milestones/{w.milestone.id}/return").status_code == 404
    assert visitor.get(f"/programmes/{w.programme.slug}/slips").status_code in (403, 404)


def test_its_author_changes_who_reads_the_sentence(app, w, grace):
    slip = make.slip(w.milestone, w.grace, "partnership", WHY)
    path, page = f"/slips/{slip.id}/audience", f"/partnerships/{w.hull.slug}/milestones"
    assert f'href="{path}"' in grace.text(page)
    assert f'href="{path}"' not in Visitor(app, w.amina).text(page)
    assert Visitor(app, w.team).get(path).status_code == 404
    assert WHY in Visitor(app, w.team).text(page)
    assert Form(grace, path).send(audience="facilitators").status_code == 303
    assert WHY not in Visitor(app, w.team).text(page)
    assert WHY not in Visitor(app, w.amina).text(page)
    assert WHY in Visitor(app, w.owen).text(page)


def test_signed_out_one_sees_days_and_causes_and_what_is_public(app, w):
    make.slip(w.milestone, w.grace, "partnership", "Not for everybody.")
    make.slip(w.milestone, w.grace, "public", "For everybody.", reason="money")
    page = Visitor(app).text(f"/partnerships/{w.hull.slug}/milestones")
    assert "Procurement" in page
    assert "1 Procurement, 2 Money" in page
    assert "For everybody." in page
    assert "Not for everybody." not in page
    assert "/dates" not in page
    for who in (None, make.person("Fay Former")):  # whoever belongs nowhere any more is told as little
        assert "Grace" not in Visitor(app, who).text(f"/partnerships/{w.hull.slug}/milestones")
    assert "Grace" in Visitor(app, w.ruth).text(f"/partnerships/{w.hull.slug}/milestones")
    assert f'data-milestone-id="{w.milestone.id}"' in page


def test_a_public_page_that_is_kept_is_made_again_when_a_sentence_is_closed(app, w, grace):
    slip = make.slip(w.milestone, w.grace, "public", WHY)
    page = f"/partnerships/{w.hull.slug}/milestones"
    assert WHY in Visitor(app).text(page)
    Form(grace, f"/slips/{slip.id}/audience").send(audience="partnership")
    assert WHY not in Visitor(app).text(page)


def test_a_move_from_before_reasons_were_kept_is_said_and_none_is_invented(app, w):
    project = session().get_one(Project, w.milestone.project_id)
    first = today() + timedelta(days=3)
    add_milestone(OPERATOR, project, name="Older", due_on=first + MOVED, first_planned_on=first)
    page = Visitor(app).text(f"/partnerships/{w.hull.slug}/milestones")
    assert "before reasons were kept." in page
    assert "Moved before reasons were kept" in page
    assert list(session().scalars(select(Slip))) == []


def test_where_nothing_is_planned_the_page_says_so(app, w, grace):
    empty = make.place("Leeds")
    assert "No milestone yet" in Visitor(app).text(f"/partnerships/{empty.slug}/milestones")
    assert grace.get("/partnerships/nowhere/milestones").status_code == 404
    take_off_milestone(reading(w.grace), w.milestone)
    page = grace.text(f"/partnerships/{w.hull.slug}/milestones")
    assert "No milestone yet" in page
    assert "Doors open" not in page


def test_taken_off_it_stands_nowhere_and_what_names_it_goes_on(app, w, grace):
    update = make.update(w.grace, w.hull, milestone_id=w.milestone.id)
    make.slip(w.milestone, w.grace)
    number, project = w.milestone.id, w.milestone.project_id
    assert "Leave it as it is" in grace.text(f"/milestones/{number}/removal")
    assert "Doors open" in grace.text(f"/partnerships/{w.hull.slug}"), "asking changes nothing"
    assert grace.post(f"/milestones/{number}/removal").status_code == 303
    team = Visitor(app, w.team)
    assert "is taken off. You can put it back" in grace.text("/home")
    for path in (
        f"/partnerships/{w.hull.slug}",
        f"/partnerships/{w.hull.slug}/milestones",
        f"/partnerships/{w.hull.slug}/updates/new",
        f"/partnerships/{w.hull.slug}/reflections/new",
        "/home",
    ):
        assert "Doors open" not in grace.text(path), path
    assert "procurement" not in team.text(f"/programmes/{w.programme.slug}/slips").lower()
    assert "Doors open" in grace.text(f"/updates/{update.id}")
    assert f'<option value="{number}" selected>' in grace.text(f"/updates/{update.id}/edit")
    kept = Form(grace, f"/updates/{update.id}/edit").send(
        milestone=str(number), standing="on-track", body="Changed now."
    )
    assert kept.status_code == 303
    for path in ("dates", "edit", "reaching"):
        assert grace.get(f"/milestones/{number}/{path}").status_code == 404
    assert "Put it back" in grace.text(f"/projects/{project}/milestones")
    assert grace.post(f"/milestones/{number}/return").status_code == 303
    assert "Doors open" in grace.text(f"/partnerships/{w.hull.slug}/milestones")


def test_the_team_sees_causes_added_up_and_opens_what_is_behind_each(app, w):
    make.slip(w.milestone, w.grace, "partnership", "In Hull.")
    make.slip(w.other, w.ruth, "facilitators", "In Bedford.")
    make.slip(w.other, w.ruth, "community", "The money.", reason="money")
    elsewhere = make.milestone(make.place("Leeds"), name="Of another programme")
    make.slip(elsewhere, None)
    team = Visitor(app, w.team)
    path, month = f"/programmes/{w.programme.slug}/slips", f"{today():%Y-%m}"
    page = team.text(path)
    assert "Of another programme" not in page
    assert re.search(r"cause=procurement&amp;month=" + month + r'#behind">2<', page)
    assert re.search(r'cause=money#behind">1<', page)
    assert page.index("Procurement</th>") < page.index("Money</th>"), "in the order of the list"
    behind = team.text(f"{path}?cause=procurement&month={month}")
    assert ("In Hull." in behind, "In Bedford." in behind, "The money." in behind) == (True, False, False)
    assert behind.count("data-slip-id") == 2
    assert "No date moved" in team.text(f"{path}?cause=procurement&month=1999-01")
    assert team.text(f"{path}?cause=weather&month=abc&after=x").count("data-slip-id") == 3
    assert f'href="{path}"' in team.text(f"/programmes/{w.programme.slug}/desk")
    assert Visitor(app, w.team).get("/programmes/none/slips").status_code == 404


@transactional
def _many(programme, places: int) -> None:
    for n in range(places):
        place = make.place(f"Many {n}")
        project = begin_project(OPERATOR, place, programme, title="x")
        for number in range(2):
            stone = Milestone(
                project_id=project.id, name=f"M {number}", due_on=today(), first_planned_on=today() - timedelta(9)
            )
            session().add(stone)
            session().flush()
            moved_on = today() - timedelta(days=31 * ((n + number) % 9))
            session().add(
                Slip(
                    milestone_id=stone.id, partnership_id=place.id, author_id=None, from_on=today() - timedelta(9),
                    to_on=today(), reason=("money", "data", "scope")[n % 3], why="x", audience="partnership",
                    moved_at=now(), moved_on=moved_on,
                )
            )  # fmt: skip
    session().flush()


def test_the_programmes_page_asks_as_much_at_500_places(app, w, count_queries):
    team, path = Visitor(app, w.team), f"/programmes/{w.programme.slug}/slips"
    make.slip(w.milestone, w.grace)
    team.text(path)
    with count_queries() as few:
        team.text(path)
    _many(w.programme, 500)
    with count_queries() as many:
        page = team.text(path)
    assert len(many) == len(few) <= 6, many
    assert page.count("data-slip-id") == 50
    more = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert team.text(more).count("data-slip-id") == 50


def test_the_milestones_page_asks_as_much_for_many(app, w, count_queries):
    visitor, path = Visitor(app, w.amina), f"/partnerships/{w.hull.slug}/milestones"
    visitor.text(path)
    with count_queries() as few:
        visitor.text(path)
    project = session().get_one(Project, w.milestone.project_id)
    for n in range(60):
        stone = add_milestone(OPERATOR, project, name=f"Stone {n} with a rather long name that wraps", due_on=today())
        make.slip(stone, w.grace, to_on=today() + timedelta(days=n + 1))
        make.slip(stone, w.grace, to_on=today() + timedelta(days=n))
    with count_queries() as many:
        page = visitor.text(path)
    assert len(many) == len(few) <= 8, many
    assert page.count("data-milestone-id") == 61
    assert "The picture shows the first of them" in page
