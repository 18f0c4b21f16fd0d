"""A facilitator who came later answers an earlier exchange only where its author opened it, in a history as well."""

import pytest

from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.commands import check_programme
from lpcommunity.importing.steps import MAY_NOT

TERM = "outside@place.example, role: facilitator, from: 2017-07-03"
ANSWER = "  - answer:\n      on: thought\n      by: {}@place.example\n      at: 2017-08-{}"
OPENING = "  - opening: {on: thought, by: member@place.example, to: outside@place.example, at: 2017-08-19 09:00}\n"
LATER = (
    (TERM, TERM.replace("outside", "team")),
    ("    project:\n", "      - {person: outside@place.example, role: facilitator, from: 2017-08-18}\n    project:\n"),
    (ANSWER.format("outside", 15), ANSWER.format("team", 15)),
)
OPENED = (ANSWER.format("outside", 20), OPENING + ANSWER.format("outside", 20))


def test_who_came_later_does_not_answer(app, programme_file):
    with pytest.raises(CannotImport) as refused:
        check_programme(programme_file(*LATER))
    assert [str(one) for one in refused.value.problems if MAY_NOT in str(one)]


def test_unless_its_author_opened_it(app, programme_file):
    check_programme(programme_file(*LATER, OPENED))


def test_what_is_not_closed_is_not_opened(app, programme_file):
    with pytest.raises(CannotImport, match="not closed to this person"):
        check_programme(programme_file(OPENED))
