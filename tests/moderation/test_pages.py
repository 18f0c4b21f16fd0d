"""The pages of reports: what is shown before it is sent, the queue, a case, a decision, and the quiet links."""

import re
from datetime import timedelta

import pytest

from lpcommunity.comments.commands import change_comment
from lpcommunity.comments.words import Words
from lpcommunity.moderation.models import ReportedText
from lpcommunity.storage import clock, now, session
from tests.factories import reading


def form(page):
    """What a form of a page carries."""
    return dict(re.findall(r'<input type="hidden" name="(about|shown|seen)" value="([^"]*)"', page))


def test_what_goes_is_shown_before_it_is_sent(w):
    said = w.say(w.leo, "Those people are **hopeless**.")
    ruth = w.at(w.ruth)
    link = f"/reports/new?about=comment:{said.id}"
    assert link in ruth.text(f"/updates/{w.update.id}")
    assert link not in w.at(w.leo).text(f"/updates/{w.update.id}"), "nobody reports themselves"
    page = ruth.text(link)
    assert "Leo Person" in page
    assert "Those people are <strong>hopeless</strong>." in page
    assert "Who shall look at it?" not in page
    sent = ruth.post("/reports", {**form(page), "why": "hurtful", "words": "See.", "meant_for": "moderators"}, on=link)
    assert sent.status_code == 303
    assert "Your report is sent" in ruth.text(sent.location)
    assert "What you sent" in ruth.text(sent.location)
    assert ruth.get(link).location == sent.location, "once more, while it waits, is what was sent"
    assert session().query(ReportedText).count() == 1
    again = ruth.post("/reports", {**form(page), "why": "hurtful", "meant_for": "moderators"}, on=link)
    assert again.status_code == 303
    assert session().query(ReportedText).count() == 1


def test_nothing_else_goes_than_what_was_shown_and_no_word_is_lost(w):
    said = w.say(w.leo)
    link = f"/reports/new?about=comment:{said.id}"
    page = w.at(w.ruth).text(link)
    change_comment(reading(w.leo), said, w.update, Words.written("We had a hard day."), said.version)
    sent = w.at(w.ruth).post(
        "/reports", {**form(page), "why": "hurtful", "words": "My words.", "meant_for": "moderators"}, on=link
    )
    assert sent.status_code == 409
    text = sent.get_data(as_text=True)
    assert "We had a hard day." in text
    assert "My words." in text
    assert session().query(ReportedText).count() == 0


def test_what_was_confided_asks_who_shall_look_at_it(w):
    made, [move], [reply] = w.ask("facilitators", w.owen)
    page = w.at(w.amina).text(f"/reflections/{made.id}")
    assert f"/reports/new?about=answer:{move.id}" in page
    assert f"about=reply:{reply.id}" not in page
    kept = w.at(w.amina).post(
        f"/reflections/{made.id}/response",
        {f"reply-{move.id}": "Half a sentence", "keep": f"/reports/new?about=answer:{move.id}"},
        on=f"/reflections/{made.id}",
    )
    assert kept.location.startswith(f"/reports/new?about=answer:{move.id}"), "and what she wrote is a draft"
    assert "Half a sentence" in w.at(w.amina).text("/drafts")
    page = w.at(w.owen).text(f"/reflections/{made.id}")
    assert f"/reports/new?about=reply:{reply.id}" in page
    assert f"about=answer:{move.id}" not in page
    assert f"/reports/new?about=reflection:{made.id}" in page
    link = f"/reports/new?about=answer:{move.id}"
    shown = w.at(w.amina).text(link)
    assert "Who shall look at it?" in shown
    sent = w.at(w.amina).post("/reports", {**form(shown), "why": "hurtful", "meant_for": "facilitators"}, on=link)
    assert re.fullmatch(r"/reports/\d+", sent.location)
    [case] = session().query(ReportedText)
    assert (case.to_facilitators, case.to_moderators) == (True, False)
    assert "One report waits for your decision" in w.at(w.fay).text("/home")
    assert "for your decision" not in w.at(w.mo).text("/home")


@pytest.mark.parametrize("who", ["amina", "leo", "tom", "eva", "ruth", "nina"])
def test_the_queue_is_there_for_whoever_decides(w, who):
    case = w.report(w.eva if who != "eva" else w.ruth, f"comment:{w.say(w.zoe).id}")
    visitor = w.at(getattr(w, who))
    for path in ("/moderation", f"/moderation/{case.id}", "/moderation/999"):
        assert visitor.get(path).status_code == 404
    seen = visitor.post(f"/moderation/{case.id}/decision", {"act": "left", "words": "x", "seen": "0"})
    assert seen.status_code == 404


