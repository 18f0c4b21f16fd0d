"""Lists walk along an index, however much is on record: at some twenty thousand entries no list reads all of them.

Each list is explained on its first page and far down. A plan that scans entries, or sorts them, fails.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, Table, event, insert

from lpcommunity.access.reader import VISITOR, Reader
from lpcommunity.actions import action_marks
from lpcommunity.actions import queries as actions
from lpcommunity.actions.models import Action
from lpcommunity.bookmarks import queries as bookmarks
from lpcommunity.bookmarks.models import Bookmark
from lpcommunity.comments import counts, participants, single_comments
from lpcommunity.comments import queries as comments
from lpcommunity.comments.models import Comment, CommentCount
from lpcommunity.entries import activity
from lpcommunity.entries import queries as entries
from lpcommunity.entries.models import Entry, entry_theme
from lpcommunity.entries.policy import reads
from lpcommunity.following.feed import FEED
from lpcommunity.following.models import Follow
from lpcommunity.help_requests import help_given
from lpcommunity.help_requests import queries as help_requests
from lpcommunity.help_requests.models import HelpRequest
from lpcommunity.notifications.what_moved import gathering
from lpcommunity.outbox import backlog, due_rows, scheduler
from lpcommunity.outbox.models import DueRow
from lpcommunity.pages.queries import compared, directory, month_counts, silence, themes, timeline
from lpcommunity.pages.queries.month_range import MOST_MONTHS
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Theme
from lpcommunity.questions import pending_answers, what_came_since
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews import queries as reviews
from lpcommunity.reviews import waiting_overview
from lpcommunity.storage import Statement, db, statistics
from tests.harness import databases
from tests.harness.databases import Database

PLACES, PEOPLE, THEMES, ENTRIES = 16, 80, 10, 20_000
DAYS = 4000  # rows of due_row
ACTIONS = 4000  # none of which goes on from another, or comes of an answer
COMMENTS, TALK = 8000, 1001  # two below each of some thousands of entries, and a thousand below one
BOOKMARKS = 8000
LATE = comments.At(801, 803)
SILENT = PLACES  # a place of which nothing has been heard for very long
BEGAN = datetime(2016, 1, 1, tzinfo=UTC)
AUDIENCES = ("community", "facilitators", "partnership", "community", "me", "facilitators", "partnership", "public")

MEMBER = Reader(id=1, member_of=frozenset({1}))
FACILITATOR = Reader(id=2, facilitates={3: BEGAN, SILENT: BEGAN})
TEAM = Reader(id=3, roles=frozenset({"programme-team"}))
FAR_DOWN = {"before": BEGAN + timedelta(hours=ENTRIES // 2), "before_id": ENTRIES // 2}
KINDS = ["update", "reflection"]

# What is asked, by whom, with which values; and the indexes along which it is found.
LISTS: list[tuple[str, Statement[Any], Any, dict[str, Any], set[str]]] = [
    ("news", FEED, MEMBER, {}, {"ix_entry_place_time", "ix_entry_author_time", "ix_entry_theme_time"}),
    (
        "what moved in places",
        gathering.ENTRIES,
        MEMBER,
        {"places": [*range(1, 10), SILENT], "since": BEGAN + timedelta(hours=ENTRIES - 200)},
        {"ix_entry_place_time"},
    ),
    ("news everywhere", entries.CARDS_BY_OTHERS, TEAM, {}, {"ix_entry_time"}),
    ("everything public", entries.PUBLIC_CARDS, VISITOR, {}, {"ix_entry_public_time"}),
    ("a place", entries.CARDS_OF_PLACE, MEMBER, {"place": 2, "kinds": KINDS}, {"ix_entry_place_time"}),
    ("one kind of it", entries.CARDS_OF_PLACE, FACILITATOR, {"place": 3, "kinds": KINDS[:1]}, {"ix_entry_place_time"}),
    (
        "a place in public",
        entries.PUBLIC_CARDS_OF_PLACE,
        VISITOR,
        {"place": 2, "kinds": KINDS},
        {"ix_entry_place_audience"},
    ),
    ("a person", entries.CARDS_BY, MEMBER, {"author": 7}, {"ix_entry_author_time"}),
    ("a theme", themes.CARDS_WITH_THEME, MEMBER, {"theme": 1}, {"ix_entry_theme_time"}),
    ("a theme in public", themes.CARDS_WITH_THEME, VISITOR, {"theme": 1}, {"ix_entry_theme_time"}),
    ("threads", timeline.THREADS, MEMBER, {"places": [*range(1, 10), SILENT]}, {"ix_entry_place_time"}),
    ("a story", timeline.STORIES, FACILITATOR, {"place": 3, "size": 200}, {"ix_entry_place_time"}),
    (
        "threads in public",
        timeline.PUBLIC_THREADS,
        VISITOR,
        {"places": [*range(1, 10), SILENT]},
        {"ix_entry_place_audience"},
    ),
    ("side by side", compared.STORIES, MEMBER, {"places": [1, 3, SILENT]}, {"ix_entry_place_time"}),
    ("side by side in public", compared.PUBLIC_STORIES, VISITOR, {"places": [2, SILENT]}, {"ix_entry_place_audience"}),
    ("answers that ask", pending_answers.ANSWERS, MEMBER, {}, {"ix_entry_author_time"}),
    (
        "what came since a question",
        what_came_since.ENTRIES,
        MEMBER,
        {"place": 1, "since": BEGAN, "confided": BEGAN},
        {"ix_entry_place_time"},
    ),
    ("what is asked for", help_requests.NEWEST, MEMBER, {}, {"ix_help_request_state"}),
    ("what is asked for on a theme", help_requests.NEWEST_OF_THEME, MEMBER, {"theme": 6}, {"ix_help_request_state"}),
    ("longest open", help_requests.LONGEST, MEMBER, help_requests.FIRST, {"ix_help_request_state"}),
    ("asked for by others", help_requests.OF_OTHERS, MEMBER, {}, {"ix_help_request_state"}),
    ("what helped", help_requests.FOUND, MEMBER, {}, {"ix_help_request_state"}),
    ("what helped on a theme", help_requests.FOUND_ON_THEME, MEMBER, {"theme": 6}, {"ix_entry_theme_time"}),
    ("what one keeps", bookmarks.KEPT, MEMBER, {"later": True}, {"ix_bookmark_person"}),
    ("how much is asked for", help_requests.HOW_MANY, MEMBER, {}, {"ix_help_request_state"}),
    ("help that one person gave", help_given.BY_PERSON, MEMBER, {"person": 7}, {"ix_help_request_helper"}),
    ("help that a place gave", help_given.BY_PLACE, MEMBER, {"place": 7}, {"ix_help_request_helping_place"}),
    ("a conversation", comments.TALK, MEMBER, {"entry": TALK, **comments.START.values}, {"ix_comment_talk"}),
    ("a conversation, late", comments.TALK, MEMBER, {"entry": TALK, **LATE.values}, {"ix_comment_talk"}),
    ("what was said before", comments.BEFORE, MEMBER, {"entry": TALK, **LATE.values}, {"ix_comment_talk"}),
    ("the end of a thread", comments.THREAD, MEMBER, {"entry": TALK, "thread": 801}, {"ix_comment_talk"}),
    (
        "who spoke in it lately",
        participants.LATELY,
        MEMBER,
        {
            "entry": TALK,
            "place": 1,
            "audience": "community",
            "confided_at": None,
            "answered": 0,
            "before": participants.NEWEST,
        },
        {"ix_comment_entry_time"},
    ),
    ("what is new in it", comments.NEW, MEMBER, {"entry": TALK, "since": BEGAN}, {"ix_comment_entry_time"}),
    ("what one said oneself", single_comments.MINE, MEMBER, {}, {"ix_comment_author_time"}),
    (
        "what one said here lately",
        single_comments.LATELY_SAID,
        MEMBER,
        {"entry": TALK, "since": BEGAN + timedelta(hours=COMMENTS - 24)},
        {"ix_comment_"},  # along the person or along the entry: both end there
    ),
    ("how much was said", counts.OF_ENTRIES, MEMBER, {"entries": [*range(1001, 1041, 2)]}, {"ix_comment_count_entry"}),
    ("when a place was active", activity.NEWEST_FOR_COMMUNITY, TEAM, {"place": 2}, {"ix_entry_place_audience"}),
    ("and in public", activity.NEWEST_FOR_PUBLIC, TEAM, {"place": SILENT}, {"ix_entry_place_audience"}),
]
# These put what they found in each place into one order; the others walk in the order that they show.
# What is public of one place, what helped from there or by one person, and a thread: PostgreSQL takes it for very few.
# Of sixty comments it sorts who said them.
SORTED = {
    ("a place in public", "postgres"),
    ("help that a place gave", "postgres"),
    ("the end of a thread", "postgres"),
    ("who spoke in it lately", "postgres"),
}
MERGED = {
    "news", "what moved in places", "threads", "a story", "threads in public", "answers that ask", "side by side",
    "side by side in public", "how much was said", "what helped on a theme",
}  # fmt: skip


@pytest.fixture(scope="module", params=databases.chosen())
def large(request: pytest.FixtureRequest, worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with some twenty thousand entries, of which it knows how many there are."""
    folder = tmp_path_factory.mktemp("large")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'large.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_server").create(f"large_{worker}")
    made = Database(request.param, url, folder)
    with made.app.app_context():
        with db.engine.begin() as connection:
            for table, rows in _rows().items():
                connection.execute(insert(table), rows)
        statistics.gather_with(db.engine)
    yield made
    made.close()


