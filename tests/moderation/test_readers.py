"""Who decides on a report, and who sees what of it: as SQL and as lists of people, and as the rules say it."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Missing, Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.moderation import commands, deciders, queries
from lpcommunity.moderation.models import FACILITATORS, MODERATORS, Report, ReportedText
from lpcommunity.moderation.policy import CASE, decides, handles
from lpcommunity.people.commands import end_role, grant_role
from lpcommunity.people.models import RoleHolding
from lpcommunity.storage import Statement, now, session, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world

HANDLED = Statement(select(CASE.c.id).where(handles()))
EARLIER, LATER = -timedelta(minutes=5), timedelta(minutes=5)


@transactional
def scatter(seed):
    world, chance = random_world(seed), random.Random(seed)
    for person in world.people[::3]:
        session().add(RoleHolding(person_id=person.id, role="moderator", started_at=now()))
    for number in range(60):
        entry = chance.choice(world.entries)
        case = ReportedText(
            about="comment", about_id=number + 1, entry_id=entry.id, partnership_id=entry.partnership_id,
            author_id=chance.choice(world.people).id, confided_at=now() + chance.choice((EARLIER, LATER)),
            to_moderators=chance.random() < 0.4, to_facilitators=chance.random() < 0.7, decision="",
            waiting_since=now(),
        )  # fmt: skip
        session().add(case)
        session().flush()
        for one in chance.sample(world.people, chance.randrange(3)):
            session().add(
                Report(
                    case_id=case.id, reporter_id=one.id, meant_for=MODERATORS, why="other", words="", title="",
                    html="", author="", reported_at=now(),
                )
            )  # fmt: skip
    session().flush()
    return world


def test_who_decides_is_the_same_as_sql_and_as_a_list_of_people(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = scatter(seed)
    listed = {case.id: set(deciders.handlers(case)) for case in session().query(ReportedText)}
    found = 0
    for person in world.people:
        reader = reading(person)
        if not hasattr(reader, "id"):
            continue
        by_sql = set(HANDLED.values(decides(reader)))
        assert by_sql == {case_id for case_id, people in listed.items() if person.id in people}, (
            f"seed {seed}, {reader}"
        )
        found += len(by_sql)
    assert found


def names(w, case):
    """Who decides, by their names in this world."""
    ids = set(deciders.handlers(case))
    return {name for name, one in vars(w).items() if getattr(one, "email", None) and one.id in ids}


def test_what_the_community_reads_is_decided_by_moderators_who_neither_wrote_nor_reported_it(w):
    said = w.say(w.mia)
    case = w.report(w.tess, f"comment:{said.id}")
    assert names(w, case) == {"mo", "mel", "fay"}
    assert {one.case.id for one in queries.waiting(reading(w.mo))} == {case.id}
    for who in (w.mia, w.tess, w.amina, w.leo, w.tom, w.eva, w.owen, w.nina):
        assert queries.case_for(reading(who), case.id) is None
        assert queries.copies(reading(who), case.id) == []


def test_what_was_said_in_an_exchange_goes_to_its_facilitators_alone(w):
    _, [of_owen, _], [reply] = w.ask("facilitators", w.owen, w.fay)
    case = w.report(w.amina, f"answer:{of_owen.id}", meant_for=FACILITATORS)
    assert names(w, case) == {"fay"}, "not whoever wrote it, nor any moderator"
    case = w.report(w.owen, f"reply:{reply.id}", meant_for=FACILITATORS)
    assert names(w, case) == {"fay"}


def test_unless_its_reporter_chooses_the_moderators(w):
    _, [move], _ = w.ask("facilitators", w.owen)
    case = w.report(w.amina, f"answer:{move.id}", meant_for=MODERATORS)
    assert names(w, case) == {"mo", "mel", "mia", "fay", "tess"}
    [copy] = queries.copies(reading(w.mo), case.id)
    assert "Are they all hopeless" in copy.html


def test_a_facilitator_never_decides_on_what_they_wrote_and_moderators_do_instead(w):
    _, [move], _ = w.ask("facilitators", w.fay)
    end_role(OPERATOR, w.fay, "moderator")
    case = w.report(w.owen, f"answer:{move.id}", meant_for=FACILITATORS)
    assert names(w, case) == {"mo", "mel", "mia", "tess"}, "the other facilitator reported it"
    assert queries.copies(reading(w.mel), case.id)


def test_copies_are_seen_by_those_whom_their_reporter_chose(w):
    made, [move], _ = w.ask("facilitators", w.fay)
    end_role(OPERATOR, w.fay, "moderator")
    case = w.report(w.amina, f"answer:{move.id}", words="For facilitators.", meant_for=FACILITATORS)
    assert [one.words for one in queries.copies(reading(w.owen), case.id)] == ["For facilitators."]
    assert queries.case_for(reading(w.mo), case.id) is None
    assert queries.case_for(reading(w.zoe), case.id) is None, "a facilitator of elsewhere"
    assert made.audience == "facilitators"


def test_of_one_case_each_sees_the_reports_that_were_meant_for_them(w):
    make.belongs(w.ruth, w.bedford, "facilitator")
    _, [move], _ = w.ask("facilitators", w.owen)
    case = w.report(w.amina, f"answer:{move.id}", words="For facilitators.", meant_for=FACILITATORS)
    assert w.report(w.fay, f"answer:{move.id}", words="For moderators.", meant_for=MODERATORS).id == case.id
    assert [one.words for one in queries.copies(reading(w.ruth), case.id)] == ["For facilitators."]
    assert [one.words for one in queries.copies(reading(w.mo), case.id)] == ["For moderators."]
    assert [one.reports for one in queries.waiting(reading(w.mo))] == [1]
    assert [one.reports for one in queries.waiting(reading(w.ruth))] == [1]


def test_each_case_counts_its_own_reports(w):
    """Of one there is a facilitator who could decide, of the other there is none: so moderators have that."""
    end_role(OPERATOR, w.fay, "moderator")
    _, [of_owen], _ = w.ask("facilitators", w.owen)
    w.report(w.amina, f"answer:{of_owen.id}", meant_for=FACILITATORS)
    _, [of_fay], _ = w.ask("facilitators", w.fay)
    alone = w.report(w.owen, f"answer:{of_fay.id}", meant_for=FACILITATORS)
    assert [(one.case.id, one.reports) for one in queries.waiting(reading(w.mo))] == [(alone.id, 1)]


@pytest.mark.parametrize("who", ["ruth", "tom", "mo", "zoe", "leo"])
def test_nobody_reports_what_they_may_not_read_or_what_there_is_not(w, who):
    made, [move], [reply] = w.ask("facilitators", w.owen)
    for about in (f"reflection:{made.id}", f"answer:{move.id}", f"reply:{reply.id}", "comment:999", "update:x", "x"):
        with pytest.raises(Missing):
            w.report(getattr(w, who), about)


def test_nobody_reports_their_own_words_or_decides_on_them(w):
    said = w.say(w.mo)
    with pytest.raises(Missing):
        w.report(w.mo, f"comment:{said.id}")
    case = w.report(w.mel, f"comment:{said.id}")
    for who in (w.mo, w.mel, w.leo, w.tom):
        with pytest.raises(Refused):
            commands.decide(reading(who), case, "left", "It is fine.", 0)


def test_a_moderator_reads_no_more_than_the_copy(w):
    update = w.update
    private = w.say(w.leo, "Only for us.", entry=update)
    w.report(w.ruth, f"comment:{private.id}")
    made, _, _ = w.ask("facilitators", w.owen)
    case = w.report(w.owen, f"reflection:{made.id}", meant_for=MODERATORS)
    visitor = w.at(w.mo)
    assert visitor.get(f"/moderation/{case.id}").status_code == 200
    assert "Read it where it stands" not in visitor.text(f"/moderation/{case.id}")
    assert visitor.get(f"/reflections/{made.id}").status_code == 404


def test_where_nobody_can_decide_the_programme_team_is_told_so_and_no_more(w):
    for who in (w.mo, w.mel, w.mia, w.fay, w.tess):
        end_role(OPERATOR, who, "moderator")
    said = w.say(w.leo, "canary words")
    case = w.report(w.ruth, f"comment:{said.id}", words="canary words, too")
    assert deciders.handlers(case) == []
    w.work()
    inbox = w.at(w.tom).text("/notifications")
    assert "no moderator can look at it" in inbox
    assert "canary" not in inbox
    assert w.at(w.tom).get(f"/moderation/{case.id}").status_code == 404
    grant_role(reading(w.tom), w.eva, "moderator")
    assert w.at(w.eva).get(f"/moderation/{case.id}").status_code == 200


def test_words_of_one_room_are_not_read_in_the_other(w):
    """Who reported an answer chose who looks at it: its facilitators and its author talk in confidence, and so do the
    moderators; each room learns what the other did, and no word.
    """
    gus = make.person("Gus Person")
    make.belongs(gus, w.bedford, "facilitator")
    _, (move,), _ = w.ask("facilitators", w.owen)
    case = w.report(w.amina, f"answer:{move.id}", meant_for=FACILITATORS)
    assert w.report(w.fay, f"answer:{move.id}", meant_for=MODERATORS).id == case.id

    def said(who):
        return [(one.act, one.words) for one in queries.steps(reading(who), case.id)]

    w.decide(gus, case, "asked", "Between us.")
    commands.answer(reading(w.owen), case, "In confidence.")
    assert said(gus) == [("asked", "Between us."), ("answered", "In confidence.")]
    for outside in (w.mo, w.mia):
        assert said(outside) == [("asked", ""), ("answered", "")]
    w.decide(w.mo, case, "asked", "From outside.")
    commands.answer(reading(w.owen), case, "To those outside.")
    assert said(w.mel)[2:] == [("asked", "From outside."), ("answered", "To those outside.")]
    assert said(gus)[2:] == [("asked", ""), ("answered", "")]
    assert "From outside." in w.at(w.owen).text(f"/reports/{case.id}"), "its author reads what both say to them"
    for word in ("Between us", "In confidence"):
        assert word not in w.at(w.mo).text(f"/moderation/{case.id}")
