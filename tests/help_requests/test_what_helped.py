"""What helped, in words: read by those for whom its entry was when that was said; nothing is said by a forged form."""

import pytest
from sqlalchemy import update

from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.help_requests.commands import answer_request, close_request, open_request
from lpcommunity.help_requests.help_given import given_by_person
from lpcommunity.help_requests.models import HelpRequest
from lpcommunity.help_requests.queries import found_lately
from lpcommunity.help_requests.queries import request_of as line_of
from lpcommunity.help_requests.unsaid_words import given_back
from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import now, session, transactional
from tests.factories import reading
from tests.factories.world import KINDS_OF_PERSON, READERS, World
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of
from tests.help_requests.test_helped_by_comment import say
from tests.help_requests.world import asks, asks_instead, request_of, world


@pytest.fixture
def w(begin_with):
    return begin_with(world)


def widen(who, made, audience="community"):
    change_entry_audience(reading(who), made, audience)
    session().refresh(made)


def test_what_a_lead_said_among_few_stays_with_them(w):
    """Whoever asked opens the entry; nobody asked the lead, nor whom she named."""
    made = asks(w.martin, w.hull, "How?", "partnership")
    answer_request(reading(w.grace), made, "Owen rang the chair at home.", w.owen.id)
    widen(w.martin, made)
    inside, outside = line_of(reading(w.martin), made.id), line_of(reading(w.samira), made.id)
    assert (inside.words, inside.helper_id) == ("Owen rang the chair at home.", w.owen.id)
    assert (outside.state, outside.words, outside.helper_id, outside.helper) == ("answered", "", None, "")
    assert [(one.words, one.helper) for one in found_lately(reading(w.samira)).lines] == [("", "")]
    assert given_by_person(reading(w.samira), w.owen.id) is None
    assert given_by_person(reading(w.grace), w.owen.id).times == 1


def test_said_again_it_is_for_those_who_read_it_then(w):
    made = asks(w.martin, w.hull, "How?", "partnership")
    answer_request(reading(w.grace), made, "A letter.", None)
    widen(w.martin, made)
    answer_request(reading(w.martin), made, "A letter.", None)
    assert line_of(reading(w.samira), made.id).words == "A letter."


def test_closed_and_opened_nothing_of_it_is_kept_for_anybody(w):
    made = asks(w.martin, w.hull, "How?", "partnership")
    answer_request(reading(w.grace), made, "A letter.", None)
    close_request(reading(w.grace), made)
    assert line_of(reading(w.martin), made.id).words == "A letter."
    open_request(reading(w.grace), made)
    row = request_of(made)
    assert (row.words, row.audience, row.answerer_id, row.confided_at) == ("", None, None, None)


def _said():
    """By audience, an update of which it was said what helped, and which anybody may read now."""
    made = World()
    author = made.someone("author")
    found = {one: asks(author, made.here, f"{one}?", one) for one in AUDIENCES}
    for entry in found.values():
        answer_request(reading(author), entry, "So.", None)
        if entry.audience != "public":
            change_entry_audience(reading(author), entry, "public")
    made.part()
    return made, found


def test_whoever_reads_it_now_reads_what_helped_if_it_was_said_to_them(begin_with):
    made, found = begin_with(_said)
    for kind in KINDS_OF_PERSON:
        reader = reading(made.people[kind])
        for audience, entry in found.items():
            known = line_of(reader, entry.id)
            assert (known is not None) == can_read(reader, session().get_one(Entry, entry.id))
            told = kind in READERS[audience] | {"author"}
            assert bool(known and known.words) == told, (kind, audience)


def test_the_form_says_who_reads_it_and_takes_nothing_begun_for_fewer(app, w):
    made = asks(w.martin, w.hull, "How?", "partnership")
    path = f"/updates/{made.id}/help"
    form = Form(Visitor(app, w.grace), path)
    assert "Hull and its facilitators can read this" in main_of(form.visitor.text(path))
    widen(w.martin, made)
    answer = form.send(words="Owen rang the chair at home.")
    assert answer.status_code == 422
    assert "It changed who can read this" in answer.get_data(as_text=True)
    assert "Owen rang the chair at home." in answer.get_data(as_text=True)
    assert request_of(made).state == "open"
    again = Form(form.visitor, path)
    assert again.send(words="A letter.").status_code == 303
    assert line_of(reading(w.samira), made.id).words == "A letter."


def test_changing_it_says_that_it_was_for_fewer(app, w):
    made = asks(w.martin, w.hull, "How?", "partnership")
    answer_request(reading(w.grace), made, "A letter.", None)
    visitor, path = Visitor(app, w.martin), f"/updates/{made.id}/help"
    assert "all of them read it" not in main_of(visitor.text(path))
    widen(w.martin, made)
    assert "all of them read it" in main_of(visitor.text(path))


