"""A page that anybody may see is sent again only when something on it changed; a page of one's own always."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from lpcommunity.access.reader import OPERATOR
from lpcommunity.actions.commands.partners import PartnerContact
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.comments.commands import post_comment, withdraw_comment
from lpcommunity.comments.words import Words
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.partnerships.commands import change_partnership
from lpcommunity.people.commands import change_profile
from lpcommunity.people.models import Person
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import clock, db, now, session, today, transactional
from lpcommunity.storage.change_stamp import ON_PUBLIC_PAGES, PublicChange
from lpcommunity.thanks.commands import say_thanks, unsay_thanks
from lpcommunity.updates.commands import edit_update
from lpcommunity.web.conditional_requests import AROUND, KEPT_BYTES, KeptPage, kept_pages
from tests import factories as make
from tests.attachments.test_files import picture
from tests.factories import reading
from tests.harness.visitor import Visitor

ZSTD = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def author(hull):
    made = make.person("Author")
    make.belongs(made, hull)
    return made


def again(client, path):
    """Open a page, then ask whether it has changed: what is to be done in between."""
    first = client.get(path, headers=ZSTD)
    assert first.status_code == 200
    return lambda: client.get(path, headers=ZSTD | {"If-None-Match": first.headers["ETag"]}).status_code


PATHS = ["/", "/public", "/partnerships", "/partnerships/{hull}", "/themes", "/updates/{entry}", "/privacy"]


@pytest.mark.parametrize("path", PATHS)
def test_a_public_page_is_not_sent_twice(client, hull, author, path, count_queries):
    entry = make.update(author, hull, "public")
    unchanged = again(client, path.format(hull=hull.slug, entry=entry.id))
    with count_queries() as asked:
        assert unchanged() == 304
    assert len(asked) == 1, asked


def test_a_public_page_is_not_made_twice(client, hull, author, count_queries):
    make.update(author, hull, "public")
    first = client.get("/", headers=ZSTD)
    with count_queries() as asked:
        second = client.get("/", headers=ZSTD)
    assert len(asked) == 1, asked
    assert (second.status_code, second.data, second.headers["ETag"]) == (200, first.data, first.headers["ETag"])
    assert second.headers["Content-Encoding"] == first.headers["Content-Encoding"]
    assert second.headers["Cache-Control"] == "no-cache"
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert b"Hull" in plain.data
    assert client.head("/").data == b""


@pytest.mark.parametrize("path", PATHS)
def test_a_kept_page_is_sent_as_the_first_was(app, hull, author, path):
    path = path.format(hull=hull.slug, entry=make.update(author, hull, "public").id)
    first, second = (app.test_client().get(path, headers=ZSTD) for _ in range(2))
    of_each = {"X-Request-ID", "Date"}
    sent = [{name: value for name, value in one.headers if name not in of_each} for one in (first, second)]
    assert sent[0] == sent[1]
    assert first.data == second.data


# Of what is asked for a page that anybody may see, what is told to nobody, or changes with the day alone.
ASKED_ONLY = {
    "membership": "whether the reader facilitates the place: a visitor nowhere",
    "document_text": "whether a search can read a file: told to its author alone",
    "opening": "whether it was opened to a facilitator: a visitor is none",
    "public_change": "the stamp",
}


def test_whatever_is_read_for_a_public_page_says_that_it_stands_there(app, hull, author, count_queries):
    """Else visitors would go on seeing a page that was kept, whatever happens to its rows."""
    entry, theme = make.update(author, hull, "public"), add_theme(OPERATOR, name="Growth")
    more = [f"/reflections/{make.reflection(author, hull, 'public').id}", f"/themes/{theme.slug}"]
    tables = {table.name: table for table in db.metadata.sorted_tables}
    read = set()
    for path in (*PATHS, *more):
        kept_pages(app).clear()
        with count_queries() as asked:
            assert app.test_client().get(path.format(hull=hull.slug, entry=entry.id)).status_code == 200
        read |= {name for sql in asked for name in re.findall(r"(?:FROM|JOIN|,)\s+(\w+)", sql)} & set(tables)
    silent = {name for name in read if not tables[name].info.get(ON_PUBLIC_PAGES)}
    assert silent == set(ASKED_ONLY), silent
    assert {"entry", "partnership", "person", "theme"} <= read


def test_a_page_that_was_kept_is_not_given_once_something_is_no_longer_public(client, hull, author):
    entry = make.update(author, hull, "public")
    for path in (f"/partnerships/{hull.slug}", "/public", "/"):
        assert f"/updates/{entry.id}" in client.get(path).get_data(as_text=True)
    change_entry_audience(reading(author), entry, "community")
    for path in (f"/partnerships/{hull.slug}", "/public", "/"):
        assert f"/updates/{entry.id}" not in client.get(path).get_data(as_text=True)


def test_what_is_ones_own_is_not_kept(app, client, hull, author):
    Visitor(app, author).get("/partnerships")
    client.get("/sign-in")
    assert len(kept_pages(app)) == 0
    stranger = app.test_client()
    stranger.get("/partnerships")
    assert len(kept_pages(app)) == 1
    assert "Sign out" not in stranger.get("/partnerships").get_data(as_text=True)
    assert author.name in Visitor(app, author).text("/partnerships")


def test_whatever_changes_what_is_public_brings_the_page_anew(client, hull, author):
    entry, other, growth = make.update(author, hull, "public"), make.person("Other"), add_theme(OPERATOR, name="Early")
    make.belongs(other, hull)
    path = f"/partnerships/{hull.slug}"
    for change in (
        lambda: make.update(author, hull, "public"),
        lambda: change_partnership(
            OPERATOR, hull, name="Kingston upon Hull", summary="", organisations=[], latitude=None, longitude=None
        ),
        lambda: change_profile(reading(author), name="Other", job_title="", organisation_id=None, helps_with=""),
        lambda: add_theme(OPERATOR, name="Growth"),
        lambda: say_thanks(make.reading(other), entry),
        lambda: unsay_thanks(make.reading(other), entry),
        lambda: _edit(author, entry, theme_ids=[growth.id]),
        lambda: _edit(author, entry, files=True),
        lambda: change_entry_audience(reading(author), entry, "community"),
        lambda: change_entry_audience(reading(author), entry, "public"),
        lambda: withdraw_entry(reading(author), entry),
    ):
        unchanged = again(client, path)
        assert unchanged() == 304
        change()
        assert unchanged() == 200


def _edit(author, entry, theme_ids=(), *, files=False):
    key = str(uuid4())
    if files:
        add_attachment(reading(author), key, "p.png", picture())
    words = Content.written(entry.title, entry.fields)
    edit_update(
        reading(author), entry, words, entry.version, standing="on-track", theme_ids=theme_ids, idempotency_key=key
    )


def test_a_change_that_only_some_may_know_of_brings_nothing_anew(client, hull, author):
    make.update(author, hull, "public")
    entry = make.update(author, hull, "community")
    unchanged = again(client, f"/partnerships/{hull.slug}")
    _edit(author, entry, files=True)
    change_entry_audience(reading(author), entry, "partnership")
    withdraw_entry(reading(author), entry)
    assert unchanged() == 304


def test_what_was_said_below_a_public_entry_that_is_for_few_by_now_brings_nothing_anew(client, hull, author):
    make.update(author, hull, "public")
    entry = make.update(author, hull, "public")
    comment = post_comment(reading(author), entry, str(uuid4()), Words.written("Said to everybody."))
    change_entry_audience(reading(author), entry, "partnership")
    unchanged = again(client, f"/partnerships/{hull.slug}")
    withdraw_comment(reading(author), comment, entry)
    assert unchanged() == 304


@pytest.mark.parametrize(("audience", "status"), [("partnership", 304), ("public", 200)])
def test_somebody_who_is_given_an_action_changes_public_pages_if_it_is_public(client, hull, author, audience, status):
    unchanged = again(client, f"/partnerships/{hull.slug}")
    sue = PartnerContact("Sue Lavery", "sue@club.example")
    undertake(reading(author), hull, str(uuid4()), Undertaking("Ask", today(), partner=sue, audience=audience))
    assert unchanged() == status


def test_what_is_no_longer_public_is_gone_whatever_the_browser_has(client, hull, author):
    entry = make.update(author, hull, "public")
    unchanged = again(client, f"/updates/{entry.id}")
    change_entry_audience(reading(author), entry, "community")
    assert unchanged() == 303  # to sign-in, as for whatever is not there


def test_the_next_day_is_another_page(client, hull, author):
    make.update(author, hull, "public")
    unchanged = again(client, "/")
    with clock.at(now() + timedelta(days=1)):
        assert unchanged() == 200


def test_signed_in_a_page_is_always_ones_own(app, client, hull, author):
    unchanged = again(client, "/partnerships")
    assert unchanged() == 304
    visitor = Visitor(app, author)
    answer = visitor.get("/partnerships")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_with_a_form_token_is_nobody_elses(client):
    answer = client.get("/sign-in")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_savepoint_that_is_taken_back_takes_no_more_back_than_itself(client, hull, author):
    unchanged = again(client, f"/partnerships/{hull.slug}")

    @transactional
    def change() -> None:
        make.update(author, hull, "public")
        with pytest.raises(IntegrityError), session().begin_nested():
            session().execute(insert(Person).values(id=author.id, name="Twice", email="twice@demo.example"))

    change()
    assert unchanged() == 200


def test_an_entry_that_has_to_be_read_again_counts_as_what_it_is(client, hull, author):
    public, shared = (make.update(author, hull, audience) for audience in ("public", "community"))
    unchanged = again(client, f"/updates/{public.id}")

    @transactional
    def change(entry) -> None:
        session().expire(entry)
        entry.title = "Another"

    change(shared)
    assert unchanged() == 304
    change(public)
    assert unchanged() == 200


def test_of_a_person_only_what_the_public_sees_counts(client, hull, author):
    unchanged = again(client, f"/partnerships/{hull.slug}")

    @transactional
    def change(**columns: str) -> None:
        for name, value in columns.items():
            setattr(author, name, value)

    change(password_hash="another", helps_with="Walking", email="other@demo.example")
    assert unchanged() == 304
    change(name="Another")
    assert unchanged() == 200


def test_whether_there_is_such_a_page_is_asked_whatever_the_browser_has(client, hull):
    for path in ("/partnerships/nowhere", "/updates/999"):
        assert client.get(path, headers={"If-None-Match": "*"}).status_code != 304
    assert client.get(f"/partnerships/{hull.slug}", headers={"If-None-Match": "*"}).status_code == 200


def test_what_is_kept_has_an_end_and_is_never_about_the_service_itself(app, client, hull):
    for path in ("/healthz", "/readyz"):
        assert "ETag" not in client.get(path).headers
    client.get("/", headers={"Accept-Encoding": f"gzip, {'x' * 100}"})
    assert len(kept_pages(app)) == 0
    for n in range(5):
        client.get(f"/?{n}")
    most = KEPT_BYTES // AROUND
    for n in range(most):
        kept_pages(app).put(n, KeptPage(b"ok", ()))
    assert len(kept_pages(app)) < most


def test_a_change_that_is_taken_back_leaves_no_stamp(app, hull):
    before = session().query(PublicChange).count()
    with pytest.raises(RuntimeError):
        _fail_after_founding()
    assert session().query(PublicChange).count() == before


def _fail_after_founding():
    @transactional
    def both() -> None:
        make.place("Elsewhere")
        raise RuntimeError

    both()
