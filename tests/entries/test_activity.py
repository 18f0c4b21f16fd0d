"""When a place was lately active, kept with it: always what a plain question over its entries would say."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import AUDIENCES, PUBLISHED, Entry
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.reflections.commands import submit, take_back
from lpcommunity.storage import clock, db, now, session
from tests import factories as make
from tests.factories import reading

KIND = st.sampled_from(["update", "reflection", "draft"])
ACT = st.one_of(
    st.tuples(st.just("write"), KIND, st.sampled_from(AUDIENCES)),
    st.tuples(st.just("withdraw"), st.integers(0, 5), st.none()),
    st.tuples(st.just("change"), st.integers(0, 5), st.sampled_from(AUDIENCES)),
    st.tuples(st.just("send"), st.integers(0, 5), st.none()),
    st.tuples(st.just("take back"), st.integers(0, 5), st.none()),
)


def _asked(place_id, audiences):
    newest = select(func.max(Entry.published_at)).where(
        Entry.partnership_id == place_id, Entry.state == PUBLISHED, Entry.audience.in_(audiences)
    )
    return session().scalar(newest)


def _kept(place_id):
    place = Partnership.__table__.c
    row = session().execute(select(place.active_at, place.public_active_at).where(place.id == place_id)).one()
    session().rollback()
    return tuple(row)


def _act(author, where, written, act):
    what, which, audience = act
    if what == "write":
        write = make.update if which == "update" else make.reflection
        more = {"state": "draft"} if which == "draft" else {}
        written.append(write(author, where, audience, **more))
        return
    if which >= len(written):
        return
    entry, actor = written[which], reading(author)
    if what == "withdraw" and entry.state == PUBLISHED:
        withdraw_entry(actor, entry)
    elif what == "change" and entry.state == PUBLISHED:
        change_entry_audience(actor, entry, audience)
    elif entry.kind == "reflection" and entry.audience != "me" and entry.state != "withdrawn":
        if what == "send":
            submit(actor, entry)
        elif what == "take back":
            take_back(actor, entry)


@settings(max_examples=25)
@given(acts=st.lists(ACT, max_size=9))
def test_it_is_what_a_plain_question_over_the_entries_says(app, acts):
    where, elsewhere, author = make.place(), make.place(), make.person()
    make.belongs(author, where, since=date(2017, 7, 1))
    written: list[Entry] = []
    beginning = now() - timedelta(days=30)
    for number, act in enumerate(acts):
        with clock.at(beginning + timedelta(hours=number)):
            _act(author, where, written, act)
        assert _kept(where.id) == (_asked(where.id, ["community", "public"]), _asked(where.id, ["public"]))
    assert _kept(elsewhere.id) == (None, None)


def test_two_at_the_same_moment_leave_the_later_one(app):
    """On PostgreSQL neither sees what the other has not committed yet, unless one waits for the other."""
    where, people = make.place(), [make.person(), make.person()]
    place_id, ids = where.id, [one.id for one in people]
    for one in people:
        make.belongs(one, where)
    session().rollback()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda person_id: _post_five(app, place_id, person_id), ids))
    assert _kept(place_id)[1] == _asked(place_id, ["public"])


def _post_five(app, place_id, person_id):
    with app.app_context():
        for _ in range(5):
            place, person = session().get(Partnership, place_id), session().get(Person, person_id)
            make.update(person, place, "public")
        db.session.remove()
