"""Pages of requests: the board, the block on an entry's page, saying what helped, asking and being asked."""

import re

import pytest

from lpcommunity.access.rate_limits import HELP_ASKINGS
from lpcommunity.help_requests.commands import answer_request, ask_person
from lpcommunity.storage import session
from lpcommunity.updates.models import Update
from tests.factories import reading, think_of, update, used_up
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of
from tests.help_requests.world import asks, asks_instead, request_of, says, work, world


@pytest.fixture
def w(begin_with):
    return begin_with(world)


@pytest.fixture
def at(app):
    return lambda who: Visitor(app, who)


def test_from_asking_to_what_helped(app, w, at):
    grace, samira, peter = at(w.grace), at(w.samira), at(w.peter)
    board = main_of(grace.text("/help-wanted"))
    assert "Nobody asks for anything just now" in board
    [ask] = set(re.findall(r'href="(/partnerships/[^"]+ask=help)"', board))
    form = Form(grace, ask)
    form.path = ask  # where its form leads
    assert form.page.index('name="help"') < form.page.index('name="body"')  # what one came for comes first
    assert '<h1 class="lp-head__title" dir="auto">Ask for help</h1>' in form.page
    assert f'action="{ask}"' in form.page
    missing = form.send(body="They want it in writing.", help=" ")
    refused = missing.get_data(as_text=True)
    places = [refused.index(one) for one in ("Say what you would like help with", "Say how the project stands")]
    assert (missing.status_code, places) == (422, sorted(places))
    assert '<h1 class="lp-head__title" dir="auto">Ask for help</h1>' in refused
    sent = form.send(body="They want it in writing.", standing="on-track", help="How do you promise a bus operator?")
    assert sent.status_code == 303
    made = session().query(Update).one()
    page = f"/updates/{made.id}"
    text = main_of(grace.text(page))
    assert text.count(f'#might-help-{made.id}">See who might help') == 2  # what is done, and beside the question
    assert "We are looking for people" in text  # the worker has not looked yet
    work(app)
    for reader, mine in ((grace, True), (peter, False)):
        text = main_of(reader.text("/help-wanted"))
        assert ("How do you promise a bus operator?" in text, "Who might help" in text) == (True, mine)
        text = main_of(reader.text(page))
        assert "We would like help with" in text
        assert ("Your request" in text, "Who might help" in text) == (mine, mine)
    assert "Samira Aziz" in main_of(grace.text(page))
    asked = grace.post(f"{page}/help/asking", {"person": w.samira.id})
    assert (asked.status_code, asked.location) == (303, f"{page}#might-help-{made.id}")
    assert _says(grace.text(page), f"might-help-{made.id}").startswith("The person you asked is told")
    work(app)
    assert "Asked just now" in main_of(grace.text(page))
    text = main_of(samira.text(page))
    assert "Grace asks whether you can help" in text
    assert text.index('href="#say" draggable="false">Write an answer') < text.index("Not now")
    assert "asks whether you can help" not in main_of(peter.text(page))
    wrong = grace.post(f"{page}/help", {"state": "answered", "words": "", "helper": str(w.samira.id)})
    assert wrong.status_code == 422
    assert "Say in a sentence what helped" in wrong.get_data(as_text=True)
    assert f'value="{w.samira.id}" checked' in wrong.get_data(as_text=True)
    done = grace.post(f"{page}/help", {"state": "answered", "words": "A letter of <two> lines.", "helper": w.samira.id})
    assert (done.status_code, done.location) == (303, f"{page}#request")
    text = grace.text(page)
    assert _says(text, "request").startswith("It is answered")
    assert re.search(r"of &lt;two&gt; lines\. – <a [^>]+>Samira Aziz, ", text), "whose words, apart from them"
    for reader in (grace, samira, peter):
        assert "A letter of &lt;two&gt; lines." in main_of(reader.text(page))
        assert "A letter of &lt;two&gt; lines." in main_of(reader.text("/help-wanted"))
        assert "A letter of &lt;two&gt; lines." in main_of(reader.text("/help-wanted/answered"))
    assert "has helped once, across places:" in main_of(peter.text(f"/people/{w.samira.id}"))
    assert "have helped once" in main_of(samira.text(f"/people/{w.samira.id}"))
    assert "has helped once" in main_of(peter.text(f"/partnerships/{w.keele.slug}"))
    for state, expected in (("closed", "It is closed"), ("open", "It stands on")):
        assert grace.post(f"{page}/help", {"state": state}).status_code == 303
        text = grace.text(page)
        assert expected in main_of(text)
        if state == "open":
            assert f'<a class="govuk-link" href="{page}/help">Say what helped</a> has it' in _says(text, "request")
    assert "A letter" not in main_of(peter.text(page))


