"""A draft of what can never be sent any more says so, and asks nobody to carry on with it."""

from types import SimpleNamespace

import pytest

from lpcommunity.comments.commands import post_comment, withdraw_comment
from lpcommunity.comments.words import Words
from lpcommunity.drafts import queries
from tests import factories as make
from tests.factories import reading
from tests.harness.queries import counted
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


def test_however_many_there_are_they_are_asked_about_at_once(w):
    visitor, reader = Visitor(w.app, w.ruth), reading(w.ruth)
    others = [post_comment(reader, w.entry, f"said-{n}", Words.written(f"Then came {n}.")) for n in (2, 3, 4)]
    Form(visitor, f"/comments/{w.comment.id}/edit").send(body=WORDS, keep="1")
    with counted(w.app) as of_one:
        visitor.text("/drafts")
    with counted(w.app) as at_home:
        visitor.text("/home")
    for one in others:
        Form(visitor, f"/comments/{one.id}/edit").send(body=f"{WORDS} And {one.id}.", keep="1")
    for one in others[:2]:
        withdraw_comment(reader, one, w.entry)
    with counted(w.app) as of_all:
        page = main_of(visitor.text("/drafts"))
    assert len(of_all) == len(of_one), of_all
    assert page.count("Carry on") == 2
    assert page.count("data-asks-once") == 4
    with counted(w.app) as at_home_with_all:
        visitor.text("/home")
    assert len(at_home_with_all) == len(at_home), at_home_with_all
