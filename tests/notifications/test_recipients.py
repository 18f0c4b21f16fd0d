"""Who is told is who may read, among those with a reason; each for the strongest; in worlds where nothing is regular.

And what is counted is what is there: the number told before one posts, and the number of unread lines.
"""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import AUDIENCES, Entry, entry_theme
from lpcommunity.entries.policy import can_read
from lpcommunity.following.models import Follow
from lpcommunity.following.recipients import BATCH, EntryFacts, how_many
from lpcommunity.notifications import queries, recipients
from lpcommunity.notifications.models import Notification
from lpcommunity.notifications.recipients import entry_facts
from lpcommunity.storage import now, session
from tests.factories.random_world import RandomWorld, is_left_out, random_world


def reason(reader: Reader, entry: Entry, themes: set[int]) -> str | None:
    """The strongest reason for which this person would be told, as one says it."""
    follows = session().scalars(select(Follow).where(Follow.person_id == reader.id)).all()
    if entry.partnership_id in reader.member_of:
        return "member"
    if entry.partnership_id in reader.facilitates:
        return "facilitator"
    if any(one.partnership_id == entry.partnership_id for one in follows):
        return "follows-partnership"
    if any(one.followed_id == entry.author_id for one in follows):
        return "follows-person"
    if any(one.theme_id in themes for one in follows):
        return "follows-theme"
    return None


def told(entry_id: int, size: int = BATCH) -> list[tuple[int, str]]:
    facts = entry_facts(entry_id)
    assert facts is not None
    return [(one.person_id, one.reason) for one in recipients.around(facts, size)]


@settings(max_examples=40, phases=(Phase.generate,))  # a smaller seed makes no smaller world
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_whoever_is_told_and_whatever_is_counted_follows_the_predicate(app, seed):
    if is_left_out(seed, of=2):
        return
    world = random_world(seed, places=3, people=8, entries=16)
    readers = [reader for reader in world.readers() if isinstance(reader, Reader)]
    for entry in world.entries:
        who_is_told_is_who_may_read_among_those_with_a_reason(entry, readers)
    for reader in readers:
        as_many_are_told_as_was_said_before(reader, world)
        as_many_lines_are_unread_as_can_be_read(reader)


def who_is_told_is_who_may_read_among_those_with_a_reason(entry: Entry, readers: list[Reader]) -> None:
    themes = set(session().scalars(select(entry_theme.c.theme_id).where(entry_theme.c.entry_id == entry.id)))
    due = {
        reader.id: why
        for reader in readers
        if (why := reason(reader, entry, themes))
        and reader.id != entry.author_id
        and can_read(reader, entry)
        # What all may read is told to those in the community: nobody else has a place to be told in.
        and (reader.in_community or entry.audience != "public")
    }
    assert told(entry.id) == sorted(due.items())


def as_many_are_told_as_was_said_before(author: Reader, world: RandomWorld) -> None:
    for place in world.places:
        said = how_many(place.id, author.id)
        for audience in AUDIENCES:
            update = EntryFacts(0, author.id, place.id, audience, "published", now())  # it carries no theme yet
            assert said[audience] == len(list(recipients.around(update))), (audience, author, place.id)


def as_many_lines_are_unread_as_can_be_read(reader: Reader) -> None:
    lines = session().execute(
        select(Entry, Notification.read_at)
        .join(Notification, Notification.entry_id == Entry.id)
        .where(Notification.person_id == reader.id)
    )
    unread = [entry for entry, read_at in lines if read_at is None and can_read(reader, entry)]
    assert queries.unread_count(reader) == len(unread)


def test_thousands_are_told_batch_by_batch(app):
    world = random_world(7, people=30, entries=20)
    for entry in world.entries:
        assert told(entry.id, size=2) == told(entry.id)
    assert max(len(told(entry.id)) for entry in world.entries) > 4


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nobody_is_told_of_what_is_not_on_record(app, state):
    world = random_world(3)
    entries = [entry for entry in world.entries if entry.state == state]
    assert entries
    assert [told(entry.id) for entry in entries] == [[]] * len(entries)