def test_without_a_form_of_our_own_it_is_answered_by_what_the_contract_says(w, at):
    made = asks(w.grace, w.hull)
    assert at(w.grace).post(f"/updates/{made.id}/help", {"state": "answered", "words": "So."}).status_code == 303
    assert request_of(made).words == "So."
    for wrong in ({"state": "nonsense", "words": "So."}, {"state": "answered", "words": "So.", "helper": "x"}):
        assert at(w.grace).post(f"/updates/{made.id}/help", wrong).status_code == 422


def test_not_now_leaves_no_trace_on_any_page_but_ones_own(app, w, at):
    made = asks(w.grace, w.hull)
    page = f"/updates/{made.id}"
    for who in (w.samira, w.peter):
        think_of(made, who.id)
        ask_person(reading(w.grace), made, who.id)
    work(app)
    others = {who.id: at(who) for who in (w.grace, w.martin, w.owen, w.peter, w.priya)}
    addresses = (
        page,
        "/help-wanted",
        "/home",
        f"/people/{w.samira.id}",
        "/notifications",
        f"{page}/readers",
        "/mailbox",
    )
    before = {(who, path): _same(other, path) for who, other in others.items() for path in addresses}
    assert at(w.samira).post(f"{page}/help/not-now").status_code == 303
    work(app)
    assert "You said “not now”" in main_of(at(w.samira).text(page))
    assert {(who, path): _same(other, path) for who, other in others.items() for path in addresses} == before


def _same(visitor, path: str) -> str:
    return re.sub(r'value="[^"]{30,}"|\b[0-9a-f]{16}\b', "…", visitor.get(path).get_data(as_text=True))


def test_who_does_not_decide_finds_nothing_as_where_nothing_is(w, at):
    made, silent = asks(w.grace, w.hull), update(w.grace, w.hull)
    for who in (w.samira, w.peter, w.owen, w.priya, w.callum):
        for act in ("help", "help/asking", "help/suggestions", "help/not-now"):
            answers = {
                at(who).post(f"/updates/{one}/{act}", {"state": "closed", "person": 1}).status_code
                for one in (made.id, 999_999)
            }
            assert answers == {404}, (who.name, act)
        assert at(who).get(f"/updates/{made.id}/help").status_code == 404
    assert at(w.grace).get(f"/updates/{silent.id}/help").status_code == 404
    assert at(w.grace).get(f"/reflections/{made.id}/help").status_code == 404
    for person in ("", "x", "²", "9" * 12, str(w.callum.id), str(w.grace.id)):
        assert at(w.grace).post(f"/updates/{made.id}/help/asking", {"person": person}).status_code == 404
    for path in ("/help-wanted", "/help-wanted/answered", f"/updates/{made.id}/help"):
        signed_out = at(None).get(path)
        assert (signed_out.status_code, "/sign-in" in signed_out.location) == (303, True)
    assert at(w.grace).get("/help-wanted?theme=nothing").status_code == 404
    assert at(w.grace).get("/help-wanted?after=nonsense&order=longest").status_code == 200


