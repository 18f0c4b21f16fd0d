"""Reporting, deciding, answering; who hears of it, what stays, and for how long."""

from datetime import timedelta

import pytest

from lpcommunity.access import Conflict, Invalid, Missing, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.rate_limits import REPORTS
from lpcommunity.access.reader import OPERATOR
from lpcommunity.moderation import commands, deciders, outcomes, queries
from lpcommunity.moderation.commands import ChangedMeanwhile, to_report
from lpcommunity.moderation.models import FACILITATORS, CaseStep, Report, ReportedText
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.people.commands import end_role, grant_role
from lpcommunity.retention import commands as retention
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.moderation.conftest import WHY


def tidy(app):
    return [step for step in retention.steps(app.config) if step.rule.startswith("report")]


def told(person, key):
    """How many lines of that type somebody has."""
    return session().query(Notification).filter_by(person_id=person.id, type=key).count()


def test_several_reports_of_one_text_are_one_case_and_each_is_once(w):
    about = f"comment:{w.say(w.leo).id}"
    first = w.report(w.ruth, about, words="Look.")
    again = w.report(w.ruth, about, why="private", words="Look again.")
    other = w.report(w.eva, about, why="private")
    assert first.id == again.id == other.id
    assert [one.words for one in queries.copies(reading(w.mo), first.id)] == ["Look.", ""]
    [line] = queries.waiting(reading(w.mo))
    assert line.reports == 2
    w.work()
    assert told(w.mo, "report-waits") == 1, "it waits once"


def test_the_copy_is_what_the_reporter_read_and_nothing_else(w):
    case = w.report(w.ruth, f"update:{w.update.id}")
    [copy] = queries.copies(reading(w.mo), case.id)
    assert (copy.author, copy.title) == ("Amina Person", w.update.title)
    assert set(vars(copy)) == {"id", "why", "words", "title", "html", "author", "reported_at"}


@pytest.mark.parametrize(("why", "words"), [("", "x"), ("because", "x"), ("other", " "), ("hurtful", "x" * 501)])
def test_a_report_says_why(w, why, words):
    with pytest.raises(Invalid):
        w.report(w.ruth, f"update:{w.update.id}", why, words)


def test_what_was_changed_since_it_was_shown_is_not_sent(w):
    about = f"update:{w.update.id}"
    _, shown = to_report(reading(w.ruth), about)
    w.report(w.ruth, about, shown=shown.digest)
    with pytest.raises(ChangedMeanwhile):
        w.report(w.eva, about, shown="something else")


def test_nobody_reports_without_end(w):
    make.used_up(w.ruth, REPORTS)
    answer = w.at(w.ruth).post(
        "/reports", {"about": f"update:{w.update.id}", "why": "hurtful", "meant_for": "moderators"}, on="/home"
    )
    assert answer.status_code == 429


def test_its_author_and_every_reporter_hear_what_was_decided_and_why_and_never_who_reported(w):
    said = w.say(w.leo)
    about = f"comment:{said.id}"
    case = w.report(w.ruth, about, words="canary-ruth")
    w.report(w.eva, about, words="canary-eva")
    w.decide(w.mo, case, "hidden")
    w.work()
    page = w.at(w.leo).text(f"/reports/{case.id}")
    assert WHY in page
    inbox = w.at(w.leo).text("/notifications")
    assert "Your comment is hidden for now." in inbox
    mails = [one for one in session().query(Mail) if one.to == w.leo.email]
    assert [one.subject for one in mails] == ["Your comment is hidden for now"]
    for text in (page, inbox, *(one.text + one.html for one in mails)):
        for never in ("Ruth Person", "Eva Person", "canary-ruth", "canary-eva", "two people", "Two people"):
            assert never not in text
    assert WHY not in mails[0].text
    for who in (w.ruth, w.eva):
        assert WHY in w.at(who).text(f"/reports/{case.id}")
        assert "Somebody looked at what you reported, and hid it" in w.at(who).text("/notifications")
    assert "canary-eva" not in w.at(w.ruth).text(f"/reports/{case.id}")
    for who in (w.mia, w.tom, w.mo):
        assert w.at(who).get(f"/reports/{case.id}").status_code == 404


def test_before_it_is_decided_its_author_learns_nothing(w):
    case = w.report(w.ruth, f"comment:{w.say(w.leo).id}")
    w.work()
    assert w.at(w.leo).get(f"/reports/{case.id}").status_code == 404
    assert told(w.leo, "text-moderated") == 0


def test_asked_an_author_answers_and_whoever_decides_looks_once_more(w):
    said = w.say(w.leo)
    case = w.report(w.ruth, f"comment:{said.id}")
    with pytest.raises(Missing):
        commands.answer(reading(w.leo), case, "Nobody asked yet.")
    w.decide(w.mo, case, "asked", "Did they say so themselves?")
    assert "Those people are hopeless" in w.at(w.mia).text(f"/updates/{w.update.id}"), "asked, it stays"
    assert queries.waiting(reading(w.mo)) == []
    commands.answer(reading(w.leo), case, "They did.")
    commands.answer(reading(w.leo), case, "They did.")
    assert [one.case.id for one in queries.waiting(reading(w.mel))] == [case.id]
    assert [(one.act, one.words) for one in queries.steps(reading(w.mel), case.id)] == [
        ("asked", "Did they say so themselves?"), ("answered", "They did."),
    ]  # fmt: skip
    for who in (w.ruth, w.mia):
        with pytest.raises(Missing):
            commands.answer(reading(who), case, "Me, too.")
    found = outcomes.as_reporter(reading(w.ruth), case.id)
    assert [one.act for one in found[2]] == ["asked"], "what its author says is for whoever decides"


