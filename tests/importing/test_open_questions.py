"""Questions that stay open in a history: left open, answered by what was told later, and nothing else."""

import pytest

from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.commands import check_programme, import_programme
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.questions.models import Question
from lpcommunity.storage import session

OPEN = "  - open-question: {ref: asked, on: thought, move: %s, by: member@place.example, at: 2017-08-16 08:55}\n"
LATER = """\
  - comment: {ref: said, on: first, by: lead@place.example, at: 2017-08-23 09:00, body: We shall ask them.}
  - action:
      {ref: deed, partnership: a-place, by: lead@place.example, at: 2017-08-23 09:00, what: Ask them, due: 2017-08-30}
  - question-answered: {of: %s, by: %s@place.example, at: 2017-08-23 09:00, with: %s}
"""
RESPONSE, FOLLOW = "  - response:\n      on: thought\n", "  - follow: {who: team@place.example, theme: growth"


def _told(programme_file, move=2, of="asked", by="member", answer="deed"):
    later = LATER % (of, by, answer)
    return programme_file((RESPONSE, OPEN % move + RESPONSE), (FOLLOW, later + FOLLOW))


def test_it_is_answered_weeks_later_by_an_action(app, programme_file):
    import_programme(read_programme(_told(programme_file)))
    [question] = session().query(Question)
    assert (question.state, question.lived_days) == ("answered", 8)
    assert question.answering_action_id is not None
    assert question.programme_id is not None


@pytest.mark.parametrize(
    ("bent", "says"),
    [
        ({"answer": "first"}, "cannot answer the question"),  # it came before
        ({"by": "lead"}, "may not"),
        ({"answer": "said"}, "“said” is not an entry"),  # a comment answers nothing
        ({"of": "first"}, "not a question that was left open"),
        ({"move": 9}, "counted from 1"),
    ],
)
def test_what_cannot_have_been_is_refused(app, programme_file, bent, says):
    with pytest.raises(CannotImport, match=says):
        check_programme(_told(programme_file, **bent))
