"""What an author reads of who could read it; and that nobody else does."""

import re
from datetime import timedelta
from html import unescape

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.kinds import kind_of
from lpcommunity.openings.commands import say
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.readers.views import history_of
from lpcommunity.reflections.commands import change_audience, submit, take_back
from lpcommunity.storage import clock, now, session, today
from lpcommunity.web.humanize import clock_time, short_day
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.readers.conftest import close_account, days_ago, post, reflect

LINE = re.compile(
    r'<p class="lp-readers__who">(.*?)</p>\s*<p class="lp-readers__when">(.*?)</p>'
    r'(?:\s*<p class="lp-readers__what">(.*?)</p>)?'
)


def page_of(w, entry, who=None, tail="readers"):
    """The author's page."""
    return unescape(Visitor(w.app, who or w.amina).text(f"/{entry.kind}s/{entry.id}/{tail}"))


def lists(page: str) -> tuple[str, dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """The title of the first list, and both lists: who → when, why."""
    first, _, second = page.partition('id="once"')
    return (
        re.search(r'<h2 id="now">(.*?)</h2>', page)[1],
        {who: (when, what) for who, when, what in LINE.findall(first)},
        {who: (when, what) for who, when, what in LINE.findall(second)},
    )


def test_what_is_confided_is_read_by_its_facilitator_and_the_exchange_with_it(w):
    moment = now() - timedelta(days=9)
    with clock.at(moment):
        entry = reflect(w)
    title, present, once = lists(page_of(w, entry))
    assert title == "Now, one person"
    assert present == {
        "Dr Owen Pritchard, your facilitator": (
            f"since {short_day(moment)}, {clock_time(moment)}",
            "It was for your facilitators from the beginning. Owen also reads the exchange between you.",
        )
    }
    assert once == {}


def test_each_group_stands_there_since_it_was_opened_to_them_and_who_came_later_since_they_came(w):
    with days_ago(100):
        entry = reflect(w)
    with days_ago(50):
        change_audience(reading(w.amina), entry, "community")
    with days_ago(20):
        make.belongs(w.nobody, w.bedford)
    title, present, once = lists(page_of(w, entry))
    assert title == "Now, nine people"
    assert list(present) == [
        "Dr Owen Pritchard, your facilitator",
        "Callum Frith and Helen Marchetti",
        "Norman Nemo",
        "Everyone else with an account, five people",
    ]
    assert present["Callum Frith and Helen Marchetti"][1] == (
        "You opened it to the community. Helen, as a lead, reads no more than the others."
    )
    assert present["Norman Nemo"][1] == "Norman joined Bedford then."
    assert list(once) == ["You and your facilitators"]
    assert once["You and your facilitators"][1] == "Until you opened it to the community."


def test_who_came_to_facilitate_later_reads_what_was_widened_but_not_the_exchange(w):
    with days_ago(100):
        entry, other = reflect(w), reflect(w)
    with days_ago(80):
        term = make.belongs(w.nobody, w.bedford, "facilitator")
    _, present, _ = lists(page_of(w, entry))
    assert list(present) == ["Dr Owen Pritchard, your facilitator"]
    with days_ago(40):
        change_audience(reading(w.amina), entry, "partnership")
        say(reading(w.amina), {(other.id, term.id): True})
    _, present, _ = lists(page_of(w, entry))
    _, why = present["Norman Nemo, your facilitator"]
    assert why == "You opened it to your partnership. Norman does not read the exchange, which began before."
    _, present, _ = lists(page_of(w, other))
    assert present["Norman Nemo, your facilitator"][1] == (
        "It was opened to Norman then. Norman also reads the exchange between you."
    )


def times_of(w, entry, person) -> list[tuple[int, int]]:
    """From how many days ago to how many somebody could read it; 0 where they still can."""
    found = history_of(reading(w.amina), kind_of(entry.kind).read(reading(w.amina), entry.id))
    [reads] = [one.reads for one in found.people if one.id == person.id]
    return [((now() - one.since).days, 0 if one.goes_on else (now() - one.until).days) for one in reads]


def test_what_was_narrowed_to_facilitators_is_confided_since_its_exchange_began(w):
    with days_ago(100):
        entry = reflect(w, "partnership", submit=False)
    with days_ago(90):
        make.belongs(w.tom, w.bedford, "facilitator")
    with days_ago(80):
        submit(reading(w.amina), entry)
    with days_ago(70):
        make.belongs(w.nobody, w.bedford, "facilitator")
    with days_ago(60):
        change_audience(reading(w.amina), entry, "facilitators")
    with days_ago(40):
        change_audience(reading(w.amina), entry, "partnership")
    assert times_of(w, entry, w.tom) == [(90, 0)]
    assert times_of(w, entry, w.nobody) == [(70, 60), (40, 0)]


def test_who_left_the_place_and_belongs_elsewhere_goes_on_reading_what_is_for_the_community(w):
    with days_ago(100):
        entry = post(w.amina, w.bedford)
        moved, gone = make.belongs(w.tom, w.bedford), make.belongs(w.nobody, w.bedford)
        make.belongs(w.team, w.bedford)
    with days_ago(50):
        for membership in (moved, gone, session().query(Membership).filter_by(person_id=w.team.id).one()):
            end_membership(OPERATOR, membership)
    assert [times_of(w, entry, one) for one in (w.tom, w.team, w.nobody)] == [
        [(100, 0)],
        [(100, 50), (0, 0)],
        [(100, 50)],
    ]


def test_who_left_stands_there_by_name_only_where_its_author_may_still_see_them(w):
    with days_ago(100):
        entry = post(w.amina, w.bedford, "partnership")
        moved, gone = make.belongs(w.tom, w.bedford), make.belongs(w.nobody, w.bedford)
    with days_ago(30):
        end_membership(OPERATOR, moved)
        end_membership(OPERATOR, gone)
    page = page_of(w, entry)
    _, present, once = lists(page)
    assert set(once) == {"Tom Beddoes", "One person"}
    assert once["Tom Beddoes"][1] == "Tom belonged to Bedford until then."
    assert "Norman" not in page
    assert "Tom" not in " ".join(present)


def test_a_closed_account_counts_until_it_was_closed(w):
    with days_ago(100):
        entry = post(w.amina, w.bedford)
    with days_ago(10):
        close_account(w.callum)
    page = page_of(w, entry)
    title, _, once = lists(page)
    assert title == "Now, seven people"
    assert "Callum" not in page
    assert once["One person"][0].endswith(f" to {short_day(now() - timedelta(days=10))}")


def test_a_term_with_a_last_day_ends_with_that_day_in_london(w):
    with days_ago(100):
        entry = reflect(w)
    with days_ago(99):
        make.belongs(w.tom, w.bedford, "facilitator", until=(now() + timedelta(days=9)).date())
        after = reflect(w)
    _, present, once = lists(page_of(w, after))
    assert ("Tom Beddoes" in once, len(present)) == (True, 1)
    assert once["Tom Beddoes"][1] == "Tom facilitated Bedford until then. Tom could read the exchange, too."
    assert "Tom" not in page_of(w, entry)


def test_what_is_to_come_is_nobodys_yet_and_a_last_day_to_come_takes_nothing_from_today(w):
    last, first = today() + timedelta(days=9), today() + timedelta(days=5)
    make.belongs(w.tom, w.bedford, "facilitator", until=last)
    make.belongs(w.grace, w.bedford, "facilitator", since=first)
    entry = reflect(w, "partnership")
    page = page_of(w, entry)
    title, present, once = lists(page)
    assert (title, once) == ("Now, four people", {})
    assert present["Tom Beddoes, your facilitator"][1].endswith(f"Tom facilitates until {short_day(last)}.")
    assert "Grace" not in page
    assert "Tom, to" not in page


def test_times_for_its_author_alone_stand_with_their_reasons(w):
    with days_ago(90):
        entry = reflect(w, "me", submit=False)
    with days_ago(80):
        submit(reading(w.amina), entry, "facilitators")
    with days_ago(70):
        take_back(reading(w.amina), entry)
    with days_ago(60):
        submit(reading(w.amina), entry)
    with days_ago(50):
        change_audience(reading(w.amina), entry, "partnership")
    with days_ago(30):
        withdraw_entry(reading(w.amina), entry)
    page = page_of(w, entry)
    assert "You withdrew it on" in page
    found = re.findall(r"lp-readers__who\">(.*?)</p>.*?lp-readers__what\">(.*?)</p>", page, re.S)
    assert found == [
        ("Bedford and its facilitators", "Until you withdrew it. What was read was read."),
        ("Dr Owen Pritchard", "Owen could read the exchange, too."),
        ("You and your facilitators", "Until you opened it to your partnership."),
        ("Only you", "You had taken it back."),
        ("You and your facilitators", "Until you took it back. What was read was read."),
        ("Only you", "Before you opened it to anybody."),
    ]
    assert "Change who it is for" not in page


def test_what_was_made_for_fewer_people_says_so(w):
    with days_ago(50):
        entry = post(w.amina, w.bedford, "public")
    for days, audience in ((40, "community"), (30, "me"), (20, "partnership")):
        with days_ago(days):
            change_entry_audience(reading(w.amina), entry, audience)
    _, _, once = lists(page_of(w, entry))
    assert {who: what for who, (_, what) in once.items()} == {
        "Only you": "You kept it for yourself.",
        "Dr Owen Pritchard": "Owen can read it again now.",
        "The community": "Until you kept it for yourself. What was read was read.",
        "Anyone at all": "Until you made it for fewer people. What was read was read.",
    }


def test_what_is_public_is_anybodys_and_the_community_stands_there_if_it_was_first(w):
    with days_ago(90):
        entry, first = post(w.amina, w.bedford, "public"), post(w.amina, w.bedford)
    with days_ago(20):
        change_entry_audience(reading(w.amina), first, "public")
    title, present, _ = lists(page_of(w, entry))
    assert (title, list(present)) == ("Now, anyone at all", ["Anyone at all, and search engines"])
    _, present, once = lists(page_of(w, first))
    assert "Everyone else with an account, five people" in present
    assert list(present)[-1] == "Anyone at all, and search engines"
    assert list(once) == ["The community"]


def test_an_author_who_left_reads_numbers_and_no_names(w):
    with days_ago(90):
        entry, confided = post(w.amina, w.bedford, "partnership"), reflect(w)
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.amina.id).one())
    numbers = ["One facilitator of Bedford", "Two people of Bedford"]
    for one, who in ((entry, numbers), (confided, numbers[:1])):
        page = page_of(w, one)
        assert list(lists(page)[1]) == who
        assert not re.search("Owen|Callum|Helen", page)


