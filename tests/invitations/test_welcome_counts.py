"""What somebody who came in just now is told of their place: as much as they may read, and no more."""

import pytest

from lpcommunity.invitations.queries import beginning
from tests import factories as make
from tests.factories import reading

AUDIENCES = ("me", "facilitators", "partnership", "community", "public")
UPDATES, REFLECTIONS = 3, 2  # for each audience in the place


@pytest.mark.parametrize(
    ("role", "elsewhere", "readable"),
    [("member", "facilitator", 3), ("lead", "member", 3), ("facilitator", "member", 4)],
)
def test_only_what_the_newcomer_may_read_is_counted(app, role, elsewhere, readable):
    leeds, hull, author, newcomer = make.place("Leeds"), make.place("Hull"), make.person(), make.person()
    make.belongs(newcomer, leeds, elsewhere)  # first: they begin in Hull
    make.belongs(newcomer, hull, role)
    for audience in AUDIENCES:
        for _ in range(UPDATES):
            make.update(author, hull, audience)
        for _ in range(REFLECTIONS):
            make.reflection(author, hull, audience)
        make.update(author, leeds, audience)
    make.update(author, hull, "public", state="withdrawn")
    facts = beginning(reading(newcomer))
    assert (facts.place, facts.role) == ("Hull", role)
    assert dict(facts.shared) == {"update": UPDATES * readable, "reflection": REFLECTIONS * readable}
