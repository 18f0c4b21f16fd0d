"""What is told of a line is told of a line: not of a page, of a window, or of whoever types."""

import inspect
import re

import pytest

from lpcommunity.actions import refusal_text as of_actions
from lpcommunity.comments import refusal_text as of_comments
from lpcommunity.entries import refusal_text as of_entries
from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.commands import check_programme
from lpcommunity.importing.file_words import IN_A_FILE
from lpcommunity.questions import refusal_text as of_questions
from lpcommunity.reflections import refusal_text as of_reflections
from lpcommunity.reviews import refusal_text as of_reviews
from lpcommunity.rhythm import refusal_text as of_rhythms
from lpcommunity.slips import refusal_text as of_slips
from lpcommunity.storage import now
from lpcommunity.updates import refusal_text as of_updates

FEATURES = [
    of_actions, of_comments, of_entries, of_questions, of_reflections, of_reviews, of_rhythms, of_slips, of_updates,
]  # fmt: skip
SENTENCES = {code: says for feature in FEATURES for code, says in feature.SENTENCES.items()}
WORDS = r"page|window|while you|still here|click|below|in the list|not yours|you wrote|any more"
AT_A_PAGE = re.compile(rf"\b({WORDS})\b", re.IGNORECASE)
# What only a page brings about: a second click, a form that was open meanwhile, a text of nothing but spaces.
NEVER = {"action-posted-before", "chance-decided", "milestone-moved-meanwhile", "pause-without-reason"}
TRUE_OF_A_LINE = {"milestone-is-reached"}

LAST = "      body: And then\n"
DEED = """\
  - action: {ref: deed, partnership: a-place, by: lead@place.example, at: 2018-01-21 10:00, what: Ask, due: 2018-01-23}
"""
HANDED_ON = "  - hand-over: {of: deed, by: lead@place.example, to: member@place.example, at: 2018-01-22 11:00}\n"
OF_AN_UPDATE = """\
  - report: {of: first, by: lead@place.example, at: 2018-01-22 10:00, outcome: changed, came-of-it: Well.,
      now: Ask again, ref: again}
"""
DONE = "  - report: {of: deed, by: lead@place.example, at: 2018-01-22 1%d:00, outcome: done, came-of-it: Well%d.}\n"
QUESTION = "  - open-question: {ref: asked, on: thought, move: %d, by: %s@place.example, at: 2018-01-21 10:00}\n"
ANSWERED = "  - question-answered: {of: asked, by: member@place.example, at: 2018-01-22 19:00, with: deed}\n"


def _sentence(says):
    if isinstance(says, str):
        return says
    given = {"at": now(), "oneself": False, "where": "new"}
    return says(**{name: given.get(name, "") for name in inspect.signature(says).parameters})


@pytest.mark.parametrize("code", [code for code, says in SENTENCES.items() if AT_A_PAGE.search(_sentence(says))])
def test_a_sentence_for_somebody_at_a_page_has_another_for_a_file(code):
    assert code in IN_A_FILE or code in NEVER | TRUE_OF_A_LINE


def test_every_code_is_one(app):
    assert set(IN_A_FILE) <= set(SENTENCES)
    assert [says for says in IN_A_FILE.values() if AT_A_PAGE.search(says)] == []


def problems_of(path):
    with pytest.raises(CannotImport) as refused:
        check_programme(path)
    return [problem.text for problem in refused.value.problems]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("acts", "says"),
    [
        ([DEED, DONE % (0, 0), DONE % (1, 1)], "what came of this action was reported before that"),
        ([DEED, DONE % (0, 0), HANDED_ON], "what came of this action was reported before that"),
        ([QUESTION % (7, "member"), DEED, ANSWERED], "the answer has 1 moves, counted from 1"),
        ([QUESTION % (1, "outside"), DEED, ANSWERED],
         "only the author of the reflection says of a question that it stays open"),
        ([QUESTION % (1, "member"), DEED, ANSWERED],
         "this move asks nothing that could stay open"),
        ([OF_AN_UPDATE, DONE.replace("deed", "again") % (1, 1)], "“first” is not an action"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_once_and_in_the_words_of_a_file(app, programme_file, acts, says):
    assert problems_of(programme_file((LAST, LAST + "".join(acts)))) == [says]
