"""How an exchange went stands on a timeline for its author and who facilitates the place now, and for nobody else."""

import pytest

from lpcommunity.access.reader import VISITOR
from lpcommunity.pages.queries.timeline import story, timelines
from lpcommunity.reflections.commands import submit
from tests import factories as make
from tests.factories import reading
from tests.pages.conftest import AUDIENCES, KINDS


@pytest.mark.parametrize("kind", [*KINDS, "member_who_facilitates_elsewhere", "facilitator_who_is_member_elsewhere"])
def test_marks_are_for_author_and_facilitators_only(world, kind):
    for name, here, there in (
        ("member_who_facilitates_elsewhere", "member", "facilitator"),
        ("facilitator_who_is_member_elsewhere", "facilitator", "member"),
    ):
        world.who[name] = make.person()
        make.belongs(world.who[name], world.hull, here)
        make.belongs(world.who[name], world.keele, there)
    sent = [world.entries["reflection", audience] for audience in AUDIENCES if audience != "me"]
    for entry in sent:
        submit(reading(world.who["author"]), entry)
    reader = reading(world.who[kind]) if kind else VISITOR
    knows = kind in {"author", "facilitator", "facilitator_who_is_member_elsewhere"}
    expected = {entry.id for entry in sent} if knows else set()
    assert {event.id for event in story(reader, world.hull.id) if event.waiting} == expected
    both = timelines(reader, [world.hull.id, world.keele.id])
    assert {event.id for events in both.values() for event in events if event.waiting} == expected
