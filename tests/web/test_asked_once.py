"""What throws words away for good asks once; whoever has been asked, or has nothing to lose, is not asked again."""

import pytest

from lpcommunity.web.asked_once import ask_once, is_to_be_asked


@pytest.mark.parametrize(("sent", "asks"), [({}, False), ({"sure": ""}, True), ({"sure": "1"}, False)])
def test_a_page_asks_and_a_program_knows(app, sent, asks):
    with app.test_request_context(method="POST", data=sent):
        assert is_to_be_asked() is asks


def test_the_page_sends_the_same_again_and_shows_words_as_words(app):
    sent = {"state": "open", "n": ["1", "2"], "sure": "", "csrf_token": "of-before"}
    with app.test_request_context("/updates/7/conversation", method="POST", data=sent):
        text = ask_once("Open it?", "It was <i>heated</i>", "Open it", "/updates/7", "Leave it").get_data(as_text=True)
    for field in ('name="state" value="open"', 'name="n" value="1"', 'name="n" value="2"', 'name="sure" value="1"'):
        assert text.count(field) == 1, field
    assert "of-before" not in text
    assert "It was &lt;i&gt;heated&lt;/i&gt;" in text
