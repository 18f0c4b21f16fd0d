"""Who an audience is, by name or number: defined as who may read is, and counted now and then where it is large."""

from lpcommunity.entries import readership
from lpcommunity.entries.readership import readership_of
from tests import factories as make
from tests.factories.world import World


def test_it_is_named_and_counted_exactly_while_it_is_small(app):
    world = World()
    before = readership_of(world.here)
    named = [
        "Facilitator After Membership",
        "Facilitator Belonging Elsewhere",
        "Facilitator Here",
        "Former Facilitator",
    ]
    assert before.facilitators == named
    make.belongs(make.person(), world.here)
    after = readership_of(world.here)
    assert (after.members, after.community) == (before.members + 1, before.community + 1)


def test_a_large_community_is_counted_every_few_minutes(app, monkeypatch, count_queries):
    monkeypatch.setattr(readership, "LARGE", 1)
    monkeypatch.setattr(readership, "_counted", {})
    place = make.place()
    for _ in range(3):
        make.belongs(make.person(), place)
    assert readership.community_size() == 3
    make.person(role="evaluator")
    with count_queries() as asked:
        assert readership.community_size() == 3
    assert len(asked) == 0
    monkeypatch.setattr(readership, "KEPT_FOR", -1.0)
    assert readership.community_size() == 4