def test_of_many_there_is_a_number_and_the_facilitators_names(w):
    for number in range(21):
        make.belongs(make.person(f"Somebody {number}"), w.bedford)
    entry = post(w.amina, w.bedford, "partnership")
    title, present, _ = lists(page_of(w, entry))
    assert title == "Now, 24 people"
    assert list(present) == ["Dr Owen Pritchard, your facilitator", "23 people of Bedford"]


def test_a_place_too_large_to_be_read_is_counted(w, monkeypatch):
    monkeypatch.setattr("lpcommunity.readers.queries.MOST_TERMS", 2)
    entry, wider = post(w.amina, w.bedford, "partnership"), post(w.amina, w.bedford)
    title, present, _ = lists(page_of(w, entry))
    assert title == "Now, three people"
    assert list(present) == ["Dr Owen Pritchard, your facilitator", "Two people of Bedford"]
    page = page_of(w, wider)
    assert lists(page)[0] == "Now, eight people"
    assert "Bedford has many people." in page


def test_it_says_which_versions_stay_with_whom(w):
    entry = reflect(w)
    assert "stay" not in page_of(w, entry).partition('id="once"')[0]
    change_audience(reading(w.amina), entry, "partnership")
    change_audience(reading(w.amina), entry, "community")
    page = page_of(w, entry)
    assert (
        "Version 1 stays with you and those who facilitated then; version 2 stays with the people of your partnership."
    ) in page
    change_audience(reading(w.amina), entry, "facilitators")
    assert "Whoever can read it can read its earlier versions, too." in page_of(w, entry)
    say(reading(w.amina), {(entry.id, make.belongs(w.tom, w.bedford, "facilitator").id): True})
    page = page_of(w, entry)
    assert "whoever came to facilitate later reads those that belong to the exchange" in page
    for one in session().query(Membership).filter_by(partnership_id=w.bedford.id, role="facilitator", ended_at=None):
        end_membership(OPERATOR, one)
    page = page_of(w, entry)
    assert "Now, only you" in page
    assert "earlier versions" not in page