def test_signed_out_every_address_of_reports_is_the_same(w):
    case = w.report(w.ruth, f"comment:{w.say(w.leo).id}")
    for path in ("/moderation", f"/moderation/{case.id}", f"/reports/{case.id}", "/reports/new?about=comment:1"):
        assert w.at(None).get(path).status_code == 303


def test_a_moderator_decides_on_the_page(w):
    case = w.report(w.ruth, f"comment:{w.say(w.leo).id}", words="It is about my colleagues.")
    visitor = w.at(w.mo)
    other = w.report(w.eva, f"comment:{w.say(w.zoe).id}", why="private")
    w.report(w.ruth, f"comment:{other.about_id}", why="misleading")
    home, queue = visitor.text("/home"), visitor.text("/moderation")
    assert "Two reports wait for your decision" in home
    row = re.findall(rf'data-report-id="{other.id}".*?</li>', queue, re.DOTALL)[0]
    assert "Comment by <bdi>Zoe Person</bdi> in " in row  # where it was said, which need not be where she belongs
    assert "“It is untrue, or could do harm”" in row, "as the newest report says"
    assert f"/moderation/{case.id}" in queue
    path = f"/moderation/{case.id}"
    page = visitor.text(path)
    assert "It is about my colleagues." in page
    assert re.search(r"<strong>[^<]+\.</strong> Sent <time", page), "the time is no part of the reason"
    assert "Ruth Person" not in page, "who reported it goes with it nowhere"
    assert "Read it where it stands" in page, "Mo reads it anyway"
    nothing = visitor.post(f"{path}/decision", form(page), on=path)
    assert nothing.status_code == 422
    assert "Choose what you decide" in nothing.get_data(as_text=True)
    sent = visitor.post(f"{path}/decision", {**form(page), "act": "hidden", "words": "Be kind."}, on=path)
    assert sent.location == "/moderation"
    late = w.at(w.mel).post(f"{path}/decision", {**form(page), "act": "left", "words": "My reasons."}, on=path)
    assert late.status_code == 409
    text = late.get_data(as_text=True)
    assert "My reasons." in text
    assert "Be kind." in text
    assert "Hidden still" in visitor.text("/moderation")


def test_an_author_answers_on_their_page(w):
    case = w.report(w.ruth, f"comment:{w.say(w.leo).id}")
    w.decide(w.mo, case, "asked", "Did they say so?")
    path = f"/reports/{case.id}"
    leo = w.at(w.leo)
    assert "Did they say so?" in leo.text(path)
    assert leo.post(f"{path}/answer", {"words": " "}, on=path).status_code == 422
    assert leo.post(f"{path}/answer", {"words": "They did."}, on=path).location == path
    assert "They did." in w.at(w.mo).text(f"/moderation/{case.id}")
    queue = w.at(w.mo).text("/moderation")
    assert "Its author answered." in queue
    assert f"by <bdi>{w.leo.name}</bdi>" in queue


def test_whoever_changes_what_is_hidden_reads_there_what_they_were_told(w):
    first, other = w.say(w.leo), w.say(w.leo)
    case = w.report(w.ruth, f"comment:{first.id}", words="It is about my colleagues.")
    w.decide(w.mo, case, "hidden", "Be kind to them.")
    there = f"/comments/{first.id}/edit"
    assert "Be kind to them." in w.at(w.leo).text(there)
    assert "It is about my colleagues." not in w.at(w.leo).text(there), "what was reported goes to nobody"
    assert "Be kind to them." not in w.at(w.leo).text(f"/comments/{other.id}/edit")
    assert w.at(w.ruth).get(there).status_code == 404


def test_the_queue_has_an_end_and_costs_the_same_however_long_it_is(w, count_queries):
    for number in range(3):
        w.report(w.ruth, f"comment:{w.say(w.leo, f'Number {number}.').id}")
    with count_queries() as few:
        w.at(w.mo).text("/moderation")
    for number in range(22):
        with clock.at(now() + timedelta(seconds=number)):
            w.report(w.eva, f"comment:{w.say(w.leo, f'More {number}.').id}")
    with count_queries() as many:
        page = w.at(w.mo).text("/moderation")
    assert len(few) == len(many), many
    assert page.count("data-report-id") == 20
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    rest = w.at(w.mo).text(following)
    assert rest.count("data-report-id") == 5
    assert 'rel="next"' not in rest
    for wrong in ("x", "1-", "99999999999999999-1", "-5", "1-9999999999"):
        assert w.at(w.mo).get(f"/moderation?after={wrong}").status_code == 200


def test_a_newcomer_reads_the_house_rules(w):
    for path in ("/welcome", "/help"):
        page = w.at(w.amina).text(path)
        rules = page.split('id="house-rules"')[1].split("</ol>")[0]
        assert rules.count("<li>") == 5
