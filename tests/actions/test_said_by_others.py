"""Words that others say in what somebody wrote down: they stay with those for whom they were said."""

import re
from datetime import timedelta

import pytest

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.actions import policy, queries
from lpcommunity.actions.commands import undertaking
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.actions.models import Action
from lpcommunity.notifications.queries import inbox
from lpcommunity.partnerships import memberships
from lpcommunity.storage import clock, now, session, today
from lpcommunity.worker import run
from tests import factories as make
from tests.actions.test_actions import _answered, begin
from tests.actions.test_partners import begin as begin_for_partner
from tests.actions.test_partners import path_of
from tests.factories import reading
from tests.harness.visitor import Visitor

A_DAY = timedelta(days=1)


def _next(action):
    return session().query(Action).filter_by(continues_id=action.id).one()


def _changed(world, who, action, **new):
    report(reading(world.someone(who)), action, Report("changed", "It took longer.", **new))
    return _next(action)


def test_what_somebody_else_made_of_it_is_not_widened_however_often_its_day_changes(world):
    action = begin(world, owner_id=world.someone("member here").id)
    said = _changed(world, "member here", action, new_what="Ask my sister")
    for number in range(1, 4):
        with pytest.raises(Invalid) as refused:
            undertaking.change_audience(reading(world.someone("author")), said, "public")
        assert refused.value.code == "action-words-of-others"
        said = _changed(world, "author", said, new_due_on=today() + (40 + number) * A_DAY)
    own = _changed(world, "author", said, new_what="Ask whoever answers")
    undertaking.change_audience(reading(world.someone("author")), own, "public")


def test_nor_is_it_put_right_by_whoever_wrote_down_what_was_before(world):
    action = begin(world, owner_id=world.someone("member here").id)
    assert policy.can_correct(reading(world.someone("author")), action)
    assert not policy.can_correct(
        reading(world.someone("author")), _changed(world, "member here", action, new_what="X")
    )
    own = begin(world, owner_id=world.someone("member here").id, what="Another")
    assert policy.can_correct(reading(world.someone("author")), _changed(world, "author", own, new_what="Y"))


def test_who_left_reads_what_they_wrote_and_nothing_that_others_say_since(app, world):
    author, owner = world.someone("author"), world.someone("member here")
    before = begin(world, owner_id=owner.id)
    mine = _changed(world, "author", begin(world, owner_id=owner.id, what="Mine"), new_what="Mine as well")
    public = _changed(world, "member here", begin(world, audience="public", owner_id=owner.id), new_what="For all")
    memberships.end_membership(OPERATOR, memberships.standing(world.here.id, author.id))
    run(app, until_empty=True)
    heard = len(inbox(reading(author)).lines)
    after = _changed(world, "member here", before, new_what="Said since")
    run(app, until_empty=True)
    left = reading(author)
    assert [queries.action(left, one.id) is not None for one in (before, mine, public, after)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert queries.action(left, before.id).next_what is None
    assert len(inbox(left).lines) == heard, "nor are they told"
    assert queries.action(reading(owner), after.id).what == "Said since"


def test_what_comes_of_an_exchange_reaches_the_facilitators_whom_that_reaches(app, world):
    author = world.someone("author")
    reflection = make.reflection(author, world.here, "community")
    move = _answered(reflection, world.someone("facilitator here"), "What would have to be true for them to ring back?")
    late = world.someone("later facilitator")
    with clock.at(now() + A_DAY):
        world.come()
    with clock.at(now() + 2 * A_DAY):
        page = Visitor(app, author).text(f"/partnerships/{world.here.slug}/actions/new?source=move:{move.id}")
        assert late.name not in _hint(page), "whoever is named can read it"
        assert world.someone("facilitator here").name in _hint(page)
        action = begin(world, source=f"move:{move.id}", what="Ask ten of them")
        for who, reads in ((late, False), (world.someone("facilitator here"), True)):
            assert (queries.action(reading(who), action.id) is not None) == reads
        undertaking.change_audience(reading(author), action, "me")
        undertaking.change_audience(reading(author), action, "facilitators")
        assert queries.action(reading(late), action.id) is None
        free = begin(world, audience="facilitators", what="Of nothing")
        assert queries.action(reading(late), free.id) is not None


def _hint(page):
    found = re.search(r'id="audience-[^"]*hint"[^>]*>([^<]*Nobody else in[^<]*)<', page)
    assert found is not None
    return found[1]


def test_a_report_that_was_begun_for_few_is_not_taken_for_many(app, world):
    owner, author = world.someone("member here"), world.someone("author")
    action = begin(world, owner_id=owner.id, audience="me")
    visitor = Visitor(app, owner)
    form = _hidden(visitor.text(f"/actions/{action.id}"))
    undertaking.change_audience(reading(author), action, "public")
    typed = {"outcome": "done", "came_of_it": "My own trouble."}
    refused = visitor.post(f"/actions/{action.id}/report", {**form, **typed})
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "It changed who can read this since you opened the page" in page
    assert "My own trouble." in page
    session().expire_all()
    assert action.reported_at is None
    again = visitor.post(f"/actions/{action.id}/report", {**_hidden(page), **typed})
    assert again.status_code == 303, "whoever looked, and sends it again, means it"


def test_so_it_is_for_an_owner_without_an_account(app, world):
    action = begin_for_partner(world, audience="facilitators")
    visitor, path = Visitor(app), path_of(action)
    page = visitor.text(path)
    undertaking.change_audience(reading(world.someone("author")), action, "public")
    typed = {"outcome": "done", "came_of_it": "For the facilitators alone."}
    refused = visitor.client.post(path, data={**_hidden(page), **typed})
    assert (refused.status_code, "For the facilitators alone." in refused.text) == (422, True)
    assert "It changed who can read this" in refused.text
    assert visitor.client.post(path, data={**_hidden(refused.text), **typed}).status_code == 303


def _hidden(page):
    """What a form of a report carries unseen."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if 'name="outcome"' in one)
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form)
    return {re.search(r'name="([^"]*)"', one)[1]: (re.search(r'value="([^"]*)"', one) or ["", ""])[1] for one in inputs}