def test_what_nobody_else_ever_read_says_so(w):
    title, present, once = lists(page_of(w, entry := post(w.amina, w.bedford, "me")))
    assert (title, present, once) == ("Now, only you", {}, {})
    assert "Nobody but you ever could." in page_of(w, entry)
    make.belongs(w.nobody, w.bedford)
    nobody_facilitates = post(w.grace, w.hull, "facilitators")
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.ruth.id).one())
    page = page_of(w, nobody_facilitates, w.grace)
    assert "It is for the facilitators of Hull. Hull has no facilitator just now." in page
    assert list(lists(page)[2]) == ["One person"]


def test_it_says_that_nobody_keeps_who_read_it(w):
    assert "Who opened it. Nobody keeps that." in page_of(w, reflect(w))


@pytest.mark.parametrize("who", ["callum", "helen", "owen", "grace", "team", "evaluator", "nobody"])
def test_nobody_else_finds_the_pages(w, who):
    entry = post(w.amina, w.bedford)
    visitor = Visitor(w.app, getattr(w, who))
    for tail in ("readers", "as/visitor", "as/member-here"):
        found, absent = visitor.get(f"/updates/{entry.id}/{tail}"), visitor.get(f"/updates/999999/{tail}")
        assert found.status_code == absent.status_code == 404
        assert "Who can read this" not in visitor.text(f"/updates/{entry.id}") if who != "nobody" else True
    anybody = Visitor(w.app)
    assert anybody.get(f"/updates/{entry.id}/readers").status_code == 303


