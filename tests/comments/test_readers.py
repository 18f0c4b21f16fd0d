"""Who reads what is said below an entry: as SQL and as a predicate over a random world, and as the rules say it."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.comments import commands, queries, single_comments
from lpcommunity.comments.counts import counts_for, recount, spans
from lpcommunity.comments.models import Comment, CommentCount
from lpcommunity.comments.policy import COMMENT, STANDS, stands
from lpcommunity.comments.words import Words
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import AUDIENCES, Opening
from lpcommunity.entries.policy import ENTRY, reads
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import Statement, now, session, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world
from tests.factories.world import READERS, parted

READ = Statement(select(COMMENT.c.id).select_from(COMMENT.join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id)).where(STANDS))
EARLIER, LATER = -timedelta(minutes=5), timedelta(minutes=5)


@transactional
def scatter(seed):
    world, chance = random_world(seed), random.Random(seed)
    for number in range(120):
        entry = chance.choice(world.entries)
        session().add(
            Comment(
                idempotency_key=str(uuid4()), entry_id=entry.id, thread_id=number,
                author_id=chance.choice(world.people).id,
                entry_author_id=entry.author_id, partnership_id=entry.partnership_id,
                audience=AUDIENCES[number % len(AUDIENCES)], confided_at=now() + chance.choice((EARLIER, LATER)),
                state=chance.choice(("published", "withdrawn", "hidden")), body="Said.", body_html="<p>Said.</p>",
                said_at=now(),
            )
        )  # fmt: skip
    session().flush()
    return world


def test_sql_and_predicate_agree_in_a_random_world(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = scatter(seed)
    said = session().query(Comment).all()
    entries = {one.id: one for one in world.entries}
    for reader in world.readers():
        by_sql = set(READ.values(reads(reader)))
        assert by_sql == {one.id for one in said if stands(reader, one, entries[one.entry_id])}, (
            f"seed {seed}, {reader}"
        )


@pytest.fixture
def world(begin_with):
    return begin_with(parted)


def say(world, who, entry, parent=None):
    words = Words.written("Said below it.")
    return commands.post_comment(reading(world.someone(who)), entry, str(uuid4()), words, parent=parent)


def read_by(world, comment, entry):
    """The kinds of people for whom a comment stands there: in its list, by its address and in the count alike."""
    found = set()
    for kind, person in world.people.items():
        reader = reading(person)
        listed = comment.id in {line.id for line in queries.talk(reader, entry.id)}
        assert listed == stands(reader, comment, entry), kind
        one = single_comments.one(reader, comment.id)
        assert bool(one and one.stands) == listed, kind
        assert counts_for(reader, [entry.id]).get(entry.id, 0) == len(queries.talk(reader, entry.id)), kind
        found |= {kind} if listed else set()
    return found


@pytest.mark.parametrize("audience", ["facilitators", "partnership", "community", "public"])
def test_a_comment_is_read_by_those_for_whom_its_entry_is(world, audience):
    entry = make.update(world.someone("author"), world.here, audience)
    comment = say(world, "facilitator here", entry)
    assert read_by(world, comment, entry) == READERS[audience] | {"author"}


def test_it_stays_with_them_when_the_entry_is_widened(world):
    author = reading(world.someone("author"))
    entry = make.update(world.someone("author"), world.here, "facilitators")
    confided = say(world, "facilitator here", entry)
    for audience in ("partnership", "community", "public"):
        change_entry_audience(author, entry, audience)
        session().refresh(entry)
        assert read_by(world, confided, entry) == READERS["facilitators"] | {"author"}
    open_now = say(world, "member here", entry)
    assert read_by(world, open_now, entry) == READERS["public"]


def test_narrowed_it_is_for_those_who_may_read_the_entry_today(world):
    author = reading(world.someone("author"))
    entry = make.update(world.someone("author"), world.here, "public")
    comment = say(world, "member elsewhere", entry)
    change_entry_audience(author, entry, "partnership")
    session().refresh(entry)
    assert read_by(world, comment, entry) == READERS["partnership"] | {"author"}
    withdraw_entry(author, entry)
    session().refresh(entry)
    assert read_by(world, comment, entry) == set()
    own = single_comments.one(reading(world.someone("member elsewhere")), comment.id)
    assert own.stands is False  # to its author, on a page of their own


def test_a_reply_is_never_for_more_people_than_what_it_replies_to(world):
    author = reading(world.someone("author"))
    entry = make.update(world.someone("author"), world.here, "partnership")
    parent = say(world, "member here", entry)
    change_entry_audience(author, entry, "public")
    session().refresh(entry)
    reply = say(world, "lead here", entry, parent)
    to_reply = say(world, "deputy here", entry, reply)
    assert (reply.audience, to_reply.audience, to_reply.parent_id) == ("partnership", "partnership", parent.id)
    for comment in (parent, reply, to_reply):
        assert read_by(world, comment, entry) == READERS["partnership"]


def test_who_began_later_reads_what_was_confided_only_if_its_author_says_so(world):
    entry = make.update(world.someone("author"), world.here, "facilitators")
    comment = say(world, "facilitator here", entry)
    term = world.come()
    assert "later facilitator" not in read_by(world, comment, entry)
    session().add(Opening(entry_id=entry.id, membership_id=term.id, opens_at=now() - timedelta(seconds=1)))
    session().commit()
    assert "later facilitator" in read_by(world, comment, entry)


def test_whoever_leaves_a_place_reads_nothing_that_others_add_to_their_entry(world):
    entry = make.update(world.someone("author"), world.here, "facilitators")
    comment = say(world, "facilitator here", entry)
    memberships.end_membership(OPERATOR, _term(world, "author"))
    assert "author" not in read_by(world, comment, entry)


def _term(world, kind):
    return session().query(Membership).filter_by(person_id=world.someone(kind).id).one()


def test_what_somebody_else_replied_is_taken_from_nobody(world):
    """A change while the entry is narrower would take the reply along: it is not made, and nothing changes."""
    author, member = reading(world.someone("author")), reading(world.someone("member here"))
    entry = make.update(world.someone("author"), world.here, "public")
    comment = say(world, "member here", entry)
    say(world, "member here", entry, comment)
    reply = say(world, "lead of both", entry, comment)
    change_entry_audience(author, entry, "partnership")
    session().refresh(entry)
    with pytest.raises(Invalid, match="others have replied"):
        commands.change_comment(member, comment, entry, Words.written("Between us."), 1)
    change_entry_audience(author, entry, "public")
    session().refresh(entry)
    for one in (comment, reply):
        session().refresh(one)
        assert read_by(world, one, entry) >= READERS["community"]
    commands.withdraw_comment(reading(world.someone("lead of both")), reply, entry)
    change_entry_audience(author, entry, "partnership")
    session().refresh(entry)
    assert commands.change_comment(member, comment, entry, Words.written("Between us."), 1).audience == "partnership"


def test_words_of_while_few_could_read_it_stay_with_them_and_so_do_ones_own_replies(world):
    """A change while the entry is narrower: what is written then is for few, also when it is widened again."""
    author, member = reading(world.someone("author")), reading(world.someone("member here"))
    entry = make.update(world.someone("author"), world.here, "public")
    comment = say(world, "member here", entry)
    reply = say(world, "member here", entry, comment)
    change_entry_audience(author, entry, "partnership")
    session().refresh(entry)
    commands.change_comment(member, comment, entry, Words.written("Between us."), 1)
    change_entry_audience(author, entry, "public")
    session().refresh(entry)
    for one in (comment, reply):
        session().refresh(one)
        assert read_by(world, one, entry) == READERS["partnership"]
    versions = single_comments.versions(reading(world.someone("member here")), comment.id)
    assert [one.n for one in versions] == [2, 1]


def test_an_earlier_version_is_read_by_those_for_whom_it_was(world):
    entry = make.update(world.someone("author"), world.here, "community")
    comment = say(world, "member here", entry)
    commands.change_comment(reading(world.someone("member here")), comment, entry, Words.written("Better."), 1)
    for kind, person in world.people.items():
        versions = single_comments.versions(reading(person), comment.id)
        assert len(versions) == (2 if kind in READERS["community"] else 0), kind


def test_counts_are_checked_and_mended(world):
    entry = make.update(world.someone("author"), world.here, "community")
    for _ in range(3):
        say(world, "member here", entry)
    assert [wrong for span in spans() for wrong in recount(*span, mend=False)] == []
    session().query(CommentCount).one().number = 7
    session().commit()
    assert [wrong for span in spans() for wrong in recount(*span, mend=False)] == [entry.id]
    assert [wrong for span in spans() for wrong in recount(*span, mend=True)] == [entry.id]
    assert counts_for(reading(world.someone("evaluator")), [entry.id]) == {entry.id: 3}
