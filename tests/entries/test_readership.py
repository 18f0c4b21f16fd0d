"""Who an audience is, by name or number: defined as who may read is, and counted now and then where it is large."""

from lpcommunity.entries import readership
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import admits
from lpcommunity.entries.readership import readers, readership_of
from lpcommunity.people.models import Person
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.factories.world import World


def test_those_for_whom_it_is_meant_are_those_whom_the_policy_admits(app):
    world = World()
    world.part()
    everybody = session().query(Person).all()
    for audience in AUDIENCES:
        wanted = "community" if audience == "public" else audience  # nobody is told of what anybody may read
        meant = {who.id for who in everybody if admits(reading(who), wanted, world.here.id)}
        assert set(readers(world.here.id, audience)) == meant, audience


def test_it_is_named_and_counted_exactly_while_it_is_small(app):
    world = World()
    before = readership_of(world.here)
    assert before.facilitators == ["Facilitator Here", "Former Facilitator"]
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
