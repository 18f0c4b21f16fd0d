"""A conversation of a thousand comments costs what one of a hundred costs: nothing grows with its length."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import insert

from lpcommunity.comments.models import Comment, CommentCount, ConversationLook
from lpcommunity.comments.participants import (
    PARTICIPANTS,
    Participant,
    ToBeTold,
    circle_to_come,
    participants,
    to_be_told,
)
from lpcommunity.comments.talk_text import who_is_told
from lpcommunity.storage import db, now, session, statistics, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.harness.database_work import worked
from tests.harness.visitor import Visitor

LENGTHS = (20, 100, 1000)


@transactional
def world():
    """Three conversations of ninety people from two places; two in three comments reply, one in nine is withdrawn."""
    hull, bedford = make.place("Hull"), make.place("Bedford")
    people = [make.person() for _ in range(90)]
    for n, one in enumerate(people):
        make.belongs(one, (hull, bedford)[n % 2], ("member", "lead", "facilitator", "member")[n % 4])
    talks = {length: make.update(people[1], bedford) for length in LENGTHS}
    begun = now() - timedelta(days=90)
    number = 0
    for length, entry in talks.items():
        same = {
            "entry_id": entry.id, "entry_author_id": people[1].id, "partnership_id": bedford.id,
            "audience": "community",
        }  # fmt: skip
        rows = []
        for n in range(length):
            number += 1
            thread, gone = number - n % 3, n % 9 == 4
            rows.append({
                **same, "id": number, "idempotency_key": f"said-{number}", "thread_id": thread,
                "parent_id": thread if n % 3 else None, "author_id": people[n % 90].id,
                "state": "withdrawn" if gone else "published", "withdrawn_at": begun if gone else None,
                "body": "Said.", "body_html": "<p>Said.</p>", "version": 1, "quoted_words": "",
                "said_at": begun + timedelta(minutes=number),
            })  # fmt: skip
        session().execute(insert(Comment), rows)
        there = sum(row["state"] == "published" for row in rows)
        session().execute(insert(CommentCount), [{**same, "number": there}])
        for one in people[:3]:  # they looked before anything was said
            session().add(ConversationLook(person_id=one.id, entry_id=entry.id, looked_at=begun, before_at=None))
    return SimpleNamespace(talks=talks, people=people, bedford=bedford)


@pytest.fixture
def w(begin_with):
    made = begin_with(world)
    session().commit()
    statistics.gather_with(db.engine)  # what is known is of another test's rows: plans would be for those
    db.engine.dispose()
    return made


def test_nothing_grows_with_its_length(app, w, monkeypatch, count_queries):
    for who in (w.people[0], w.people[1], w.people[2]):  # a member, a lead who wrote what it is about, a facilitator
        visitor = Visitor(app, who)
        asked, work, found = {}, {}, {}
        for length, entry in w.talks.items():
            visitor.text(f"/updates/{entry.id}")
            with count_queries() as asked[length]:
                visitor.text(f"/updates/{entry.id}")
            with worked(app, monkeypatch) as work[length]:
                page = visitor.text(f"/updates/{entry.id}")
            assert page.count("data-comment-id=") == min(length, 30)
            assert ("New since you looked" in page, "whoever else took part" in page) == (True, length > 60)
            in_the_middle = session().query(Comment.id).filter_by(entry_id=entry.id).order_by(Comment.id)
            there = f"/comments/{in_the_middle.offset(length // 2).limit(1).scalar()}"
            with count_queries() as found[length]:
                page = visitor.text(visitor.get(there).location)
            assert there.replace("/comments/", 'id="c') in page
            assert ("In the middle of" in page) == (length > 100)
        assert len(found[100]) == len(found[1000]) <= len(found[20]) + 1, found[1000]  # what stands before it
        twenty, hundred, thousand = work.values()
        assert len(asked[20]) == len(asked[100]) == len(asked[1000]), asked[1000]
        assert twenty.rows < hundred.rows == thousand.rows < 2 * twenty.rows, work
        assert 0 < thousand.steps < 1.1 * hundred.steps, work
        assert thousand.steps < 2 * twenty.steps, work


def test_of_a_long_one_a_form_names_who_spoke_lately_and_the_worker_tells_them(w):
    reader = reading(w.people[5])
    for length, entry in w.talks.items():
        everybody = participants(circle_to_come(reader, entry))
        named = to_be_told(circle_to_come(reader, entry))
        assert named.and_others == (length > 60)
        assert set(named.people) <= set(everybody)
        assert length > 60 or named.people == everybody
        assert w.people[1].id in [one.person_id for one in named.people if one.entry_author]
    long = w.talks[1000]
    first = session().query(Comment).filter_by(entry_id=long.id).order_by(Comment.id).first()
    alone = {one.person_id for one in to_be_told(circle_to_come(reader, long)).people}
    answered = {one.person_id for one in to_be_told(circle_to_come(reader, long, first)).people}
    assert answered - alone <= {first.author_id} <= answered
    assert first.author_id in {one.person_id for one in participants(circle_to_come(reader, long, first))}


def test_of_more_than_are_told_those_are_who_spoke_last(w):
    reader, long = reading(w.people[5]), w.talks[1000]
    first = session().query(Comment).filter_by(entry_id=long.id).order_by(Comment.id).first()
    values = circle_to_come(reader, long, first).values
    order = [one.person_id for one in PARTICIPANTS.all(values)]
    assert order[:2] == sorted({w.people[1].id, first.author_id}), "its author, and whom one replies to"
    last = session().query(Comment).filter_by(entry_id=long.id, state="published").order_by(Comment.id.desc())
    spoke = [one for one in dict.fromkeys(one.author_id for one in last) if one not in {*order[:2], reader.id}]
    assert order[2:] == spoke


def test_what_was_said_among_few_makes_a_conversation_no_longer_for_others(w):
    """Seventy comments for the facilitators, of an entry that the community reads by now: nobody else took part."""
    narrow = session().query(Comment).filter_by(entry_id=w.talks[100].id)
    narrow.update({"audience": "facilitators", "confided_at": now() - timedelta(days=90)}, synchronize_session=False)
    session().commit()
    here, mixed = make.person(), w.people[2]  # who facilitates here since then; and who facilitates elsewhere
    make.belongs(here, w.bedford, "facilitator", since=today() - timedelta(days=120))
    for reader in (reading(w.people[0]), reading(w.people[5]), reading(mixed)):
        told = to_be_told(circle_to_come(reader, w.talks[100]))
        assert (told.and_others, [one.person_id for one in told.people]) == (False, [w.people[1].id])
    assert to_be_told(circle_to_come(reading(here), w.talks[100])).and_others, "whoever reads them is told so"


@pytest.mark.parametrize(
    ("names", "and_others", "said"),
    [
        (["Ann"], False, "Ann is told"),
        (["Ann"], True, "Ann and whoever else took part are told"),
        ([], True, "Whoever else took part is told"),
        ([*"ABCDEF"], True, "A, B, C, D, E, F and whoever else took part are told"),
        ([*"ABCDEFGH"], True, "A, B, C, D, E, F and whoever else took part are told"),
        ([*"ABCDEFGH"], False, "A, B, C, D, E, F and two others are told"),
    ],
)
def test_the_form_says_so_in_a_sentence(names, and_others, said):
    told = ToBeTold([Participant(n, name, entry_author=False) for n, name in enumerate(names)], and_others)
    assert who_is_told(told).startswith(f"{said} of it here.")
