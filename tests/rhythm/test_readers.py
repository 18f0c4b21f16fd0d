"""Who reads why a place paused, and who sees its chances: as SQL and as the rules say it, over a random world."""

import random
from datetime import timedelta

from sqlalchemy import select

from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read, reads
from lpcommunity.entries.sayings import Said, is_said_to
from lpcommunity.rhythm import queries
from lpcommunity.rhythm.models import Chance, CheckIn, Pause
from lpcommunity.rhythm.policy import (
    AUDIENCES,
    CHANCE,
    CHECK_IN,
    PAUSE,
    linked,
    reason_for,
    seen,
    sees_chances,
)
from lpcommunity.storage import Statement, now, session, today, transactional
from tests.factories.random_world import random_world

REASONS = Statement(select(PAUSE.c.id).where(reason_for()))
SEEN = Statement(select(CHANCE.c.id).where(seen()))
LINKED = Statement(select(CHECK_IN.c.entry_id).where(linked()))


def _may(reader, one):
    said = Said(one.author_id, one.partnership_id, one.audience, one.confided_at)
    return is_said_to(reader, said, and_team=True)


@transactional
def _scatter(seed):
    """A random world with pauses, chances and check-ins of every sort in it."""
    world, chance = random_world(seed), random.Random(seed)
    for number in range(60):
        place = chance.choice(world.places)
        session().add(
            Pause(
                partnership_id=place.id,
                from_on=today(),
                until_on=today() + timedelta(days=9),
                reason="Somebody is ill",
                audience=AUDIENCES[number % len(AUDIENCES)],
                author_id=chance.choice(world.people).id,
                confided_at=now() + timedelta(minutes=chance.choice((-5, 5))),
            )
        )
        entry = chance.choice([*world.entries, None])
        session().add(
            Chance(
                offered_as=f"check-in:{number}",
                partnership_id=entry.partnership_id if entry and entry.partnership_id else place.id,
                kind="check-in",
                day=today(),
                state="taken" if entry else "open",
                entry_id=entry.id if entry else None,
            )
        )
    halves = chance.sample(world.entries, len(world.entries))
    for said, confided in zip(halves[::2], halves[1::2], strict=False):
        session().add(CheckIn(entry_id=said.id, reflection_id=confided.id))
    session().flush()
    return world


def test_sql_and_predicate_agree_in_a_random_world(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _scatter(seed)
    pauses, chances = session().query(Pause).all(), session().query(Chance).all()
    entries = {one.id: one for one in session().query(Entry)}
    halves = [(one.entry_id, one.reflection_id) for one in session().query(CheckIn)]
    for reader in world.readers():
        told = f"seed {seed}, {reader}"
        assert set(REASONS.values(reads(reader))) == {one.id for one in pauses if _may(reader, one)}, told
        assert set(SEEN.values(reads(reader))) == {
            one.id
            for one in chances
            if sees_chances(reader, one.partnership_id)
            and (one.entry_id is None or can_read(reader, entries[one.entry_id]))
        }, told
        assert set(LINKED.values(reads(reader))) == {
            said for said, confided in halves if can_read(reader, entries[said]) and can_read(reader, entries[confided])
        }, told


def test_a_page_says_the_reason_to_whom_it_is_meant_for(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _scatter(seed)
    said = {one.id: one for one in session().query(Pause)}
    for reader in world.readers():
        for place in world.places:
            for line in queries.PAUSES.all(reads(reader), place=place.id):
                one = said[line.id]
                may = _may(reader, one)
                assert (line.reason is not None) == may, f"seed {seed}, {reader}"