def test_the_page_is_linked_where_its_author_looks(w):
    entry, update = reflect(w), post(w.amina, w.bedford)
    withdrawn = post(w.amina, w.bedford)
    withdraw_entry(reading(w.amina), withdrawn)
    amina = Visitor(w.app, w.amina)
    for path in (f"/reflections/{entry.id}", f"/updates/{update.id}", f"/updates/{withdrawn.id}"):
        assert f'href="{path}/readers"' in amina.text(path)
    assert f'href="/updates/{update.id}/readers"' in amina.text(f"/updates/{update.id}/audience")
    assert f'href="/reflections/{entry.id}/readers"' in amina.text("/confided")


def test_another_kind_has_no_such_page_and_an_entry_of_another_kind_neither(w):
    update = post(w.amina, w.bedford)
    amina = Visitor(w.app, w.amina)
    for path in (f"/reflections/{update.id}/readers", f"/nothing/{update.id}/readers"):
        assert amina.get(path).status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(w, count_queries):
    entry = reflect(w)
    amina = Visitor(w.app, w.amina)
    change_audience(reading(w.amina), entry, "community")
    amina.text(f"/reflections/{entry.id}/readers?as=member-here")
    with count_queries() as few:
        amina.text(f"/reflections/{entry.id}/readers?as=member-here")
    for number in range(9):
        make.belongs(make.person(f"More {number}"), w.bedford, "facilitator" if number % 2 else "member")
        change_audience(reading(w.amina), entry, ("partnership", "community")[number % 2])
    with count_queries() as many:
        amina.text(f"/reflections/{entry.id}/readers?as=member-here")
    assert len(few) == len(many) <= 17, many
