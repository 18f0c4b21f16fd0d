"""`lpcommunity seed bench`: what it writes past the commands is what the commands would have kept."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text

from lpcommunity.access import Conflict
from lpcommunity.access.reader import reader_of
from lpcommunity.attachments.models import Attachment
from lpcommunity.comments import policy as talk
from lpcommunity.comments.counts import recount
from lpcommunity.comments.models import Closing, Comment, CommentRevision, ConversationLook
from lpcommunity.comments.words import Words
from lpcommunity.entries.content import Content, with_closing
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import PUBLISHED, Entry, Revision
from lpcommunity.entries.policy import can_read
from lpcommunity.help_requests.models import HelpRequest
from lpcommunity.notifications.models import Notification
from lpcommunity.partnerships import map_layout, map_positions
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Person
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.reflections.models import (
    ACKNOWLEDGED,
    ANSWERED,
    NONE,
    WAITING,
    Reflection,
    ReflectionSubject,
    Submission,
)
from lpcommunity.reflections.texts import content_of, texts_of
from lpcommunity.reviews import quotations
from lpcommunity.reviews.models import Move, Review
from lpcommunity.seeding import commands
from lpcommunity.slips.models import AUDIENCES as SLIP_AUDIENCES
from lpcommunity.slips.models import Slip
from lpcommunity.storage import Base, blobs, clock, db, session
from lpcommunity.thanks.models import Thanks
from tests.harness import databases
from tests.harness.visitor import TOKEN, Visitor

SIZE = commands.Size(partnerships=16, people=160, entries=400, seed=7)
MOMENT = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)
FEW = 40  # entries whose pages are opened


def _seed(database, size=SIZE, **more):
    with clock.at(MOMENT):
        done = commands.seed(database.url, size, "a hash", **more)
    db.session.remove()  # on SQLite it still sees the database as it was
    return done


@pytest.fixture(scope="module", params=databases.chosen())
def community(request, worker, tmp_path_factory):
    """A small community in a database of its own, for tests that only look."""
    folder = tmp_path_factory.mktemp("seeded")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'seeded.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_server").create(f"seeded_{worker}")
    made = databases.Database(request.param, url, folder)
    with made.app.app_context():
        done = _seed(made)
    yield made, done
    made.close()


@pytest.fixture
def seeded(community):
    """What was written there; the application's context is open."""
    database, done = community
    with database.app.app_context():
        yield done
        db.session.remove()


def _rows() -> dict[str, list[tuple]]:
    return {
        table.name: [tuple(row) for row in session().execute(select(table).order_by(*table.primary_key.columns))]
        for table in Base.metadata.sorted_tables
    }


def test_the_same_seed_makes_the_same_rows(app, database):
    _seed(database)
    first = _rows()
    db.session.remove()
    database.empty()
    _seed(database)
    assert _rows() == first
    db.session.remove()
    database.empty()
    _seed(database, commands.Size(16, 160, 400, seed=8))
    assert _rows()["person"] != first["person"]


def test_it_writes_what_was_asked_for_and_counts_it(seeded):
    there = {name: len(rows) for name, rows in _rows().items() if rows}
    assert seeded.rows == there
    assert (there["partnership"], there["person"], there["entry"]) == (16, 160, 400)
    assert seeded.total == sum(there.values())


def test_every_reference_leads_somewhere(seeded):
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias()
            lost = (
                select(func.count())
                .select_from(table.outerjoin(other, other.c[key.column.name] == key.parent))
                .where(key.parent.is_not(None), other.c[key.column.name].is_(None))
            )
            assert session().scalar(lost) == 0, f"{table.name}.{key.parent.name}"


def test_every_entry_has_the_row_of_its_kind(seeded):
    asked = {one.entry_id: one.state for one in session().scalars(select(HelpRequest))}
    assert set(asked.values()) == {"open", "answered", "closed"}
    for entry in session().scalars(select(Entry)):
        kind = kind_of(entry.kind)
        assert type(entry) is kind.model
        if isinstance(entry, Reflection):  # the fields of no database keep their order
            content = content_of(entry.title, entry.cycle, entry.fields)
        else:
            content = Content.written(entry.title, entry.fields)
        request = {"request": asked[entry.id]} if entry.id in asked else {}
        assert entry.card == with_closing(kind.card(entry), kind, content) | request


