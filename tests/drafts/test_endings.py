"""A draft of what can never be sent any more says so, and asks nobody to carry on with it."""

from types import SimpleNamespace

import pytest

from lpcommunity.comments.commands import post_comment, withdraw_comment
from lpcommunity.comments.words import Words
from lpcommunity.drafts import queries
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of

ENDED = "You withdrew this comment, so it cannot be changed any more."
WORDS = "We tried that in June."


def _world():
    hull, ruth = make.place("Hull"), make.person("Ruth Adeyemi")
    make.belongs(ruth, hull, "lead")
    entry = make.update(ruth, hull)
    return SimpleNamespace(
        ruth=ruth, entry=entry, comment=post_comment(reading(ruth), entry, "said-1", Words.written("We tried that."))
    )


@pytest.fixture
def w(app, begin_with):
    return SimpleNamespace(app=app, **vars(begin_with(_world)))


def test_a_change_of_a_comment_that_was_withdrawn_is_copied_or_thrown_away(w):
    visitor, path = Visitor(w.app, w.ruth), f"/comments/{w.comment.id}/edit"
    Form(visitor, path).send(body=WORDS, keep="1")
    [draft] = queries.all_of(reading(w.ruth))
    pages = (f"/drafts/{draft.id}", draft.page, "/drafts")
    assert "Carry on" in main_of(visitor.text(pages[0]))
    assert "Finish your change of a comment" in visitor.text("/home")
    withdraw_comment(reading(w.ruth), w.comment, w.entry)
    assert visitor.get(draft.address).location == draft.page
    for address in pages:
        page = main_of(visitor.text(address))
        assert WORDS.removesuffix(".") in page
        assert "Carry on" not in page
        assert "Throw away" in page
        assert (ENDED in page) == (address != "/drafts")
        assert "should the page open" not in page
    assert "Finish your change of a comment" not in visitor.text("/home")
    assert ENDED not in visitor.text(f"/drafts/{draft.id}").replace(ENDED, "", 1), "once"