@pytest.mark.parametrize("state", ["open", "closed", "answered"])
def test_a_form_without_its_token_decides_nothing(app, w, state):
    made = asks(w.grace, w.hull)
    if state == "open":
        close_request(reading(w.grace), made)
    before = (request_of(made).state, request_of(made).words)
    answer = Visitor(app, w.grace).client.post(f"/updates/{made.id}/help", data={"state": state, "words": "So."})
    assert answer.status_code != 303
    assert (request_of(made).state, request_of(made).words) == before


def test_opened_again_what_helped_goes_back_to_whoever_said_it_and_is_offered_again(w, app):
    made = asks(w.martin, w.hull, "How?", "community")
    answer_request(reading(w.martin), made, "A letter to the chair.", w.samira.id)
    martin, grace = Visitor(app, w.martin), Visitor(app, w.grace)
    path = f"/updates/{made.id}"
    assert "It is kept in your drafts" in martin.text(path), "said before it is pressed"
    assert "It is kept in the drafts of whoever said it" in grace.text(path)
    grace.post(f"{path}/help", {"state": "open"})
    assert "What helped is in the drafts of whoever said it" in grace.text(path)
    assert "“A letter to the chair”" in main_of(martin.text("/drafts"))
    assert "A letter to the chair" not in grace.text("/drafts") + grace.text(f"{path}/help"), "it is not hers"
    assert line_of(reading(w.samira), made.id).words == ""
    form = Form(martin, f"{path}/help")
    assert "what you said before it was opened again" in form.page
    assert form.fields["words"] == "A letter to the chair."
    assert form.send(words="A letter to the chair, in March.").status_code == 303
    assert line_of(reading(w.samira), made.id).words == "A letter to the chair, in March."
    assert "A letter to the chair" not in main_of(martin.text("/drafts"))


def test_no_words_are_lost_where_the_question_is_taken_out_and_asked_anew(w):
    made = asks(w.martin, w.hull, "How?", "community")
    answer_request(reading(w.grace), made, "A letter.", None)
    for question in ("", "How, in writing?"):
        asks_instead(w.martin, made, question)
    assert (request_of(made).state, request_of(made).words) == ("open", "")
    kept = given_back(reading(w.grace), made.id)
    assert kept is not None
    assert (kept.fields["words"], kept.what) == (["A letter."], "What helped")
    assert given_back(reading(w.martin), made.id) is None


@transactional
def _nobody_said_it(made) -> None:
    session().query(HelpRequest).filter_by(entry_id=made.id).one().answerer_id = None


@transactional
def _leaves(person) -> None:
    session().execute(update(Membership).where(Membership.person_id == person.id).values(ended_at=now()))


@pytest.mark.parametrize("author_left", [False, True])
def test_where_whoever_said_it_has_left_it_goes_to_nobody_who_was_not_told(w, author_left):
    made = asks(w.martin, w.hull, "How?", "partnership")
    answer_request(reading(w.grace), made, "A letter.", None)
    _nobody_said_it(made)
    if author_left:
        _leaves(w.martin)
    open_request(reading(w.grace), made)
    kept = [given_back(reading(one), made.id) is not None for one in (w.martin, w.grace)]
    assert kept == [not author_left, author_left]


def test_words_that_somebody_else_said_are_not_lost_where_it_is_said_anew(w, app):
    made = asks(w.martin, w.hull, "How?", "facilitators")
    answer_request(reading(w.martin), made, "A letter to the chair.", None)
    widen(w.martin, made, "partnership")
    grace = Visitor(app, w.grace)
    form = Form(grace, f"/updates/{made.id}/help")
    assert "A letter" not in form.page, "she is not told"
    assert form.send(words="A tea with the vicar.").status_code == 303
    kept = given_back(reading(w.martin), made.id)
    assert kept is not None
    assert kept.fields["words"] == ["A letter to the chair."]
    assert "A letter" not in grace.text("/drafts") + grace.text(f"/updates/{made.id}/help")
    # Whose own they are, and who sees them, changes them.
    answer_request(reading(w.grace), made, "Two teas with the vicar.", None)
    assert given_back(reading(w.grace), made.id) is None


def test_what_one_is_not_told_does_not_stand_in_the_way_of_a_comment_that_helped(w):
    made = asks(w.martin, w.hull, "How?", "facilitators")
    answer_request(reading(w.martin), made, "A letter to the chair.", None)
    widen(w.martin, made, "partnership")
    answer_request(reading(w.grace), made, "", comment=say(w.owen, made), instead=False)
    kept = given_back(reading(w.martin), made.id)
    assert kept is not None
    assert kept.fields["words"] == ["A letter to the chair."]
