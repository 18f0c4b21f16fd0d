"""What becomes of a case: its text asked about, hidden, changed, withdrawn; those who decide falling away."""

from datetime import timedelta

import pytest

from lpcommunity.access import Conflict
from lpcommunity.access.reader import OPERATOR
from lpcommunity.comments import commands as comments
from lpcommunity.comments.words import Words
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.moderation import commands, deciders, queries
from lpcommunity.moderation.models import FACILITATORS, CaseStep
from lpcommunity.people.commands import end_role
from lpcommunity.retention import commands as retention
from lpcommunity.storage import clock, now, session
from tests.factories import reading


def test_asked_about_it_is_hidden_still_and_can_be_shown_again(w):
    said = w.say(w.leo, "Umbrage.")
    case = w.report(w.ruth, f"comment:{said.id}")
    w.decide(w.mo, case, "hidden")
    w.decide(w.mo, case, "asked", "What did you mean?")
    assert "Only you can read it for now" in w.at(w.leo).text(f"/reports/{case.id}")
    assert "Umbrage" not in w.at(w.mia).text(f"/updates/{w.update.id}")
    w.decide(w.mel, case, "left", "It is fine.")
    assert "Umbrage" in w.at(w.mia).text(f"/updates/{w.update.id}")
    assert [one.act for one in queries.steps(reading(w.mo), case.id)] == ["hidden", "asked", "shown"]


def test_saved_with_the_same_words_nobody_is_told_and_changed_often_they_are_told_once(w):
    said = w.say(w.leo, "Umbrage.")
    case = w.report(w.ruth, f"comment:{said.id}")
    w.decide(w.mo, case, "hidden")
    for number, body in enumerate(("Umbrage.", "Umbrage.", "A shade.", "A shadow.")):
        comments.change_comment(reading(w.leo), said, w.update, Words.written(body), said.version)
        w.work()
        session().expire_all()
        acts = [one.act for one in queries.steps(reading(w.mo), case.id)]
        assert acts == (["hidden"] if number < 2 else ["hidden", "changed"]), body
    assert "Everybody who could read it still can" in w.at(w.leo).text(f"/reports/{case.id}")


def test_however_often_its_author_answers_it_can_be_decided(w):
    case = w.report(w.ruth, f"comment:{w.say(w.leo).id}")
    w.decide(w.mo, case, "asked")
    for number in range(queries.MOST_STEPS + 2):
        commands.answer(reading(w.leo), case, f"And {number}.")
    w.decide(w.mo, case, "left", "It is fine.")
    with pytest.raises(Conflict):
        commands.decide(reading(w.mo), case, "hidden", "Or not.", queries.steps(reading(w.mo), case.id)[-1].id)


def test_what_its_author_withdraws_is_over(app, w):
    said = w.say(w.leo)
    case = w.report(w.ruth, f"comment:{said.id}")
    w.decide(w.mo, case, "hidden")
    comments.withdraw_comment(reading(w.leo), said, w.update)
    w.work()
    session().expire_all()
    assert case.decision == "left"
    with clock.at(now() + timedelta(days=31)):
        list(retention.steps(app.config))
        assert not session().query(CaseStep).count(), "its words go like others"


def test_what_was_sent_in_confidence_stays_so_when_the_text_is_opened_to_others(w):
    made, _, _ = w.ask("facilitators")
    case = w.report(w.owen, f"reflection:{made.id}", words="For facilitators only.", meant_for=FACILITATORS)
    w.decide(w.fay, case, "asked", "Between us.")
    change_entry_audience(reading(w.amina), made, "community")
    assert w.report(w.ruth, f"reflection:{made.id}").id == case.id
    page = w.at(w.mo).text(f"/moderation/{case.id}")
    for words in ("For facilitators only.", "Between us."):
        assert words not in page
        assert words in w.at(w.fay).text(f"/moderation/{case.id}")


def test_where_those_who_decide_fall_away_somebody_is_told(w):
    for who in (w.mel, w.mia, w.fay, w.tess):
        end_role(OPERATOR, who, "moderator")
    case = w.report(w.ruth, f"comment:{w.say(w.leo).id}")
    w.work()
    assert "no moderator can look at it" not in w.at(w.tom).text("/notifications")
    end_role(OPERATOR, w.mo, "moderator")
    w.work()
    assert deciders.handlers(case) == []
    assert "no moderator can look at it" in w.at(w.tom).text("/notifications")


def test_where_the_last_facilitator_reports_it_too_the_moderators_are_told(w):
    _, (move,), _ = w.ask("facilitators", w.owen)
    case = w.report(w.amina, f"answer:{move.id}", meant_for=FACILITATORS)
    assert w.mo.id not in deciders.handlers(case)
    w.work()
    assert "Look at it, and decide" not in w.at(w.mo).text("/notifications")
    w.report(w.fay, f"answer:{move.id}", meant_for=FACILITATORS)
    w.work()
    assert "Look at it, and decide" in w.at(w.mo).text("/notifications")