def test_the_newest_version_is_what_the_entry_is(seeded):
    versions: dict[int, list[Revision]] = {}
    for revision in session().scalars(select(Revision).order_by(Revision.entry_id, Revision.n)):
        held = versions.setdefault(revision.entry_id, [])
        held.append(revision)
        assert revision.n == len(held)
    for entry in session().scalars(select(Entry)):
        first, newest = versions[entry.id][0], versions[entry.id][-1]
        assert (newest.n, newest.title, newest.fields, newest.body_html, newest.audience, newest.written_at) == (
            entry.version, entry.title, entry.fields, entry.body_html, entry.audience, entry.updated_at,
        )  # fmt: skip
        assert newest.details == kind_of(entry.kind).details(entry)
        assert first.why == "written"
        assert first.written_at == entry.created_at


def test_counters_and_times_are_right(seeded):
    thanks = Counter(session().scalars(select(Thanks.entry_id)))
    for entry in session().scalars(select(Entry)):
        assert entry.thanks_count == thanks[entry.id]
        assert entry.created_at <= entry.updated_at <= MOMENT
        assert (entry.withdrawn_at is not None) == (entry.state == "withdrawn")
    newest_first = list(session().scalars(select(Entry.published_at).order_by(Entry.id)))
    assert newest_first == sorted(newest_first)


def test_places_know_where_they_are_and_when_they_were_active(seeded):
    places = list(session().scalars(select(Partnership)))
    bare = [dot for one in places if (dot := map_layout.dot(one.id, one.name, one.latitude, one.longitude)) is not None]
    kept = sorted(map_positions.LABELS.all(but=0), key=lambda one: (one.y, one.x, one.name))
    assert kept == map_layout.lay_out(bare) != []
    newest = select(func.max(Entry.published_at)).where(Entry.state == PUBLISHED)
    for one in places:
        here = newest.where(Entry.partnership_id == one.id)
        assert one.active_at == session().scalar(here.where(Entry.audience.in_(["community", "public"])))
        assert one.public_active_at == session().scalar(here.where(Entry.audience == "public"))


def test_what_an_entry_speaks_of_is_of_its_place(seeded):
    rows = session().execute(
        select(Entry.partnership_id, Project.partnership_id)
        .join(Milestone, Milestone.id == Entry.milestone_id)
        .join(Project)
    )
    assert all(one == other for one, other in rows)
    other = Entry.__table__.alias()
    rows = session().execute(
        select(Reflection.partnership_id, other.c.partnership_id)
        .join(ReflectionSubject, ReflectionSubject.reflection_id == Reflection.id)
        .join(other, other.c.id == ReflectionSubject.entry_id)
    )
    held = list(rows)
    assert held
    assert all(one == theirs for one, theirs in held)


def test_what_moved_says_why(seeded):
    slips = list(session().scalars(select(Slip)))
    assert {one.audience for one in slips} == set(SLIP_AUDIENCES)
    for slip in slips:
        milestone = session().get_one(Milestone, slip.milestone_id)
        assert (slip.from_on, slip.to_on) == (milestone.first_planned_on, milestone.due_on)
        assert (slip.confided_at is not None) == (slip.audience == "facilitators")


def test_exchanges_went_as_the_commands_let_them_go(seeded):
    states: Counter[str] = Counter()
    for reflection in session().scalars(select(Reflection)):
        states[reflection.review_state] += 1
        sent = list(
            session().scalars(
                select(Submission).where(Submission.reflection_id == reflection.id).order_by(Submission.round)
            )
        )
        reviews = list(
            session().scalars(select(Review).where(Review.reflection_id == reflection.id).order_by(Review.round))
        )
        assert [one.round for one in sent] == list(range(1, reflection.rounds + 1))
        assert (sent[-1].version if sent else None) == reflection.submitted_version
        answered = reflection.rounds - (reflection.review_state == WAITING)
        assert [one.round for one in reviews] == list(range(1, answered + 1))
        assert (reflection.waiting_since is not None) == (reflection.review_state == WAITING)
        assert (reflection.acknowledged_at is not None) == (reflection.review_state == ACKNOWLEDGED)
        assert reflection.rounds == 0 or (reflection.audience != "me" and reflection.state != "draft")
        assert all(review.author_id != reflection.author_id for review in reviews)
    assert set(states) == {NONE, WAITING, ANSWERED, ACKNOWLEDGED}


