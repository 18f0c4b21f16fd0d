"""The page of the audit record: whom it is for, what it says, how it is narrowed, and the copy."""

import csv
import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.auditing import queries
from lpcommunity.entries.commands import withdraw_entry
from lpcommunity.people.commands import grant_role
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture
def here(app):
    hull = make.place("Hull")
    ann = make.person("=HYPERLINK(1)")
    admin = make.person("Adrian", role="administrator")
    make.belongs(ann, hull, "lead")
    return SimpleNamespace(hull=hull, ann=ann, admin=admin, at=lambda who: Visitor(app, who))


def _copied(visitor, **filters):
    answer = visitor.post("/audit/copy", filters)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.mark.parametrize("role", ["programme-team", "evaluator", "lead", None])
def test_others_find_no_page_and_no_way_to_it(here, role):
    visitor = here.at(here.ann if role == "lead" else make.person(role=role))
    assert visitor.get("/audit").status_code == 404
    assert visitor.post("/audit/copy").status_code == 404
    assert "/audit" not in visitor.get("/account").get_data(as_text=True)
    assert here.at(None).get("/audit").status_code == 303


def test_an_administrator_finds_it_from_their_account_and_reads_plain_words(here):
    visitor = here.at(here.admin)
    assert 'href="/audit"' in visitor.get("/account").get_data(as_text=True)
    page = re.sub(r"<[^>]+>", "", visitor.get("/audit").get_data(as_text=True))
    assert re.search(r"Whoever runs the server let =HYPERLINK\(1\) belong as “lead”, Hull", page)
    assert "Adrian signed in" in page


def test_it_is_narrowed_by_person_place_act_and_time(here):
    visitor = here.at(here.admin)
    grant_role(OPERATOR, here.ann, "evaluator")
    named = visitor.get("/audit?name=hyperlink").get_data(as_text=True)
    assert "gave =HYPERLINK(1) the role" in named
    assert "Adrian</a> signed in" not in named
    assert "the role “evaluator”" not in visitor.get(f"/audit?place={here.hull.id}").get_data(as_text=True)
    assert "belong as “lead”" not in visitor.get("/audit?act=role-granted").get_data(as_text=True)
    assert "belong as “lead”" in visitor.get("/audit?act=no-such-act").get_data(as_text=True)
    later = (now() + timedelta(days=2)).date()
    assert "Nothing like that was done" in visitor.get(f"/audit?since={later}").get_data(as_text=True)
    page = visitor.get("/audit?since=yesterday&until=9999-12-31").get_data(as_text=True)
    assert page.count("Enter a real date") == 2
    assert 'value="yesterday"' in page


def test_of_several_people_one_is_asked_which(here):
    visitor, (one, other) = here.at(here.admin), (make.person("Sam Reed"), make.person("Sam Reid"))
    page = visitor.get("/audit?name=sam").get_data(as_text=True)
    assert "Whom do you mean?" in page
    assert f"person={one.id}" in page
    assert other.email in page
    assert "Nobody has that name" in visitor.get("/audit?name=zebra").get_data(as_text=True)


def test_pages_lead_on_with_what_was_chosen(here, monkeypatch):
    monkeypatch.setattr(queries.record, "__defaults__", (None, 2))
    visitor = here.at(here.admin)
    for _ in range(4):
        here.at(here.ann).get("/home")
    url, rows = "/audit?act=signed-in", 0
    while url:
        page = visitor.get(url).get_data(as_text=True)
        rows += page.count("</a> signed in")
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = following[1].replace("&amp;", "&") if following else ""
        assert "act=signed-in" in url or not url
    assert rows == len(session().scalars(select(AuditRecord).where(AuditRecord.act == "signed-in")).all())


def test_a_copy_is_safe_to_open_and_stands_in_the_record(here):
    update = make.update(here.ann, here.hull, "partnership")
    withdraw_entry(reading(here.ann), update)
    rows = _copied(here.at(here.admin))
    assert rows[0] == ["time", "act", "who", "what", "partnership", "address", "request"]
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    [hidden] = [row for row in rows if row[1] == "act-on-an-entry"]
    assert hidden[4:] == ["", "", ""]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", hidden[0]), "to the second it would tell who confided, beside what waits"
    assert all("T" in row[0] for row in rows[1:] if row is not hidden)
    page = here.at(here.admin).get("/audit?act=act-on-an-entry").text
    [told] = re.findall(r'<p class="lp-rows__why">\s*(.*?)\s*</p>', page, re.S)
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}", told), told
    assert "entry-withdrawn" not in cells
    [row] = session().scalars(select(AuditRecord).where(AuditRecord.act == "audit-exported"))
    assert (row.actor_id, row.details) == (here.admin.id, {})


def test_a_copy_holds_what_was_chosen_and_has_an_end(here, monkeypatch):
    visitor = here.at(here.admin)
    grant_role(OPERATOR, here.ann, "evaluator")
    rows = _copied(visitor, act="role-granted", since=str((now() - timedelta(days=1)).date()))
    assert [row[1] for row in rows[1:]] == ["role-granted"]
    monkeypatch.setattr(queries, "MOST_IN_COPY", 1)
    assert len(_copied(visitor)) == 2
    with clock.at(now() + timedelta(days=1)):
        assert _copied(here.at(here.admin), person=str(here.ann.id))[1][2] == "Whoever runs the server"


def test_a_page_costs_the_same_however_much_there_is(here, count_queries):
    visitor = here.at(here.admin)
    visitor.get("/audit")
    with count_queries() as few:
        visitor.get("/audit")
    for number in range(30):
        make.belongs(make.person(f"P {number}"), here.hull)
    with count_queries() as many:
        visitor.get("/audit")
    assert len(many) == len(few) <= 5, many