def _rows() -> dict[Table, list[dict[str, Any]]]:
    places = [_named(n, "Place", created_at=BEGAN) for n in range(1, PLACES + 1)]
    people = [{**_named(n, "Person", created_at=BEGAN), "email": f"{n}@large.example"} for n in range(1, PEOPLE + 1)]
    for one in people:
        del one["slug"]
    held = [_entry(n) for n in range(1, ENTRIES + 1)]
    follows = [_follow(partnership_id=n) for n in range(2, 15)] + [_follow(partnership_id=SILENT)]
    follows += [_follow(theme_id=n) for n in range(1, 8)] + [_follow(followed_id=n) for n in range(2, 30)]
    tied = [
        {"entry_id": one["id"], "theme_id": 1 + one["id"] % THEMES, "published_at": one["published_at"]}
        for one in held
        if one["id"] % 2
    ]
    tables: dict[Any, list[dict[str, Any]]] = {
        Partnership: places,
        Person: people,
        Theme: [_named(n, "Theme") for n in range(1, THEMES + 1)],
        Membership: [
            {
                "person_id": n,
                "partnership_id": 1 + n % PLACES,
                "role": "facilitator" if n % 10 == 2 else "member",
                "starts_on": BEGAN.date(),
                "created_at": BEGAN,
            }
            for n in range(1, PEOPLE + 1)
        ],
        Action: [_action(n) for n in range(1, ACTIONS + 1)],
        DueRow: [_due(n) for n in range(DAYS)],
        Follow: follows,
        Entry: held,
        Comment: [_comment(n) for n in range(1, COMMENTS + 1)],
        CommentCount: [_count(n) for n in range(TALK, TALK + COMMENTS // 2)],
        HelpRequest: [_request(one) for one in held if one["kind"] == "update" and one["id"] % 5 == 0],
        Bookmark: [_bookmark(n) for n in range(1, BOOKMARKS + 1)],
        Reflection: [
            {"id": one["id"], "cycle": "free", "review_state": "answered", "rounds": 1}
            for one in held
            if one["kind"] == "reflection"
        ],
    }
    return {**{model.__table__: rows for model, rows in tables.items()}, entry_theme: tied}


def _named(number: int, what: str, **more: Any) -> dict[str, Any]:
    name = f"{what} {number}"
    return {"id": number, "slug": f"{what}-{number}".lower(), "name": name, "sort_name": name.lower(), **more}


def _entry(number: int) -> dict[str, Any]:
    """One of the entries: places are busy in turn, but for the last, which was heard of at the beginning only."""
    place = SILENT if number < 5 else 1 + number % (PLACES - 1)
    return {
        "id": number,
        "kind": "reflection" if number % 3 == 0 else "update",
        "idempotency_key": str(number),
        "partnership_id": place,
        "author_id": 1 + number * 7 % PEOPLE,
        "audience": AUDIENCES[number * 5 % 8],
        "state": "withdrawn" if number % 40 == 0 else "published",
        "title": f"What happened, part {number}",
        "fields": {"body": "Words."},
        "card": {},
        "body_html": "<p>Words and more words.</p>" * 10,
        "created_at": BEGAN,
        "updated_at": BEGAN,
        "published_at": BEGAN + timedelta(hours=number),
    }


def _request(entry: dict[str, Any]) -> dict[str, Any]:
    """What every fifth update asks for: of four, three were answered."""
    found = entry["id"] % 4 != 0
    helped = {"words": "This.", "helper_id": 1 + entry["id"] % PEOPLE, "helping_place_id": 1 + entry["id"] % PLACES}
    said = {name: entry.get(name) for name in ("partnership_id", "audience", "confided_at")}
    helped |= {"answerer_id": entry["author_id"], "entry_author_id": entry["author_id"], **said}
    nothing = {"words": "", **dict.fromkeys((name for name in helped if name != "words"), None)}
    return {
        "entry_id": entry["id"],
        "question": "What?",
        "state": "answered" if found else "open",
        "asked_at": entry["published_at"],
        "since": entry["published_at"],
        **(helped if found else nothing),
    }


def _bookmark(number: int) -> dict[str, Any]:
    """What everybody keeps, some hundred each."""
    person, entry = 1 + number % PEOPLE, 1 + number // PEOPLE * 3
    moment = BEGAN + timedelta(hours=number)
    return {"person_id": person, "entry_id": entry, "later": number % 3 == 0, "note": "Why.", "kept_at": moment}


def _comment(number: int) -> dict[str, Any]:
    """One of the comments: a thousand below one entry, in threads of five; two each below others."""
    thread = number - (number - 1) % 5 if number <= 1000 else number
    return {
        "id": number,
        "idempotency_key": str(number),
        "entry_id": TALK if number <= 1000 else TALK + number // 2,
        "thread_id": thread,
        "parent_id": thread if thread != number else None,
        "author_id": 1 + number * 7 % PEOPLE,
        "entry_author_id": 1 + number % PEOPLE,
        "partnership_id": 1 + number % PLACES,
        "audience": "community" if number % 4 else "partnership",
        "state": "published",
        "body": "Words.",
        "body_html": "<p>Words.</p>",
        "said_at": BEGAN + timedelta(hours=number),
    }


def _count(entry_id: int) -> dict[str, Any]:
    told = {"entry_author_id": 1, "partnership_id": 1, "audience": "community"}
    return {"entry_id": entry_id, "number": 2, **told}


def _due(number: int) -> dict[str, Any]:
    """A row of which the day has come and gone, or is to come: all but a few."""
    moment = BEGAN + timedelta(hours=number)
    fell_at = moment if 10 < number < DAYS // 2 else None
    return {"key": f"late:{number}:x", "event": "Rang", "payload": {}, "due_at": moment, "fell_at": fell_at}


def _action(number: int) -> dict[str, Any]:
    """One of the actions of places in turn: of ten, one is open."""
    moment = BEGAN + timedelta(hours=number)
    reported = {"reported_at": moment, "outcome": "done"} if number % 10 else {"reported_at": None, "outcome": None}
    return {
        "id": number,
        "idempotency_key": str(number),
        "partnership_id": 1 + number % PLACES,
        "author_id": 1 + number * 7 % PEOPLE,
        "audience": AUDIENCES[number * 5 % 8],
        "what": "Ring ten firms",
        "due_on": moment.date(),
        "owner_id": 1 + number * 3 % PEOPLE,
        "created_at": moment,
        **reported,
    }


def _follow(**target: int) -> dict[str, Any]:
    nothing = {"partnership_id": None, "theme_id": None, "followed_id": None}
    return {"person_id": MEMBER.id, "since": BEGAN, **nothing, **target}


def _plan(database: Database, statement: Statement[Any], values: dict[str, Any]) -> str:
    """How this database would find the rows."""
    return _explained(database, statement.query("sqlite" if database.kind == "sqlite" else "postgresql"), values)


def _explained(database: Database, query: Executable, values: dict[str, Any]) -> str:
    explain = "EXPLAIN QUERY PLAN " if database.kind == "sqlite" else "EXPLAIN "
    with database.app.app_context(), db.engine.connect() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda _c, _u, sql, given, *_: (explain + sql, given), retval=True
        )
        found = connection.execute(query, values)
        return "\n".join(str(row[-1]) for row in found.cursor.fetchall())


@pytest.mark.parametrize("beginning", [entries.TOP, FAR_DOWN], ids=["top", "far down"])
@pytest.mark.parametrize(("name", "statement", "reader", "values", "indexes"), LISTS, ids=[one[0] for one in LISTS])
def test_a_list_walks_along_its_index(large, name, statement, reader, values, indexes, beginning):
    plan = _plan(large, statement, {"size": 21, **beginning, **reads(reader), **values})
    if name == "a story" and large.kind == "postgres":
        indexes = {"ix_entry_place"}  # of a place's two indexes either will do for as much as a fifth of it
    assert {index for index in indexes if index not in plan} == set(), plan
    assert not re.search(r"SCAN (entry(_theme)?|comment(_count)?)\b(?! USING)|Seq Scan on (entry|comment)", plan), plan
    if name not in MERGED and (name, large.kind) not in SORTED:
        assert not re.search(r"USE TEMP B-TREE FOR ORDER BY|^\s*(->)?\s*Sort\b", plan, re.MULTILINE), plan


@pytest.mark.parametrize("statement", [month_counts.COUNTS, silence.NEWEST_OF_ANY], ids=["months", "silence"])
def test_what_came_in_places_in_months_is_counted_along_indexes(large, statement):
    begins = {f"begins_{n}": BEGAN + timedelta(days=30 * n) for n in range(MOST_MONTHS)}
    places = [2, 3, SILENT] if large.kind == "sqlite" else [SILENT]  # of so few PostgreSQL rightly reads all
    values = {"places": places, "since": BEGAN, "until": BEGAN + timedelta(days=200), **begins}
    plan = _plan(large, statement, {**values, **reads(TEAM)})
    assert "ix_entry_place" in plan, plan
    if large.kind == "sqlite":  # PostgreSQL rightly reads tables that are empty here
        assert "SEARCH entry USING COVERING INDEX ix_entry_place_time" in plan, plan
        assert not re.search(r"SCAN (entry|action|handover|submission|review|move|reply|slip|membership)\b", plan), plan


def test_the_directory_walks_along_when_places_were_active(large):
    reader = {**directory.TOP, **directory.EVERYTHING.values(), "size": 21}
    for statement, index in (
        (directory.FOR_COMMUNITY, "ix_partnership_active_at"),
        (directory.FOR_PUBLIC, "ix_partnership_public_active_at"),
    ):
        if large.kind == "sqlite":  # PostgreSQL rightly reads so few places at once
            assert index in _plan(large, statement, reader)


def test_when_somebody_last_answered_in_each_place_is_found_along_an_index(large):
    if large.kind == "sqlite":  # PostgreSQL rightly reads tables that are empty here
        plan = _plan(large, reviews.OWN_PLACES, {**reads(FACILITATOR), "places": [3, SILENT]})
        assert "SEARCH review USING COVERING INDEX ix_review_author_place" in plan, plan
        assert "SEARCH submission USING INDEX ix_submission_place" in plan, plan


@pytest.mark.parametrize(
    "statement",
    [reviews.QUEUE, reviews.HOW_MANY_WAIT, waiting_overview.LONGEST_WAITING, waiting_overview.FIRST_WAITING],
)
def test_what_waits_is_found_among_what_waits(large, statement):
    if large.kind == "sqlite":  # PostgreSQL rightly reads tables that are empty here
        values = {"after": BEGAN, "after_id": 0, "size": 26, "places": [3, 4], **reads(FACILITATOR)}
        assert "INDEX ix_reflection_queue (review_state=?" in _plan(large, statement, values)


def test_what_is_due_is_found_among_what_is_to_come_and_what_is_called_off_by_its_key(large):
    now = {"moment": BEGAN + timedelta(hours=DAYS // 2)}
    for statement, values in ((due_rows.DUE, {"most": 50}), (due_rows.ANY_DUE, {})):
        plan = _plan(large, statement, {"events": ["Rang"], **now, **values})
        assert "ix_due_row_waiting" in plan, plan
        assert not re.search(r"TEMP B-TREE|\bSort\b", plan), plan
    if large.kind == "sqlite":  # PostgreSQL may read all of it when it counts
        assert "ix_due_row_waiting" in _plan(large, backlog.OVERDUE, now)
    begins = {"which": "late:7:", "after": "late:7:", "before": f"late:7:{scheduler.LAST}"}
    plan = _explained(large, scheduler.CALLED_OFF, begins)
    assert ("sqlite_autoindex_due_row_1" if large.kind == "sqlite" else "uq_due_row_key") in plan, plan


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (actions.OPEN_HERE, {}),
        (actions.REPORTED_HERE, {"since": BEGAN, "before": BEGAN + timedelta(hours=2000), "before_id": 0}),
        (actions.OPEN_OF_MINE, {}),
        (action_marks.MARKS, {}),
    ],
)
def test_what_was_undertaken_is_read_once_and_not_for_each_of_its_rows(large, statement, values):
    """Columns by which an action hangs on others are mostly empty, and their indexes hold what is there: also once
    somebody let SQLite count every row (`ANALYZE`, as a large load does).
    """
    if large.kind == "sqlite":
        with large.app.app_context(), db.engine.connect().execution_options(writes=True) as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=0")
            connection.exec_driver_sql("ANALYZE action")
            connection.commit()
    asked = {**actions.Sieve().values, "place": 2, "size": 21, "unsealed_since": BEGAN, **values, **reads(MEMBER)}
    plan = _plan(large, statement, asked)
    assert not re.search(r"SCAN (action|goes_on)\b|Seq Scan on action goes_on", plan), plan