def test_a_decision_says_why_and_of_two_at_once_one_counts(w):
    case = w.report(w.ruth, f"comment:{w.say(w.leo).id}")
    with pytest.raises(Invalid):
        commands.decide(reading(w.mo), case, "left", " ", 0)
    with pytest.raises(Invalid):
        commands.decide(reading(w.mo), case, "deleted", WHY, 0)
    commands.decide(reading(w.mo), case, "left", WHY, 0)
    commands.decide(reading(w.mo), case, "left", WHY, 0)  # twice is once
    assert session().query(CaseStep).count() == 1
    with pytest.raises(Conflict):
        commands.decide(reading(w.mel), case, "hidden", "I see that otherwise.", 0)


def test_what_was_left_can_be_reported_anew(w):
    about = f"comment:{w.say(w.leo).id}"
    first = w.report(w.ruth, about)
    w.decide(w.mo, first, "left")
    second = w.report(w.ruth, about, words="It is worse than that.")
    assert first.id != second.id
    assert [one.case.id for one in queries.waiting(reading(w.mo))] == [second.id]


def test_the_copy_goes_thirty_days_after_the_decision_and_with_it_who_reported(app, w):
    """While a text is hidden it stays known that they reported it, since they decide on nothing of it; no word does."""
    left = w.report(w.ruth, f"comment:{w.say(w.leo, 'One.').id}", words="canary")
    waits = w.report(w.ruth, f"comment:{w.say(w.leo, 'Two.').id}")
    hidden = w.report(w.ruth, f"comment:{w.say(w.leo, 'Three.').id}")
    w.decide(w.mo, left, "left")
    w.decide(w.mo, hidden, "hidden")
    with clock.at(now() + timedelta(days=29)):
        assert tidy(app) == []
    with clock.at(now() + timedelta(days=31)):
        tidy(app)
        kept = {one.case_id: one for one in session().query(Report)}
        assert kept.keys() == {waits.id, hidden.id}
        emptied = kept[hidden.id]
        assert (emptied.title, emptied.html, emptied.author, emptied.words) == ("", "", "", "")
        assert w.ruth.id not in deciders.handlers(hidden)
        assert {one.case_id for one in session().query(CaseStep)} == {hidden.id}, "why it is hidden is said still"
        assert {one.id for one in session().query(ReportedText)} == {left.id, waits.id, hidden.id}
        assert WHY in w.at(w.leo).text(f"/reports/{hidden.id}")
        assert w.at(w.ruth).get(f"/reports/{left.id}").status_code == 404
        assert "What was sent was deleted thirty days after" in w.at(w.mo).text(f"/moderation/{hidden.id}")
        w.decide(w.mo, hidden, "left", "It is long ago.")
        assert "Three." in w.at(w.mia).text(f"/updates/{w.update.id}")


def test_the_record_says_who_decided_what_about_which_text_and_no_word_of_it(app, w):
    said = w.say(w.leo)
    case = w.report(w.ruth, f"comment:{said.id}", words="canary-words")
    w.decide(w.mo, case, "hidden")
    row = session().query(AuditRecord).filter_by(act="report-hidden").one()
    assert (row.actor_id, row.subject_kind, row.subject_id) == (w.mo.id, "report", case.id)
    assert row.details == {"about": "comment", "about_id": said.id, "entry_id": w.update.id}
    assert not session().query(AuditRecord).filter(AuditRecord.actor_id == w.ruth.id).count(), "not who reported"
    administrator = make.person(role="administrator")
    assert "hid a reported text until it is changed" in Visitor(app, administrator).text("/audit")


def test_of_what_was_confided_no_page_of_the_record_tells(app, w):
    _, [move], _ = w.ask("facilitators", w.owen)
    case = w.report(w.amina, f"answer:{move.id}", meant_for=FACILITATORS)
    w.decide(w.fay, case, "left")
    row = session().query(AuditRecord).filter_by(act="report-left").one()
    assert (row.subject_kind, row.subject_id, row.details["about_id"]) == ("confided-report", None, move.id)
    administrator = make.person(role="administrator")
    assert "left a reported text" not in Visitor(app, administrator).text("/audit")


def test_the_role_is_given_and_taken_by_the_programme_team_alone_and_never_to_oneself(app, w):
    administrator = make.person(role="administrator")
    for actor in (administrator, w.mo):
        with pytest.raises(Refused):
            grant_role(reading(actor), w.eva, "moderator")
    with pytest.raises(Invalid, match="cannot give yourself"):
        grant_role(reading(w.tom), w.tom, "moderator")
    grant_role(reading(w.tom), w.eva, "moderator")
    assert "moderator" in reading(w.eva).roles
    end_role(reading(w.tom), w.tess, "moderator")
    assert reading(w.tess).roles == {"programme-team"}
    assert session().query(AuditRecord).filter_by(act="role-ended", actor_id=w.tom.id).count() == 1
    page = Visitor(app, w.tom).text(f"/roles/{w.mo.id}/ending?role=moderator")
    assert "as a moderator" in page
    end_role(OPERATOR, w.mo, "moderator")
    assert Visitor(app, w.mo).get("/moderation").status_code == 404
