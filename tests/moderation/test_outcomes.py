"""What becomes of a case: its text asked about, hidden, changed, withdrawn; those who decide falling away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Conflict
from lpcommunity.access.reader import OPERATOR
from lpcommunity.comments import commands as comments
from lpcommunity.comments.words import Words
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.moderation import commands, deciders, queries
from lpcommunity.moderation.models import FACILITATORS, MODERATORS, CaseStep
from lpcommunity.moderation.subjects import subject_of
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.commands import end_role
from lpcommunity.retention import commands as retention
from lpcommunity.storage import clock, now, session
from lpcommunity.updates.commands import post_update
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


def test_its_author_sees_what_is_meant_as_it_stands_now_and_how_to_change_it(w):
    said = w.say(w.leo, "Umbrage.")
    case = w.report(w.ruth, f"comment:{said.id}", words="canary-ruth")
    w.decide(w.mo, case, "hidden")
    page = w.at(w.leo).text(f"/reports/{case.id}")
    assert "Umbrage." in page
    assert f'href="/comments/{said.id}/edit"' in page
    comments.change_comment(reading(w.leo), said, w.update, Words.written("A shade."), said.version)
    page = w.at(w.leo).text(f"/reports/{case.id}")
    assert "A shade." in page
    assert "Umbrage." not in page
    assert "canary-ruth" not in page
    for who in (w.mia, w.mo):
        assert w.at(who).get(f"/reports/{case.id}").status_code == 404
    assert "A shade." not in w.at(w.ruth).text(f"/reports/{case.id}"), "who reported it sees what they sent"


def test_of_a_long_text_its_author_sees_the_beginning_first(w):
    words = Content.written("A title of it", {"body": "It began well. " + "And then it did not. " * 80 + "Umbrage."})
    long = post_update(
        reading(w.amina), w.bedford, signed_forms.new_key(), words, audience="community", standing="on-track"
    )
    case = w.report(w.ruth, f"update:{long.id}")
    w.decide(w.mo, case, "asked")
    page = w.at(w.amina).text(f"/reports/{case.id}")
    assert "A title of it" in page
    assert page.index("It began well.") < page.index("<details") < page.index("Umbrage.")
    assert f'href="/updates/{long.id}/edit"' in page


@pytest.mark.parametrize("which", ["answer", "reply"])
def test_what_one_said_in_an_exchange_one_sees_oneself_though_one_reads_no_more_of_it(w, which):
    made, [move, _], [reply] = w.ask("facilitators", w.owen, w.fay)
    line, author, other = (move, w.owen, w.amina) if which == "answer" else (reply, w.amina, w.owen)
    case = w.report(w.fay, f"{which}:{line.id}", meant_for=MODERATORS)
    w.decide(w.mo, case, "hidden")
    page = w.at(author).text(f"/reports/{case.id}")
    assert line.says in page
    assert "cannot be changed" in page
    assert "until you change it" not in page
    stands = f'href="/reflections/{made.id}"'
    assert stands in page
    assert subject_of(which).own(reading(other), line.id) is None
    seat = select(Membership).where(Membership.person_id == author.id)
    end_membership(OPERATOR, session().scalars(seat).one())
    page = w.at(author).text(f"/reports/{case.id}")
    assert line.says in page
    assert (stands in page) is (which == "reply"), "one's own reflection stays; that of another is not there any more"


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