def test_moves_quote_what_was_read(seeded):
    moves = list(
        session().execute(
            select(Move, Review, Revision)
            .join(Review, Review.id == Move.review_id)
            .join(Revision, (Revision.entry_id == Review.reflection_id) & (Revision.n == Review.version))
            .where(Move.passage != "")
        )
    )
    assert moves
    for move, _, revision in moves:
        texts = {text.key: text.html for text in texts_of(revision.details["cycle"], revision.fields)}
        assert quotations.contains(texts[move.prompt], revision.fields[move.prompt], move.passage), move.passage


def test_conversations_are_as_the_commands_would_have_kept_them(seeded):
    entries = {entry.id: entry for entry in session().scalars(select(Entry))}
    comments = {one.id: one for one in session().scalars(select(Comment).order_by(Comment.id))}
    versions: dict[int, list[CommentRevision]] = {}
    for version in session().scalars(select(CommentRevision).order_by(CommentRevision.comment_id, CommentRevision.n)):
        versions.setdefault(version.comment_id, []).append(version)
    assert 4 * len(entries) < len(comments) < 7 * len(entries)
    assert {1, 2} == {len(held) for held in versions.values()}
    for one in comments.values():
        entry, newest, parent = entries[one.entry_id], versions[one.id][-1], comments.get(one.parent_id)
        assert talk.converses(entry)
        assert (one.entry_author_id, one.partnership_id) == (entry.author_id, entry.partnership_id)
        assert talk.narrower(entry.audience, one.audience) == one.audience
        assert (one.confided_at is not None) == (one.audience == "facilitators")
        assert one.thread_id == (parent.id if parent else one.id)
        assert parent is None or (parent.parent_id, parent.entry_id) == (None, one.entry_id)
        assert parent is None or (
            parent.said_at <= one.said_at and talk.narrower(parent.audience, one.audience) == one.audience
        )
        assert (newest.n, newest.body, newest.audience, newest.written_at) == (
            one.version, one.body, one.audience, one.changed_at or one.said_at,
        )  # fmt: skip
        assert Words.written(one.body).html == one.body_html
        assert entry.created_at <= one.said_at <= MOMENT
        assert (one.withdrawn_at is not None) == (one.state == "withdrawn")
        if one.quoted_words:
            source = comments[one.quoted_comment_id].body if one.quoted_comment_id else entry.title
            assert one.quoted_version == 1
            assert one.quoted_words in source
    assert [one.said_at for one in comments.values()] == sorted(one.said_at for one in comments.values())
    assert {one.audience for one in comments.values()} == {"facilitators", "partnership", "community", "public"}


