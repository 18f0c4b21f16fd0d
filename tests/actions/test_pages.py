"""Pages of actions: lists and filters, forms with everything kept, rights, and what a page costs."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.actions.models import Action
from lpcommunity.partnerships import memberships
from lpcommunity.storage import now, session, today
from tests import factories as make
from tests.harness.visitor import Visitor


@pytest.fixture
def as_(app, world):
    return lambda kind: Visitor(app, world.people[kind])


def _fields(world, **more):
    day = today() + timedelta(days=9)
    said = {"what": "Ring ten", "owner": str(world.someone("author").id), "audience": "partnership"}
    return {**said, "due-day": str(day.day), "due-month": str(day.month), "due-year": str(day.year), **more}


def _path(world):
    return f"/partnerships/{world.here.slug}/actions"


def test_a_program_that_knows_the_contract_alone_writes_one_action_once(world, as_):
    author, ticket = as_("author"), str(uuid4())
    for _ in range(2):
        sent = author.post(_path(world), _fields(world, ticket=ticket))
        assert sent.status_code == 303
    assert [one.what for one in session().query(Action)] == ["Ring ten"]
    other = author.post(_path(world), _fields(world, ticket=ticket, what="Ring nine"))
    assert other.status_code == 409
    assert "Ring nine" in other.get_data(as_text=True)


def test_what_was_typed_comes_back_with_all_that_is_wrong(world, as_):
    wrong = {**_fields(world, what="", expects="A lot"), "due-day": "31", "due-month": "2"}
    sent = as_("author").post(_path(world), wrong)
    page = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert "Say in a few words what is to be done" in page
    assert "A lot" in page
    assert session().query(Action).count() == 0


def test_what_is_wrong_with_somebody_without_an_account_blocks_nothing_once_somebody_else_does_it(world, as_):
    author, partner = as_("author"), {"owner_name": "Sue", "owner_email": "sue at walkers"}
    wrong = author.post(_path(world), _fields(world, **partner, owner="partner"))
    assert "Write an e-mail address like" in wrong.get_data(as_text=True)
    kept = author.post(_path(world), _fields(world, **partner, what="")).get_data(as_text=True)
    assert "Write an e-mail address like" not in kept
    assert "sue at walkers" in kept
    assert author.post(_path(world), _fields(world, **partner)).status_code == 303
    assert session().query(Action).one().partner_owner_id is None


def test_a_wrong_day_of_what_has_changed_blocks_no_other_report(world, as_):
    author = world.someone("author")
    action = make.action(author, world.here, "partnership", owner=author)
    said = {"came_of_it": "It rained.", "new_due-day": "31", "new_due-month": "2", "new_due-year": "2027"}
    path = f"/actions/{action.id}/report"
    assert "31 February" in as_("author").post(path, {**said, "outcome": "changed"}).get_data(as_text=True)
    assert as_("author").post(path, {**said, "outcome": "done"}).status_code == 303


@pytest.mark.parametrize("kind", ["member elsewhere", "facilitator here", "former member", "programme team", "nobody"])
def test_nobody_else_writes_actions_here(world, as_, kind):
    assert as_(kind).post(_path(world), _fields(world)).status_code == 404
    assert as_(kind).get(f"{_path(world)}/new").status_code == 404


def test_filters_show_whose_they_are_and_those_without_an_owner(world, as_):
    author, member = world.someone("author"), world.someone("member here")
    make.action(author, world.here, owner=author, what="Of the author")
    make.action(author, world.here, owner=member, what="Of the member")
    all_of_them = {"author", "member"}
    for name, wanted in (
        ("", all_of_them), ("mine", {"author"}), ("for-others", {"member"}), ("nobody", set()), ("x", all_of_them),
    ):  # fmt: skip
        text = as_("author").text(f"{_path(world)}?owner={name}")
        assert set(re.findall("Of the (author|member)", text)) == wanted, name
    memberships.end_membership(OPERATOR, memberships.standing(world.here.id, member.id))
    assert "Of the member" in as_("author").text(f"{_path(world)}?owner=nobody")
    assert "An action needs somebody" in as_("lead here").text("/home")
    assert "needs somebody" not in as_("author").text("/home")


def test_a_list_costs_as_many_queries_whatever_is_in_it(world, as_, count_queries):
    author = world.someone("author")
    member = as_("member here")
    member.get(_path(world))
    with count_queries() as few:
        member.get(_path(world))
    for number in range(12):
        done: dict[str, Any] = {"reported_at": now(), "outcome": "done", "came_of_it": "So."} if number % 2 else {}
        make.action(author, world.here, owner=author, what=f"Number {number}", **done)
    with count_queries() as many:
        member.get(_path(world))
    assert len(few) == len(many) <= 12, many


def test_of_what_one_may_not_read_every_act_is_the_same_404(world, as_):
    action = make.action(world.someone("author"), world.here, "facilitators")
    for kind in ("member here", "lead here", "programme team", "member elsewhere"):
        visitor = as_(kind)
        for act in ("", "/report", "/hand-over", "/refusal", "/edit", "/audience", "/wording", "/wording-request"):
            there, absent = (visitor.post(f"/actions/{one}{act}", {"why": "x"}) for one in (action.id, 999_999))
            assert there.status_code == absent.status_code, (kind, act)
            assert there.status_code in (404, 405)
        assert visitor.get(f"/actions/{action.id}").status_code == 404


def test_signed_out_nobody_reads_who_does_it_or_who_wrote_it_down(app):
    place, amina, ben = make.place("Bedford"), make.person("Amina Rahman"), make.person("Ben Brook")
    for who in (amina, ben):
        make.belongs(who, place)
    opened = make.action(amina, place, "public", owner=ben, what="Ring ten firms")
    done = make.action(ben, place, "public", owner=amina, what="Print a map", outcome="done", came_of_it="It hangs.")
    done.reported_at, done.reporter_id = now(), amina.id
    session().commit()
    path = f"/partnerships/{place.slug}"
    for page in (f"{path}/actions", f"/actions/{opened.id}", f"/actions/{done.id}", f"{path}/journey", path):
        text = Visitor(app).text(page)
        assert "Ring ten firms" in text or "Print a map" in text, page
        assert [name for name in ("Amina", "Rahman", "Ben", "Brook", ">AR<", ">BB<") if name in text] == [], page
    assert "Ben Brook" in Visitor(app, amina).text(f"/actions/{opened.id}")


def test_the_forms_say_beside_the_box_who_reads_the_word(world, as_):
    author, owner = world.someone("author"), world.someone("member here")
    for audience, handed, back in (
        ("public", "Whoever gets it, Author and the leads of Here read it", "Author and the leads of Here read it"),
        (
            "facilitators",
            "Whoever gets it, Author and the facilitators of Here who can read the action read it",
            "Author and the facilitators of Here who can read the action read it",
        ),
        ("me", "Whoever gets it and Author read it", "Author reads it"),
    ):
        action = make.action(author, world.here, audience, owner=owner)
        text = as_("member here").text(f"/actions/{action.id}")
        assert f"If you like. {handed}, and nobody else." in text
        assert f"A few words are enough. {back}, and nobody else." in text
    alone = make.action(author, world.here, "me", owner=author)
    assert "Nobody but you reads it." in as_("author").text(f"/actions/{alone.id}")


@pytest.mark.parametrize("kind", ["anonymous", "former member", "nobody"])
def test_who_is_told_no_names_cannot_ask_for_somebodys_either(world, as_, kind):
    author, member = world.someone("author"), world.someone("member here")
    make.action(author, world.here, "public", owner=author, what="Of the author")
    make.action(author, world.here, "public", owner=member, what="Of the member")
    for owner in (author.id, member.id, 999_999):
        text = as_(kind).text(f"{_path(world)}?owner={owner}&organisation=")
        assert set(re.findall("Of the (author|member)", text)) == {"author", "member"}
        assert f"owner={owner}" not in text


def test_how_many_somebody_has_is_for_themselves_and_the_leads(world, as_):
    author, member = world.someone("author"), world.someone("member here")
    make.action(author, world.here, "public", owner=member, due_on=today() - timedelta(days=2))
    done = {"reported_at": now(), "outcome": "done", "came_of_it": "So.", "reporter_id": member.id}
    make.action(author, world.here, "public", owner=member, **done)
    figures = ("Open, 1", "Lately reported, 1", "One is late")
    path = f"{_path(world)}?owner={member.id}"
    for kind in ("member here", "lead here", "deputy here"):
        assert [one for one in figures if one not in as_(kind).text(path)] == [], kind
    for kind in ("author", "facilitator here", "programme team", "member elsewhere"):
        text = as_(kind).text(path)
        assert [one for one in figures if one in text] == [], kind
        assert "Lately reported" in text
    assert "Open, 1" in as_("member elsewhere").text(_path(world)), "of the place, and of nobody"


def test_who_belongs_no_longer_reads_no_names(app):
    """As little as somebody signed out: neither who does it, nor who wrote down an action, nor who moved a day."""
    place, amina, ben = make.place("Bedford"), make.person("Amina Rahman"), make.person("Ben Brook")
    former = make.person("Fay")
    for who in (amina, ben):
        make.belongs(who, place)
    opened = make.action(amina, place, "public", owner=ben, what="Ring ten firms")
    of_former = make.action(former, place, "public", owner=ben, what="Paint a bench")
    session().commit()
    path = f"/partnerships/{place.slug}"
    visitor = Visitor(app, former)
    for page in (f"{path}/actions", f"/actions/{opened.id}", f"/actions/{of_former.id}", f"{path}/journey", path):
        assert [name for name in ("Amina", "Rahman", "Ben B", "Brook") if name in visitor.text(page)] == [], page
    assert "By Fay" in visitor.text(f"/actions/{of_former.id}"), "one's own name is no secret"


def test_who_is_told_of_a_report_is_said_as_its_reader_sees_it(world, as_):
    author, owner = world.someone("author"), world.someone("member here")
    few = "Facilitator Here"
    for audience, kind, said in (
        ("me", "author", "Member Here is told of it here. Nobody else can read it."),
        ("me", "member here", "Author is told of it here. Nobody else can read it."),
        (
            "facilitators",
            "author",
            f"Member Here, Facilitator After Membership, Facilitator Belonging Elsewhere and {few}",
        ),
        ("facilitators", "member here", "Author, Facilitator After Membership, Facilitator Belonging Elsewhere and"),
    ):
        action = make.action(author, world.here, audience, owner=owner)
        text = as_(kind).text(f"/actions/{action.id}")
        assert said in text, (audience, kind)
        assert "whoever wrote it down are told" not in text
    alone = make.action(author, world.here, "me", owner=author)
    assert "Nobody else is told of it, and nobody else can read it." in as_("author").text(f"/actions/{alone.id}")
    given = make.action(author, world.here, "public", owner=author)
    as_("author").post(f"/actions/{given.id}/refusal", {"why": "No time."})
    text = as_("author").text(f"/actions/{given.id}")
    assert "Nobody has it yet" in text
