"""Who is told of a mention, over a random world: as SQL over people, and as the predicate says."""

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import PUBLISHED
from lpcommunity.entries.policy import can_read
from lpcommunity.mentions import queries
from lpcommunity.mentions.models import Mention
from lpcommunity.mentions.policy import Reach
from lpcommunity.storage import session, transactional
from tests.factories.random_world import random_world


@transactional
def _mention_everybody(world):
    for entry in world.entries:
        for person in world.people:
            session().add(
                Mention(
                    entry_id=entry.id, part="", person_id=person.id, version=1, audience=entry.audience, told=True,
                    until_version=2 if person.id % 5 == 0 else None,
                )
            )  # fmt: skip


def test_whoever_is_told_may_read_it_and_whoever_may_is_told(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = random_world(seed, entries=40)
    _mention_everybody(world)
    readers = [one for one in world.readers() if isinstance(one, Reader)]
    reached = 0
    for entry in world.entries:
        ids = [person.id for person in world.people]
        among = {*queries.AMONG.values(Reach.of(entry).values, ids=ids)}
        is_out = entry.state == PUBLISHED
        # What all may read is told to those in the community, as any news of it.
        may = {
            one.id
            for one in readers
            if one.id == entry.author_id
            or (is_out and can_read(one, entry) and (one.in_community or entry.audience != "public"))
        }
        if is_out:
            assert among == may, f"seed {seed}, {entry.id}"
            reached += len(among)
        for one in readers:
            stands = is_out and can_read(one, entry) and one.id % 5 != 0
            assert queries.is_mentioned(one, entry.id) == stands, f"seed {seed}, {entry.id} for {one}"
    assert reached > 20


def test_a_text_below_an_entry_is_never_for_more_people(app, pytestconfig):
    world = random_world(int(pytestconfig.getoption("--hypothesis-seed")), entries=10)
    for entry in world.entries:
        everybody = [person.id for person in world.people]
        widest = {*queries.AMONG.values(Reach.of(entry).values, ids=everybody)}
        for audience in ("me", "facilitators", "partnership", "community", "public", "nonsense"):
            assert {*queries.AMONG.values(Reach.of(entry, audience).values, ids=everybody)} <= widest
