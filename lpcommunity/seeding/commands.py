"""Filling a database with a made-up community, to measure how the software goes with it.

This is the one place that writes tables past the commands (docs/adr/0016): a million entries through the write path
would take a day. So it keeps by itself what the commands keep, and tests hold it to that. It never runs where a real
programme is: not in production, and not over people who are there already, unless one asks to continue.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from lpcommunity.access import Conflict
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.models import Entry
from lpcommunity.people.models import Person
from lpcommunity.search import filling
from lpcommunity.search.models import SearchFilling
from lpcommunity.seeding import calendar, files, follows, people, places, texts
from lpcommunity.seeding import world as worlds
from lpcommunity.seeding.accounts import PASSWORD
from lpcommunity.seeding.calendar import Slot
from lpcommunity.seeding.entries import Entries
from lpcommunity.seeding.exchanges import Reflections
from lpcommunity.seeding.inboxes import KEPT_FOR, Inboxes
from lpcommunity.seeding.places import YEARS, table
from lpcommunity.seeding.ranking import Ranking, dice_for
from lpcommunity.seeding.world import World
from lpcommunity.seeding.writer import Writer, writing_to
from lpcommunity.storage import blobs, now
from lpcommunity.storage.progress import Tell, silent

UPDATES = 0.7  # of the entries; the others are reflections
FEWEST_PEOPLE = 40
DRAFTS = 0.05  # of the people have something begun
CONTINUATION = "append"


@dataclass(frozen=True)
class Size:
    """How large a community, and which."""

    partnerships: int
    people: int
    entries: int
    seed: int


@dataclass(frozen=True)
class Seeded:
    """What was written, and how long it took."""

    rows: dict[str, int]
    seconds: float

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


def seed(database_url: str, size: Size, password_hash: str, *, append: bool = False, tell: Tell = silent) -> Seeded:
    """Make the community, or (`append`) let the one that is there write so many more entries: all of it, or nothing.

    The same seed makes the same rows within the same hour. Raises Conflict where there are people already, or none
    to continue with.
    """
    moment = now().replace(minute=0, second=0, microsecond=0)
    with blobs.kept_if_done(), writing_to(database_url) as writer:
        found = writer.connection.scalar(select(func.count()).select_from(Person)) or 0
        if append:
            if not found:
                raise Conflict("database-without-people")
            _continue(writer, size, now(), tell)
        else:
            if found:
                raise Conflict("database-holds-people")
            _found(writer, size, password_hash, moment, tell)
        writer.send()
        places.keep(writer.connection)
        filling.leave_to_worker(writer.connection)
        writer.rows[SearchFilling.__tablename__] += 1
        writer.finish()
        return Seeded(dict(writer.rows), writer.seconds)


def _found(writer: Writer, size: Size, password_hash: str, moment: datetime, tell: Tell) -> None:
    """Places and people first, then their history."""
    ranking = Ranking.drawn(dice_for(size.seed, "ranking"), size.partnerships)
    places.write(writer, dice_for(size.seed, "places"), ranking, moment)
    crowd = people.People(writer, dice_for(size.seed, "people"), ranking, moment, password_hash)
    known = crowd.write(size.people)
    people.invite(writer, dice_for(size.seed, "invitations"), size.partnerships, known["team"], moment)
    follows.Follows(writer, dice_for(size.seed, "follows"), ranking, moment).write(crowd.ids, known)
    writer.send()
    world = worlds.read(writer.connection, moment)
    slots = calendar.history(dice_for(size.seed, "calendar"), world, ranking, size.entries, moment)
    busiest = world.places[ranking.busy(0)].id
    _write(writer, size, world, slots, moment, tell, since=moment - KEPT_FOR, pace=1.0, long_at=busiest)
    _begin_drafts(writer, dice_for(size.seed, "drafts"), world, moment)


def _continue(writer: Writer, size: Size, moment: datetime, tell: Tell) -> None:
    """More entries between the newest there is and now."""
    world = worlds.read(writer.connection, moment)
    paces, newest = worlds.paces(writer.connection, world)
    writes = [pace if place.members else 0.0 for pace, place in zip(paces, world.places, strict=True)]
    if newest is None or not any(writes):
        raise Conflict("nothing-to-continue")
    count = writer.connection.scalar(select(func.max(Entry.id)))
    dice = dice_for(size.seed, f"{CONTINUATION}-{count}")
    slots = calendar.continuation(writes, dice, size.entries, newest, moment)
    moment = max(moment, newest + timedelta(seconds=1))
    _write(writer, size, world, slots, moment, tell, since=newest, pace=(moment - newest) / YEARS)


def _write(
    writer: Writer,
    size: Size,
    world: World,
    slots: list[Slot],
    moment: datetime,
    tell: Tell,
    *,
    since: datetime,
    pace: float,
    long_at: int | None = None,
) -> None:
    seed = f"entries-{len(slots)}-{slots[0][0] if pace < 1 else ''}"
    dice = dice_for(size.seed, seed)
    inboxes = Inboxes(writer, dice, world, since, moment)
    pool = texts.pool(dice_for(size.seed, "texts"), size.entries)
    entries = Entries(writer, dice, world, pool, inboxes, moment, pace)
    entries.files = files.kept(dice_for(size.seed, "files"))
    talk = entries.conversations
    talk.let_one_be_long(long_at, size.entries)
    reflections = Reflections(entries)
    for written, (at, number) in enumerate(slots):
        if written % 100 == 0:
            tell("Writing entries", written, len(slots))
        inboxes.until(at)
        talk.until(at)
        place = world.places[number]
        if dice.random() < UPDATES:
            entries.update(place, at)
        else:
            reflections.reflection(place, at)
    inboxes.until(moment.timestamp())
    talk.until(moment.timestamp())


def _begin_drafts(writer: Writer, dice: Random, world: World, moment: datetime) -> None:
    for place in world.places:
        for person_id in place.members:
            if dice.random() >= DRAFTS:
                continue
            saved = moment - timedelta(hours=dice.randint(1, 900))
            bits = f"{dice.getrandbits(128):032x}"
            spent = dice.random() < 0.5
            writer.add(
                table(Draft),
                {
                    "id": writer.number(table(Draft)),
                    "idempotency_key": f"{bits[:8]}-{bits[8:12]}-{bits[12:16]}-{bits[16:20]}-{bits[20:]}",
                    "person_id": person_id,
                    "subject": f"update:new:{place.id}",
                    "path": "/updates/new",
                    "label": "" if spent else "Half a sentence about",
                    "fields": {} if spent else {"title": [""], "body": ["Half a sentence about the second site"]},
                    "base_version": None,
                    "started_at": saved - timedelta(minutes=5),
                    "saved_at": saved,
                    "spent_at": saved if spent else None,
                },
            )


__all__ = ["FEWEST_PEOPLE", "PASSWORD", "Seeded", "Size", "seed"]