def test_conversations_are_of_every_length_and_counted(seeded):
    lengths = Counter(session().scalars(select(Comment.entry_id)))
    (_, longest), (_, second) = lengths.most_common(2)
    assert (longest, second <= 70) == (SIZE.entries // 4, True)
    assert len(lengths) < SIZE.entries / 2
    assert recount(0, SIZE.entries, mend=False) == []
    for table in (Closing, ConversationLook):
        assert session().scalar(select(func.count()).select_from(table)) > 0


def test_those_who_talk_may_read_what_they_talk_about(seeded):
    by_person: dict[int, set[int]] = {}
    for person_id, entry_id in session().execute(select(Comment.author_id, Comment.entry_id)):
        by_person.setdefault(person_id, set()).add(entry_id)
    with clock.at(MOMENT):
        for person_id in sorted(by_person)[:40]:
            reader = reader_of(person_id)
            for entry_id in by_person[person_id]:
                assert can_read(reader, session().get_one(Entry, entry_id)), (reader, entry_id)


def test_lines_are_for_those_who_may_read(seeded):
    told = session().execute(select(Notification.person_id, Notification.entry_id)).all()
    assert told
    by_person: dict[int, set[int]] = {}
    for person_id, entry_id in told:
        by_person.setdefault(person_id, set()).add(entry_id)
    with clock.at(MOMENT):
        for person_id, entry_ids in list(by_person.items())[:60]:
            published = select(Entry.id).where(Entry.id.in_(entry_ids), Entry.state == PUBLISHED)
            on_record = list(session().scalars(published))
            reader = reader_of(person_id)
            assert all(can_read(reader, session().get_one(Entry, one)) for one in on_record), reader


def test_people_are_of_every_kind(seeded):
    roles = Counter(session().scalars(select(Membership.role)))
    assert set(roles) == {"member", "lead", "deputy", "facilitator"}
    both = select(Membership.person_id).where(Membership.role == "facilitator", Membership.ended_at.is_(None))
    members = select(Membership.person_id).where(Membership.role != "facilitator", Membership.ended_at.is_(None))
    assert set(session().scalars(both)) & set(session().scalars(members))
    assert session().scalar(select(Membership.id).where(Membership.ended_at.is_not(None)).limit(1))


def test_some_places_are_busy_and_some_have_long_been_silent(seeded):
    per_place = dict(session().execute(select(Entry.partnership_id, func.count()).group_by(Entry.partnership_id)).all())
    assert max(per_place.values()) > 2 * sorted(per_place.values())[len(per_place) // 2]
    latest = session().scalars(select(func.max(Entry.published_at)).group_by(Entry.partnership_id))
    assert any((MOMENT - moment).days > 365 for moment in latest)


def test_files_can_be_opened(app, database):
    _seed(database, commands.Size(8, 60, 300, seed=3))
    files = list(session().scalars(select(Attachment)))
    assert files
    assert all(len(blobs.read(file.blob_key)) == file.size for file in files)


def test_every_page_answers(runner, app):
    made = runner("seed", "bench", "--partnerships", "12", "--people", "120", "--entries", "250", "--json")
    assert made.exit_code == 0, made.output
    found = json.loads(made.output)
    entries = list(
        session().execute(select(Entry.id, Entry.kind, Entry.author_id).order_by(Entry.id.desc()).limit(FEW))
    )
    for entry in entries:
        Visitor(app, session().get_one(Person, entry.author_id)).text(kind_of(entry.kind).path(entry.id))
    for email in found["sign_ins"].values():
        visitor = Visitor(app, session().scalars(select(Person).where(Person.email == email)).one())
        for address in ("/home", "/notifications", "/partnerships", f"/partnerships/{found['busy_place']}"):
            visitor.text(address)
    Visitor(app).text(f"/themes/{found['theme']}")
    Visitor(app).text(f"/updates/{found['public_update']}")


def test_the_password_lets_them_in(runner, client):
    found = json.loads(
        runner("seed", "bench", "--partnerships", "8", "--people", "40", "--entries", "30", "--json").output
    )
    token = TOKEN.search(client.get("/sign-in").text)[1]
    typed = {"csrf_token": token, "email": found["sign_ins"]["new"], "password": found["password"]}
    assert client.post("/sign-in", data=typed).status_code == 303


def test_more_is_added_to_the_same_places_and_people(app, database):
    _seed(database)
    before = _rows()
    with clock.at(MOMENT.replace(hour=18)):
        more = commands.seed(database.url, commands.Size(1, 1, 200, seed=7), "", append=True)
    db.session.remove()
    after = _rows()
    assert more.rows["entry"] == 200
    assert all(after[name] == before[name] for name in ("person", "organisation", "membership", "follow"))
    times = [moment for _, moment in session().execute(select(Entry.id, Entry.published_at).order_by(Entry.id))]
    assert max(times[:400]) < min(times[400:])
    assert max(times) <= MOMENT.replace(hour=18)
    with pytest.raises(Conflict, match="people in this database"):
        _seed(database)
    session().add(Partnership(slug="one-more", name="One more", sort_name="one more", created_at=MOMENT))
    session().commit()
    assert session().scalar(select(func.count()).select_from(Partnership)) == SIZE.partnerships + 1


def test_there_must_be_somebody_to_continue_with(app, database):
    with pytest.raises(Conflict, match="nobody"):
        _seed(database, append=True)


def test_it_does_not_run_in_production(runner):
    result = runner(
        "seed", "bench", LPCOMMUNITY_ENV="production", PUBLIC_URL="https://community.example.org",
        MAIL_URL="smtp://127.0.0.1:1", SECRET_KEY="x" * 40,
    )  # fmt: skip
    assert result.exit_code == 1
    assert "This is production" in result.output


def test_the_database_knows_what_it_holds(seeded, community):
    if community[0].kind == "sqlite":
        known = session().scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'entry'"))
    else:
        known = session().scalar(text("SELECT count(*) FROM pg_stats WHERE tablename = 'entry'"))
    assert known > 0