def test_whoever_is_not_of_the_community_is_told_no_names(w, at):
    made = asks(w.grace, w.hull, audience="public")
    answer_request(reading(w.grace), made, "So.", w.samira.id)
    open_one = asks(w.martin, w.hull, audience="public")
    for who, paths in (
        (w.callum, ("/help-wanted", "/help-wanted/answered", f"/updates/{made.id}")),
        (None, (f"/updates/{made.id}",)),
    ):
        for path in paths:
            text = main_of(at(who).text(path))
            assert "Samira" not in text, path
            assert "So." in text, path
    assert "Martin" not in main_of(at(w.callum).text("/help-wanted"))
    assert f"/updates/{open_one.id}" in main_of(at(w.callum).text("/help-wanted"))


def test_asking_has_an_end(w, at):
    made = asks(w.grace, w.hull)
    used_up(w.grace, HELP_ASKINGS)
    refused = at(w.grace).post(f"/updates/{made.id}/help/asking", {"person": w.samira.id})
    assert refused.status_code == 429
    assert at(w.samira).text(f"/updates/{made.id}").count("asks whether you can help") == 0


def test_looking_at_it_changes_nothing_and_asks_as_many_queries_whatever_there_is(w, at, count_queries):
    visitor = at(w.grace)
    asked = []
    for _ in range(2):
        for _ in range(3):
            made = asks(w.grace, w.hull)
            think_of(made, w.samira.id)
            ask_person(reading(w.grace), made, w.samira.id)
        visitor.text("/help-wanted")
        with count_queries() as queries:
            visitor.text("/help-wanted")
        asked.append(len(queries))
        with count_queries() as queries:
            visitor.text(f"/updates/{made.id}")
        asked.append(len(queries))
        assert not [one for one in queries if not str(one).lstrip("0123456789. ").startswith("SELECT")]
    assert asked[:2] == asked[2:] == [9, 27]


@pytest.mark.parametrize("again", [False, True])
def test_nobody_is_said_only_when_somebody_has_looked(app, w, at, again):
    made, grace = asks(w.grace, w.hull, "How are meters read?"), at(w.grace)
    page, looking = f"/updates/{made.id}", "We are looking for people"
    if again:  # opened again, and said otherwise, it is looked again
        work(app)
        assert "Nobody yet" in main_of(grace.text(page))
        grace.post(f"{page}/help", {"state": "closed"})
        grace.post(f"{page}/help", {"state": "open"})
        assert looking in main_of(grace.text(page))
        work(app)
        asks_instead(w.grace, made, "How are meters read in winter?")
    text = main_of(grace.text(page))
    assert looking in text
    assert "See who was found" in text
    assert "Nobody yet" not in text
    work(app)
    text = main_of(grace.text(page))
    assert (looking in text, "Nobody yet" in text) == (False, True)


def test_looking_oneself_says_how_many_were_found_whoever_found_them(app, w, at):
    for who in (w.samira, w.peter):
        says(who, "Bus operators")
    made, grace = asks(w.grace, w.hull), at(w.grace)
    page = f"/updates/{made.id}"

    def look(shown):
        grace.post(f"{page}/help/suggestions", {"shown": shown} if shown is not None else {})
        return main_of(grace.text(page))

    assert 'name="shown" value="0"' in main_of(grace.text(page))
    assert "Two people might help" in look("0")  # before the worker
    work(app)
    assert "Two people might help" in look("0")  # after it, for a page that did not show them yet
    assert "We found nobody more" in look("2")
    for strange in (None, "x", "٣", "9" * 20):
        assert look(strange)
    says(w.owen, "Bus operators")
    assert "One more person might help" in look("2")


def _says(page: str, place: str) -> str:
    """What was done just now, where it is read out with the place that the address names."""
    assert f'id="{place}" tabindex="-1" aria-describedby="said-{place}"' in page
    [said] = re.findall(rf'<div role="status" id="said-{place}"><p [^>]*><svg.*?</svg> (.*?)</p>', page)
    return said
