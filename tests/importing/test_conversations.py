"""Conversations in a history: said, replied to, quoted, changed, taken back, closed; nothing that cannot have been."""

import pytest

from lpcommunity.comments.models import Closing, Comment, CommentCount
from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.commands import check_programme, import_programme
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.storage import session
from tests.importing.conftest import is_told_at

START = "  - reflection:\n      ref: thought\n"
LAST = "      body: And then\n"
SAID = "  - comment: {ref: %s, on: %s, by: %s@place.example, at: 2018-01-21 1%d:00, body: %s%s}\n"
ONE = SAID % ("one", "first", "member", 0, "Who came?", ", quoting: {words: We began again.}")
TWO = SAID % ("two", "first", "lead", 1, "Nobody.", ", reply-to: one, quoting: {words: Who came, of: one}")
THREE = SAID % ("three", "first", "team", 2, "Sorry.", "")
ELSEWHERE = SAID % ("elsewhere", "thought", "team", 0, "Well said.", "")
CHANGED = "  - comment-change: {of: two, by: %s@place.example, at: 2018-01-21 13:00, body: Two.}\n"
TAKEN_BACK = "  - comment-withdrawal: {of: three, by: %s@place.example, at: 2018-01-21 14:00}\n"
CLOSED = "  - closing: {on: first, by: %s@place.example, at: 2018-01-21 15:00, reason: It goes on at the meeting.}\n"
OPENED = "  - reopening: {on: first, by: lead@place.example, at: 2018-01-21 16:00}\n"
TALK = (ONE, TWO, THREE, CHANGED % "lead", TAKEN_BACK % "team", CLOSED % "lead")


def _refused(programme_file, *acts):
    with pytest.raises(CannotImport) as refused:
        check_programme(programme_file((LAST, LAST + "".join(acts))))
    return [problem.text for problem in refused.value.problems]


def test_it_is_talked_through_again_at_its_time(app, programme_file):
    import_programme(read_programme(programme_file((LAST, LAST + "".join(TALK)))))
    one, two, three = session().query(Comment).order_by(Comment.id)
    assert (one.body, one.quoted_words, one.quoted_comment_id, one.quoted_version) == (
        "Who came?", "We began again.", None, 2
    )  # fmt: skip
    assert (two.body, two.version, two.parent_id, two.quoted_comment_id) == ("Two.", 2, one.id, one.id)
    assert (three.state, f"{three.said_at:%d %H:%M}", f"{three.withdrawn_at:%H:%M}") == (
        "withdrawn", "21 12:00", "14:00"
    )  # fmt: skip
    assert [count.number for count in session().query(CommentCount)] == [2]
    assert session().query(Closing).one().reason == "It goes on at the meeting."


def test_a_conversation_that_was_closed_can_go_on(app, programme_file):
    later = SAID % ("four", "first", "team", 7, "One thing more.", "")
    check_programme(programme_file((LAST, LAST + "".join([*TALK, OPENED, later]))))
    assert _refused(programme_file, *TALK, later) == ["this conversation was closed before that"]


MAY_NOT = "whoever does this may not do it at that time"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("acts", "says"),
    [
        ([SAID % ("one", "nothing", "member", 0, "What?", "")], "nothing told before is called “nothing”"),
        ([SAID % ("one", "unfinished", "lead", 0, "Now.", "")], "“unfinished” is a draft at that time"),
        ([SAID % ("one", "first", "gone", 0, "As I said.", ""), TWO], MAY_NOT),
        ([SAID % ("one", "note", "lead", 0, "Yours?", "")], MAY_NOT),
        ([ONE, SAID % ("two", "first", "lead", 1, "No.", ", reply-to: zero")], "nothing told before is called “zero”"),
        ([ONE, SAID % ("two", "first", "lead", 1, "No.", ", reply-to: first")], "“first” is not a comment"),
        ([ELSEWHERE, SAID % ("two", "first", "lead", 1, "No.", ", reply-to: elsewhere")],
         "“elsewhere” is a comment on something else"),
        ([THREE, TAKEN_BACK % "team", SAID % ("four", "first", "lead", 6, "No.", ", reply-to: three")],
         "what this replies to was withdrawn before that"),
        ([SAID % ("one", "first", "member", 0, "What?", ", quoting: {words: Nobody ever said so}")],
         "these words are not in the text by then, letter for letter"),
        ([SAID % ("one", "first", "member", 0, "'![](/nothing)'", "")], "this comment says nothing that can be read"),
        ([ONE, TWO, CHANGED % "member"], MAY_NOT),
        ([THREE, TAKEN_BACK % "lead"], MAY_NOT),
        ([CLOSED % "member"], MAY_NOT),
        ([OPENED], "this changes nothing: it was so already"),
    ],
)  # fmt: skip
def test_what_cannot_have_been_is_told_once(app, programme_file, acts, says):
    assert _refused(programme_file, *acts) == [says]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_before_the_entry_there_is_nothing_to_comment_on(app, programme_file):
    early = SAID.replace("2018-01-21", "2017-08-08") % ("early", "thought", "lead", 1, "Well said.", "")
    change = (START, early + START)
    with pytest.raises(CannotImport) as refused:
        check_programme(programme_file(change))
    is_told_at([str(one) for one in refused.value.problems], change, START.splitlines()[0], "is called “thought”")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_comment_that_is_refused_does_not_hide_others(app, programme_file):
    wrong = [SAID % (name, "first", "gone", n, "As I said.", "") for n, name in enumerate(["one", "two"])]
    assert _refused(programme_file, *wrong) == [MAY_NOT, MAY_NOT]
