"""Comments are found by whoever may read them, by rows written with them; quotes where they stand."""

from lpcommunity.access.reader import Reader
from lpcommunity.comments import commands
from lpcommunity.comments.models import Comment
from lpcommunity.comments.policy import stands
from lpcommunity.comments.words import Quotation, Words
from lpcommunity.entries.commands import withdraw_entry
from lpcommunity.entries.policy import can_read
from lpcommunity.search import filling, finding, queries, query_language, sieve
from lpcommunity.search.rows import Written
from lpcommunity.storage import session
from tests import factories as make
from tests.comments.test_readers import scatter
from tests.factories import reading


def fill():
    """Makes the rows of everything, and returns what had to be written."""
    session().commit()
    filling.begin()
    return sum((step.written for step in filling.steps()), Written())


def found(who, words, **narrowed):
    """Where whatever somebody finds is, and what it is said about."""
    results = finding.results(reading(who), query_language.read(words), sieve.read(reading(who), narrowed))
    return [(one.path, one.about) for one in results.found]


def test_everybody_finds_the_comments_that_they_may_read_and_their_own(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = scatter(seed)
    fill()
    said, entries = session().query(Comment).all(), {one.id: one for one in world.entries}
    for reader in filter(lambda one: isinstance(one, Reader), world.readers()):
        match = queries.match_of(query_language.read("said"), reader, ["#kcomment"])
        shown = queries.shown(reader, queries.hits(reader, match, size=1000).ids)
        assert {one.thing_id for one in shown} == {
            one.id
            for one in said
            if one.author_id == reader.id or (one.state == "published" and stands(reader, one, entries[one.entry_id]))
        }, f"seed {seed}, {reader}"
        assert all(one.about is None for one in shown if not _on_a_page(reader, one, said, entries)), f"seed {seed}"


def _on_a_page(reader, shown, said, entries):
    entry = entries[next(one.entry_id for one in said if one.id == shown.thing_id)]
    return entry.state == "published" and can_read(reader, entry)


def test_found_as_long_as_it_stands_and_by_its_author_afterwards(w, changed_audience):
    comment = w.say(w.ruth, "Rhubarb on **Tuesdays**.")
    here = (f"/comments/{comment.id}", w.update.title)
    for who in (w.ruth, w.mia, w.eva, w.amina):
        assert found(who, "rhubarb tuesday") == [here]
    changed_audience(w.amina, w.update, "partnership")
    assert (found(w.mia, "rhubarb"), found(w.eva, "rhubarb")) == ([here], [])
    assert found(w.ruth, "rhubarb") == [(here[0], None)]
    changed_audience(w.amina, w.update, "public")
    assert found(w.eva, "rhubarb") == [here]
    commands.change_comment(reading(w.ruth), comment, w.update, Words.written("Custard."), 1)
    assert (found(w.eva, "rhubarb"), found(w.eva, "custard")) == ([], [here])
    withdraw_entry(reading(w.amina), w.update)
    assert (found(w.mia, "custard"), found(w.ruth, "custard")) == ([], [(here[0], None)])
    assert found(w.ruth, "custard", audience="community") != []
    assert fill() == Written()


def test_one_that_was_withdrawn_is_found_by_its_author_alone(w):
    comment = w.say(w.ruth, "Rhubarb.")
    w.say(w.mia, "Rhubarb, indeed.", parent=comment)
    commands.withdraw_comment(reading(w.ruth), comment, w.update)
    assert (len(found(w.mia, "rhubarb")), len(found(w.amina, "rhubarb")), len(found(w.ruth, "rhubarb"))) == (1, 1, 2)
    assert fill() == Written()


def test_of_one_that_was_withdrawn_a_search_says_who_sees_it(w):
    comment = w.say(w.ruth, "Out of turn about ducks.")
    assert "only you see it" not in w.at(w.ruth).text("/search?q=ducks")
    commands.withdraw_comment(reading(w.ruth), comment, w.update)
    page = w.at(w.ruth).text("/search?q=ducks")
    assert "Withdrawn or hidden: only you see it" in page
    assert "For me alone</span>" not in page


def test_nobody_finds_a_comment_by_words_that_it_quotes(w, changed_audience):
    """Not even who may read these: they find them where they stand."""
    ours = make.update(w.amina, w.bedford, "partnership")
    few = w.say(w.mia, "Xylophones in the hall.", entry=ours)
    changed_audience(w.amina, ours, "public")
    w.say(w.leo, "Why not?", entry=ours, quotation=Quotation(1, "Xylophones", few.id))
    assert found(w.ruth, "xylophones") == []
    assert [path for path, _ in found(w.mia, "xylophones")] == [f"/comments/{few.id}"]
