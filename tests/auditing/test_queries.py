"""What an administrator may know of each act: of one on an entry no more than the resolver lets them read.

The reader of these tests is an administrator, and nobody in the place. Whatever is written there for fewer than the
community looks alike to them, whatever it is, whatever was done with it, and by whatever they look for it.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lpcommunity.access import Refused, audit, origin
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.auditing import act_text, queries
from lpcommunity.auditing.queries import Choice, record
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.openings.commands import say
from lpcommunity.people.commands import grant_role
from lpcommunity.reflections import commands as reflections
from lpcommunity.storage import clock, now, session, today, transactional
from tests import factories as make
from tests.factories import reading

ENTRY_ACTS = {"audience-changed", "entry-withdrawn", "exchange-opened"}
FROM = origin.Origin("0123456789abcdef", "203.0.113.7")


@pytest.fixture
def here(app):
    hull = make.place("Hull")
    ann, admin = make.person("Ann Archer"), make.person("Adrian", role="administrator")
    make.belongs(ann, hull, since=today() - timedelta(days=10))
    return SimpleNamespace(hull=hull, ann=ann, admin=admin, app=app)


def _seen(here, choice=None, who=None):
    return record(reading(who or here.admin), choice or Choice()).acts


def _of_entries(here, **narrowed):
    return [act for act in _seen(here, Choice(**narrowed)) if act.act in {*ENTRY_ACTS, act_text.ON_AN_ENTRY}]


def _acted(here, kind, audience, act):
    """One act on something that Ann wrote."""
    entry = getattr(make, kind)(here.ann, here.hull, audience)
    with origin.at(FROM):
        if act == "withdrawn":
            withdraw_entry(reading(here.ann), entry)
        else:
            change_entry_audience(reading(here.ann), entry, "me" if audience != "me" else "partnership")
    return entry


HIDDEN = [
    (kind, audience, act)
    for kind in ("update", "reflection")
    for audience in ("me", "facilitators", "partnership")
    for act in ("withdrawn", "changed")
]


def test_what_one_may_not_read_looks_alike_whatever_it_is_and_whatever_was_done(here):
    for one in HIDDEN:
        _acted(here, *one)
    seen = _of_entries(here)
    assert len(seen) == len(HIDDEN)
    assert {(one.act, one.actor, one.by_request) for one in seen} == {(act_text.ON_AN_ENTRY, "Ann Archer", True)}
    for one in seen:
        told = (one.entry_id, one.entry_kind, one.place, one.place_slug, one.whom, one.details, one.address)
        assert {*told, one.request_id} == {None}
    rows = session().scalars(select(AuditRecord).where(AuditRecord.act.in_(ENTRY_ACTS))).all()
    assert {(row.partnership_id, row.address) for row in rows} == {(here.hull.id, FROM.address)}
    assert {row.subject_kind for row in rows} == {"update", "reflection"}


def test_no_filter_finds_it_by_what_may_not_be_known(here):
    for one in HIDDEN:
        _acted(here, *one)
    assert _of_entries(here, place_id=here.hull.id) == []
    assert [one for act in ENTRY_ACTS for one in _of_entries(here, act=act)] == []
    for narrowed in ({"person_id": here.ann.id}, {"act": act_text.ON_AN_ENTRY}):
        assert [one.act for one in _of_entries(here, **narrowed)] == [act_text.ON_AN_ENTRY] * len(HIDDEN)
    assert _of_entries(here, person_id=here.ann.id, place_id=here.hull.id) == []
    assert _of_entries(here, person_id=here.admin.id) == []


def test_what_was_public_and_stays_so_is_told_whole(here):
    entry = make.update(here.ann, here.hull, "public")
    with origin.at(FROM):
        change_entry_audience(reading(here.ann), entry, "community")
    [seen] = _of_entries(here)
    assert (seen.act, seen.entry_id, seen.entry_kind, seen.place) == ("audience-changed", entry.id, "update", "Hull")
    assert (seen.details, seen.address) == ({"before": "public", "after": "community"}, FROM.address)
    assert _of_entries(here, place_id=here.hull.id) == _of_entries(here, act="audience-changed") == [seen]
    assert _of_entries(here, act=act_text.ON_AN_ENTRY) == []


def test_what_was_confided_before_it_was_opened_is_not_told_afterwards(here):
    entry = make.reflection(here.ann, here.hull, "community")
    for audience in ("facilitators", "me", "community"):
        change_entry_audience(reading(here.ann), entry, audience)
    seen = _of_entries(here)
    assert [one.act for one in seen] == [act_text.ON_AN_ENTRY] * 3
    assert {one.entry_id for one in seen} == {None}
    change_entry_audience(reading(here.ann), entry, "public")
    assert [one.act for one in _of_entries(here)] == ["audience-changed", *[act_text.ON_AN_ENTRY] * 3]


def test_ones_own_are_told_whole(here):
    make.belongs(here.admin, here.hull)
    mine = make.reflection(here.admin, here.hull, "facilitators")
    withdraw_entry(reading(here.admin), mine)
    [seen] = _of_entries(here)
    assert (seen.act, seen.entry_id) == ("entry-withdrawn", mine.id)


@pytest.fixture
def confided(here):
    """Ann confides something, somebody comes to facilitate, and Ann opens it to them."""
    with clock.at(now() - timedelta(days=3)):
        facilitator = make.person("Owen")
        content = Content.written("Between us", {"body": "What I make of it."})
        key = signed_forms.new_key()
        entry = reflections.write_reflection(
            reading(here.ann), here.hull, key, content, cycle="free", audience="facilitators", submit=True
        )
    term = make.belongs(facilitator, here.hull, "facilitator")
    here.before = [(act.at, act.act) for act in _seen(here)]
    say(reading(here.ann), {(entry.id, term.id): True})
    here.entry, here.facilitator = entry, facilitator
    return here


def test_that_somebody_opened_an_exchange_does_not_exist_for_whoever_may_not_read_it(confided):
    assert [(act.at, act.act) for act in _seen(confided)] == confided.before
    assert session().scalars(select(AuditRecord).where(AuditRecord.act == "exchange-opened")).one()
    # The text may be opened to everybody: the exchange stays between them.
    change_entry_audience(reading(confided.ann), confided.entry, "public")
    for narrowed in (Choice(), Choice(act="exchange-opened"), Choice(person_id=confided.ann.id)):
        assert "exchange-opened" not in {act.act for act in _seen(confided, narrowed)}


def test_a_facilitator_who_looks_after_the_installation_reads_what_their_authors_opened_to_them(confided):
    grant_role(OPERATOR, confided.facilitator, "administrator")
    [seen] = [act for act in _seen(confided, who=confided.facilitator) if act.act == "exchange-opened"]
    assert (seen.entry_id, seen.place) == (confided.entry.id, "Hull")


@transactional
def _note(act, kind, number):
    audit.note(act, actor_id=None, subject_kind=kind, subject_id=number)


def test_an_act_on_something_that_nobody_listed_is_hidden(here):
    _note("signed-in", "a-kind-to-come", 1)
    assert "a-kind-to-come" not in str(_seen(here))
    assert len(_seen(here)) == len(list(session().scalars(select(AuditRecord)))) - 1


def test_others_have_no_record(here):
    for role in ("programme-team", "evaluator", None):
        with pytest.raises(Refused):
            record(reading(make.person(role=role)), Choice())


def test_page_by_page_each_once_newest_first(here):
    beginning = now() - timedelta(days=9)
    for number in range(7):
        with clock.at(beginning + timedelta(hours=number // 3)):  # several at one moment
            _note("signed-out", "session", number)
    for size in (1, 2, 3, 7, 50):
        found, after = [], None
        while True:
            page = record(reading(here.admin), Choice(act="signed-out"), after, size)
            found += [(act.at, act.id) for act in page.acts]
            after = page.next
            if after is None:
                break
        assert len(found) == 7
        assert found == sorted(found, reverse=True)
    for broken in ("", "x", "20260101-1", "-", "99999999T000000000000-1", "20260101T000000000000-x"):
        assert len(record(reading(here.admin), Choice(), broken).acts) == len(_seen(here))


def test_by_time(here):
    with clock.at(now() - timedelta(days=9)):
        _note("signed-out", "session", 1)
    lately = now() - timedelta(days=5)
    assert "signed-out" not in {act.act for act in _seen(here, Choice(since=lately))}
    assert {act.act for act in _seen(here, Choice(until=lately))} == {"signed-out", "membership-began"}


def test_a_page_is_one_query(here, count_queries):
    reader = reading(here.admin)
    for choice in (Choice(), Choice(person_id=here.ann.id), Choice(place_id=here.hull.id), Choice(act="signed-in")):
        with count_queries() as asked:
            record(reader, choice)
        assert len(asked) == 1, asked


def test_people_are_found_by_name_and_address(here):
    make.person("Ánna Smith")
    assert [one.name for one in queries.people_named("ann", "ann")] == ["Ann Archer", "Ánna Smith"]
    assert [one.name for one in queries.people_named("nobody", here.ann.email)] == ["Ann Archer"]
    assert queries.people_named("%", "%") == []
