"""Undertaking something, handing it on, giving it back, and reporting what came of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lpcommunity.access import Conflict, Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.access.refusals import Refused
from lpcommunity.actions import queries
from lpcommunity.actions.commands import owners, undertaking, wording
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.notifications.queries import inbox
from lpcommunity.partnerships import memberships
from lpcommunity.reviews.models import Move, Review
from lpcommunity.storage import clock, now, session, today, transactional
from lpcommunity.worker import run
from tests import factories as make
from tests.factories import reading

SOON = timedelta(days=20)


def begin(world, author="author", **more):
    said = {"what": "Ring ten firms", "due_on": today() + SOON, **more}
    key = said.pop("key", str(uuid4()))
    return undertake(reading(world.someone(author)), world.here, key, Undertaking(**said))


def told(app, person):
    run(app, until_empty=True)
    return [(line.type.key, line.what) for line in inbox(reading(person)).lines]


def test_who_does_what_by_when_stands_in_the_list_of_the_place(world):
    action = begin(world, owner_id=world.someone("member here").id)
    found = queries.undertaken(reading(world.someone("member here")), world.here.id)
    assert [(one.what, one.owner, one.audience) for one in found.open] == [
        (action.what, world.someone("member here").name, "partnership")
    ]


def test_a_second_click_finds_the_first_and_other_words_are_kept_apart(world):
    first = begin(world, key="same")
    assert begin(world, key="same").id == first.id
    with pytest.raises(Conflict):
        begin(world, key="same", what="Something else")


@pytest.mark.parametrize("who", ["facilitator here", "member elsewhere", "former member", "programme team"])
def test_only_members_undertake(world, who):
    with pytest.raises(Refused):
        begin(world, author=who)


def test_an_owner_belongs_to_the_place(world):
    with pytest.raises(Invalid) as refused:
        begin(world, owner_id=world.someone("member elsewhere").id)
    assert refused.value.code == "action-owner-elsewhere"


def test_what_comes_from_something_confided_begins_as_narrow(world):
    confided = make.reflection(world.someone("author"), world.here, "facilitators")
    private = make.reflection(world.someone("author"), world.here, "me")
    shared = make.reflection(world.someone("author"), world.here, "community")
    for source, audience in ((confided, "facilitators"), (private, "me"), (shared, "partnership")):
        assert begin(world, source=f"reflection:{source.id}").audience == audience
    assert begin(world, source=f"reflection:{confided.id}", audience="public").audience == "facilitators"
    assert begin(world, source=f"reflection:{shared.id}", audience="public").audience == "public"


def test_it_cannot_come_from_what_one_may_not_read_nor_from_elsewhere(world):
    theirs = make.reflection(world.someone("author"), world.here, "facilitators")
    elsewhere = make.update(world.someone("member elsewhere"), world.elsewhere, "public")
    for source in (
        f"reflection:{theirs.id}",
        f"update:{theirs.id}",
        f"update:{elsewhere.id}",
        "move:1",
        "reflection:x",
    ):
        with pytest.raises(Invalid) as refused:
            begin(world, author="member here", source=source)
        assert refused.value.code == "action-source-unknown"


def test_its_owner_is_told_and_reads_it_and_nothing_of_where_it_comes_from(app, world):
    owner = world.someone("member here")
    source = make.reflection(world.someone("author"), world.here, "facilitators")
    action = begin(world, owner_id=owner.id, source=f"reflection:{source.id}")
    assert told(app, owner) == [("action-given", "Ring ten firms")]
    seen = queries.action(reading(owner), action.id)
    assert seen is not None
    assert seen.source is None
    assert queries.action(reading(world.someone("author")), action.id).source is not None
    assert queries.action(reading(world.someone("lead here")), action.id) is None


def test_expectations_are_sealed_after_ten_minutes_and_opened_by_the_report(world):
    action = begin(world, expects="Eight answer.", owner_id=world.someone("member here").id)
    author, owner = reading(world.someone("author")), reading(world.someone("member here"))
    assert queries.action(author, action.id).expects == "Eight answer."
    assert queries.action(owner, action.id).expects == ""
    with clock.at(now() + timedelta(minutes=10, seconds=1)):
        assert queries.action(author, action.id).expects == ""
        assert queries.action(author, action.id).expecting
        with pytest.raises(Refused):
            undertaking.correct(author, action, what="Other", due_on=action.due_on, expects="Ten.")
        report(owner, action, Report("done", "Nine did."))
        for reader in (author, owner, reading(world.someone("facilitator here"))):
            assert queries.action(reader, action.id).expects == "Eight answer."


def test_for_ten_minutes_a_slip_of_the_pen_is_put_right(world):
    action = begin(world)
    undertaking.correct(
        reading(world.someone("author")), action, what="Ring nine firms", due_on=action.due_on, expects=""
    )
    assert action.what == "Ring nine firms"


def test_a_report_says_what_came_of_it(app, world):
    action = begin(world, owner_id=world.someone("member here").id)
    owner = reading(world.someone("member here"))
    for said, code in (
        (Report("", "x"), "action-outcome-missing"),
        (Report("done", " "), "action-came-of-it-missing"),
        (Report("changed", "x"), "action-change-missing"),
        (Report("changed", "x", new_what="Y", new_due_on=today() - timedelta(days=1)), "action-day-past"),
    ):
        with pytest.raises(Invalid) as refused:
            report(owner, action, said)
        assert refused.value.code == code
    report(owner, action, Report("dropped", "Nobody wanted it."))
    assert report(owner, action, Report("dropped", "Nobody wanted it.")).outcome == "dropped"
    with pytest.raises(Conflict):
        report(reading(world.someone("author")), action, Report("done", "It went well."))
    assert ("action-reported", "Ring ten firms") in told(app, world.someone("author"))
    assert ("action-reported", "Ring ten firms") in told(app, world.someone("facilitator here"))
    assert ("action-reported", "Ring ten firms") not in told(app, world.someone("member here"))
    assert told(app, world.someone("member elsewhere")) == []


def test_what_has_changed_goes_on_with_its_new_words_and_keeps_the_old(world):
    action = begin(world, owner_id=world.someone("member here").id, expects="A lot.")
    report(reading(world.someone("member here")), action, Report("changed", "Too big.", new_what="Ring three firms"))
    found = queries.undertaken(reading(world.someone("lead here")), world.here.id)
    assert [(one.what, one.due_on, one.owner_id) for one in found.open] == [
        ("Ring three firms", action.due_on, world.someone("member here").id)
    ]
    assert [(one.what, one.outcome, one.next_what) for one in found.lately] == [
        ("Ring ten firms", "changed", "Ring three firms")
    ]


def test_whoever_owns_it_hands_it_on_or_gives_it_back_with_a_word(app, world):
    action = begin(world, owner_id=world.someone("member here").id)
    owners.hand_over(reading(world.someone("member here")), action, world.someone("lead here").id, "You know them.")
    assert told(app, world.someone("lead here")) == [("action-given", "Ring ten firms")]
    with pytest.raises(Conflict):
        owners.decline(reading(world.someone("member here")), action, "No time.")
    with pytest.raises(Invalid):
        owners.decline(reading(world.someone("lead here")), action, " ")
    owners.decline(reading(world.someone("lead here")), action, "No time.")
    assert ("action-declined", "Ring ten firms") in told(app, world.someone("author"))
    [shown] = queries.ownerless(reading(world.someone("lead here")), [world.here.id])
    assert (shown.turn, shown.turn_why, shown.owner_name) == ("declined", "No time.", "")


def test_who_has_left_owns_it_no_longer_that_day_and_the_leads_are_told(app, world):
    member = world.someone("member here")
    action = begin(world, owner_id=member.id)
    confided = begin(world, owner_id=member.id, audience="facilitators")
    assert queries.ownerless(reading(world.someone("lead here")), [world.here.id]) == []
    term = memberships.standing(world.here.id, member.id)
    memberships.end_membership(OPERATOR, term)
    assert [one.id for one in queries.ownerless(reading(world.someone("lead here")), [world.here.id])] == [action.id]
    assert queries.action(reading(member), confided.id) is None
    assert told(app, world.someone("lead here")) == [("actions-without-owner", "")]
    with pytest.raises(Refused):
        report(reading(member), confided, Report("done", "It went well."))


def test_a_last_day_that_passes_counts_as_leaving(app, world):
    member = world.someone("member here")
    begin(world, owner_id=member.id, due_on=today() + timedelta(days=60))
    memberships.join(OPERATOR, world.here, member, "member", None, today() + timedelta(days=3))
    run(app, until_empty=True)
    with clock.at(now() + timedelta(days=4)):
        assert told(app, world.someone("lead here")) == [("actions-without-owner", "")]


def test_owners_are_reminded_a_week_before_and_once_when_late(app, world):
    member = world.someone("member here")
    action = begin(world, owner_id=member.id)
    seen = []
    for days in (12, 13, 14, 19, 20, 21, 22, 40):
        with clock.at(clock.in_london(today() + timedelta(days=days), owners.MORNING) + timedelta(minutes=1)):
            seen.append([key for key, _ in told(app, member)])
    given, soon, late = ["action-given"], "action-due-soon", "action-late"
    assert seen == [
        given, [soon, *given], [soon, *given], [soon, *given], [soon, *given],
        [late, soon, *given], [late, soon, *given], [late, soon, *given],
    ]  # fmt: skip
    assert action.reported_at is None


def test_nobody_is_reminded_of_what_is_reported(app, world):
    member = world.someone("member here")
    action = begin(world, owner_id=member.id)
    report(reading(member), action, Report("done", "They answered."))
    with clock.at(now() + timedelta(days=40)):
        assert told(app, member) == [("action-given", "Ring ten firms")]


def test_home_shows_ones_own_and_those_written_down_for_others(world):
    mine = begin(world, owner_id=world.someone("author").id, what="Mine")
    others = begin(world, owner_id=world.someone("member here").id, what="For others", due_on=today())
    begin(world, author="member here", owner_id=world.someone("member here").id, what="Not mine")
    found = queries.open_of_mine(reading(world.someone("author")))
    assert [one.id for one in found] == [others.id, mine.id]
    session().rollback()


def test_an_action_that_holds_words_of_an_answer_stays_narrow_until_they_are_out_or_given(app, world):
    author, facilitator = world.someone("author"), world.someone("facilitator here")
    reflection = make.reflection(author, world.here, "community")
    move = _answered(reflection, facilitator, "What would have to be true for them to ring back?")
    source, words = f"move:{move.id}", "Find out what would have to be true, for ten of them"
    with pytest.raises(Invalid) as refused:
        begin(world, source=source, what=words, owner_id=world.someone("member here").id)
    assert refused.value.code == "action-holds-answer"
    action = begin(world, source=source, what=words)
    assert (action.audience, action.holds_move) == ("facilitators", True)
    assert queries.action(reading(world.someone("member here")), action.id) is None
    with pytest.raises(Invalid):
        undertaking.change_audience(reading(author), action, "partnership")
    with pytest.raises(Refused):
        wording.give_words(reading(world.someone("facilitator belonging elsewhere")), action)
    wording.ask_for_words(reading(author), action)
    assert ("action-words-asked", words) in told(app, facilitator)
    wording.give_words(reading(facilitator), action)
    assert ("action-words-given", words) in told(app, author)
    undertaking.change_audience(reading(author), action, "partnership")
    assert queries.action(reading(world.someone("member here")), action.id).what == words
    assert queries.action(reading(world.someone("member here")), action.id).source is None

    other = begin(world, source=source, what=words)
    undertaking.change_audience(reading(author), other, "partnership", "Ask ten of them")
    assert (other.what, other.holds_move) == ("Ask ten of them", False)


@transactional
def _answered(reflection, facilitator, says):
    review = Review(
        idempotency_key=str(uuid4()), reflection_id=reflection.id, version=1, round=1, outcome="invites",
        sent_at=now(), author_id=facilitator.id, partnership_id=reflection.partnership_id,
    )  # fmt: skip
    reflection.confided_at, reflection.confided_version, reflection.rounds = now(), 1, 1
    session().add(review)
    session().flush()
    move = Move(review_id=review.id, position=0, kind="challenging", prompt="", passage="", says=says)
    session().add(move)
    session().flush()
    return move
