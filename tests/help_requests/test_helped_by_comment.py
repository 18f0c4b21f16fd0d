"""The comment that helped: marked by whoever asked, thanked, counted, and shown to whoever may read it."""

import pytest

from lpcommunity.access import Invalid
from lpcommunity.comments.commands import post_comment, withdraw_comment
from lpcommunity.comments.words import Words
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.help_requests.commands import answer_request, open_request
from lpcommunity.help_requests.help_given import given_by_person, given_by_place
from lpcommunity.help_requests.queries import found_lately
from lpcommunity.help_requests.queries import request_of as line_of
from lpcommunity.notifications.queries import inbox
from lpcommunity.storage import session
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import main_of
from tests.help_requests.world import asks, request_of, work, world


@pytest.fixture
def w(begin_with):
    return begin_with(world)


def say(who, entry, words="Somebody who stands at the door.", parent=None):
    key = f"said-{who.id}-{len(words)}-{parent.id if parent else 0}"
    return post_comment(reading(who), entry, key, Words.written(words), parent=parent)


def test_whoever_said_it_is_the_helper_and_is_told(app, w):
    made = asks(w.grace, w.hull)
    comment = say(w.samira, made)
    for _ in range(2):
        answer_request(reading(w.grace), made, "", comment=comment)
    request = request_of(made)
    assert (request.state, request.words, request.helper_id) == ("answered", "", w.samira.id)
    work(app)
    assert "helped" in [line.type.key for line in inbox(reading(w.samira)).lines]
    assert given_by_person(reading(w.grace), w.samira.id).times == 1
    open_request(reading(w.grace), made)
    assert (request_of(made).helper_id, request_of(made).helped_comment_id) == (None, None)


def test_not_ones_own_nor_of_another_entry_nor_for_fewer(w):
    made, other = asks(w.grace, w.hull), asks(w.grace, w.hull, "And that?")
    ours = asks(w.grace, w.hull, "Among us?", "partnership")
    own, elsewhere = say(w.grace, made), say(w.samira, other)
    few = say(w.owen, ours)
    change_entry_audience(reading(w.grace), ours, "community")
    session().refresh(ours)
    gone = say(w.samira, made, "Not this.")
    withdraw_comment(reading(w.samira), gone, made)
    for entry, comment in ((made, own), (made, elsewhere), (made, gone), (ours, few)):
        with pytest.raises(Invalid):
            answer_request(reading(w.grace), entry, "", comment=comment)


def test_opened_to_more_people_it_is_answered_and_not_by_whom(w):
    """The comment stays with those for whom it was said: its words, whose they are, and what it counts as."""
    made = asks(w.grace, w.hull, "How?", "partnership")
    member = w.martin
    comment = say(member, made)
    answer_request(reading(w.grace), made, "", comment=comment)
    change_entry_audience(reading(w.grace), made, "community")
    inside, outside = line_of(reading(w.grace), made.id), line_of(reading(w.samira), made.id)
    assert (inside.comment_id, inside.helper_id) == (comment.id, member.id)
    assert "at the door" in inside.said
    assert (outside.comment_id, outside.helper_id, outside.helper, outside.said) == (None, None, "", "")
    assert [one.said for one in found_lately(reading(w.samira)).lines] == [""]
    assert given_by_person(reading(w.samira), member.id) is None
    assert given_by_person(reading(w.grace), member.id).times == 1


def test_on_the_page_one_click_marks_it(app, w):
    made = asks(w.grace, w.hull)
    comment, path = say(w.samira, made), f"/updates/{made.id}"
    asker, peer = Visitor(app, w.grace), Visitor(app, w.samira)
    assert "This helped" in main_of(asker.text(path))
    assert "This helped" not in main_of(peer.text(path))
    assert asker.post(f"{path}/help", {"state": "answered", "helped": str(comment.id)}).status_code == 303
    page = main_of(peer.text(path))
    assert "lp-said--helped" in page
    assert "“Somebody who stands at the door.”" in page
    assert "Not this one after all" in main_of(asker.text(path))
    assert "Somebody who stands at the door." in main_of(peer.text("/help-wanted/answered"))
    assert peer.post(f"{path}/help", {"state": "answered", "helped": str(comment.id)}).status_code == 404
    for wrong in ("999999", "x", "-1"):
        assert asker.post(f"{path}/help", {"state": "answered", "helped": wrong}).status_code == 422


def test_words_that_were_written_before_go_only_if_that_is_meant(app, w):
    """The button asks; who sends the words has both; who takes them out has the comment."""
    made = asks(w.grace, w.hull)
    comment, path = say(w.samira, made), f"/updates/{made.id}"
    answer_request(reading(w.grace), made, "We asked the barber.", w.peter.id)
    asker = Visitor(app, w.grace)
    told = {"told": made.audience}
    answer = asker.post(f"{path}/help", {"state": "answered", "helped": str(comment.id)})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "We asked the barber." in page, "Keep these words beside" in page) == (422, True, True)
    assert f'value="{comment.id}"' in page
    request = request_of(made)
    assert (request.words, request.helper_id, request.helped_comment_id) == ("We asked the barber.", w.peter.id, None)
    session().rollback()
    for words in ("We asked the barber.", ""):
        sent = {"state": "answered", "helped": str(comment.id), "words": words, "helper": "nobody", **told}
        assert asker.post(f"{path}/help", sent).status_code == 303
        request = request_of(made)
        assert (request.words, request.helper_id, request.helped_comment_id) == (words, w.samira.id, comment.id)
        session().rollback()


def test_the_place_of_whoever_said_it_helped(w):
    made = asks(w.grace, w.hull)
    answer_request(reading(w.grace), made, "", comment=say(w.samira, made))
    place = request_of(made).helping_place_id
    assert place is not None
    assert given_by_place(reading(w.grace), place).places == ((w.hull.name, w.hull.slug),)
