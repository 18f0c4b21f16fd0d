"""Posting an update: the form, its errors, its edges."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid, Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import sessions
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import clock, db, now, session, transactional
from lpcommunity.updates import commands
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.factories import reading
from tests.harness.writing_form import Form, main_of

BODY = "Eleven batteries now sit in eleven cupboards. The peak went down."


def _post(world, idempotency_key="t-1", **more):
    said = {"audience": "community", "standing": "on-track", **more}
    return commands.post_update(
        reading(world.amina), world.hull, idempotency_key, Content.written("", {"body": BODY}), **said
    )


def _new(world, who=None):
    return Form(world.at(who or world.amina), f"/partnerships/{world.hull.slug}/updates/new")


def _updates():
    return list(session().scalars(select(Update).order_by(Update.id)))


def test_it_is_on_record_and_told(world):
    update = _post(world)
    assert (update.title, update.version, update.state) == (
        "Eleven batteries now sit in eleven cupboards",
        1,
        "published",
    )
    names = list(session().scalars(select(OutboxEvent.name)))
    assert "UpdatePosted" in names


def test_the_same_key_posts_once(world):
    assert _post(world).id == _post(world).id
    assert len(_updates()) == 1


def test_nobody_from_outside_posts(world):
    for who in (world.sam, world.owen):
        with pytest.raises(Refused):
            commands.post_update(
                reading(who),
                world.hull,
                "x",
                Content.written("", {"body": BODY}),
                audience="community",
                standing="on-track",
            )


def test_a_form_of_somebody_else_is_refused(world):
    _post(world)
    with pytest.raises(Refused):
        commands.post_update(
            reading(world.grace),
            world.hull,
            "t-1",
            Content.written("", {"body": BODY}),
            audience="community",
            standing="on-track",
        )


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("audience", {"audience": "everybody"}),
        ("standing", {"standing": "green"}),
        ("milestone", {"milestone_id": 999}),
    ],
)
def test_what_was_not_offered_is_invalid(world, field, more):
    with pytest.raises(Invalid) as refusal:
        _post(world, **more)
    assert refusal.value.field == field


def test_from_the_form_to_the_page(world):
    form = _new(world)
    posted = form.send(
        body=BODY, standing="needs-attention", reason="The landlord waits", audience="community", help="Who knows?"
    )
    assert posted.status_code == 303
    page = form.visitor.text(posted.headers["Location"])
    for words in (
        "Eleven batteries",
        "Needs attention",
        "The landlord waits",
        "Who knows?",
        "Amina Rahman",
        "The community can read this",
    ):
        assert words in page
    update = _updates()[0]
    assert f'data-entry-id="{update.id}"' in page
    assert page.count("<h1") == 1


def test_the_form_says_who_will_read_it(world):
    page = _new(world).page
    assert "Owen Pritchard" in page
    assert "The two people of Hull" in page
    assert "search engines" in page
    assert "When you post this," in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"body": ""}, "Write at least a sentence before you post it"),
        ({"body": "x" * 20_001}, "Your text is 20,001 characters long; it can be at most 20,000"),
        ({"title": "x" * 214}, "The title is 214 characters long; it can be at most 200"),
        ({"standing": ""}, "Say how the project stands"),
        ({"standing": "green"}, "Say how the project stands"),
        ({"audience": "everybody"}, "Choose who it is for"),
        ({"milestone": "99"}, "Choose one of the milestones in the list"),
    ],
)
def test_errors_stand_beside_the_field_and_nothing_typed_is_lost(world, typed, says):
    form = _new(world)
    answer = form.send(**{"body": BODY, "standing": "on-track", "audience": "community", "help": "Who knows?", **typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count(says) == 2
    assert "govuk-error-summary" in page
    assert "Who knows?" in page
    assert typed.get("body", BODY)[:30] in page
    assert not _updates()


def test_a_stale_form_token_keeps_everything(world):
    form = _new(world)
    answer = form.send(body=BODY, standing="off-track", audience="partnership", csrf_token="old")
    page = main_of(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "Nothing is lost" in page
    assert BODY in page
    assert not _updates()


def test_two_clicks_make_one_update(world):
    form = _new(world)
    typed = {"body": BODY, "standing": "on-track", "audience": "community"}
    places = {form.send(**typed).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert len(_updates()) == 1


def test_a_reason_that_is_no_longer_asked_for_makes_no_difference_to_the_second_click(world):
    """Typed for “Needs attention”, left there, and “On track” chosen in the end: it is not sent, either time."""
    form = _new(world)
    typed = {"body": BODY, "standing": "on-track", "reason": "Nobody came", "audience": "community"}
    answers = [form.send(**typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(_updates()) == 1
    assert form.send(**{**typed, "standing": "off-track"}).status_code == 409, "now it is sent, and says more"


def test_many_clicks_at_the_same_moment_make_one_update(world):
    form = _new(world)
    typed = {**form.fields, "body": BODY, "standing": "on-track", "audience": "community"}
    cookies = form.visitor.client.get_cookie("lpcommunity")
    places, start = [], threading.Barrier(6)

    def click():
        client = world.app.test_client()
        client.set_cookie("lpcommunity", cookies.value)
        start.wait()
        places.append(client.post(form.path, data=typed).headers.get("Location"))

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(places)) == 1, places
    db.session.rollback()
    assert len(_updates()) == 1
    assert session().scalar(select(func.count()).select_from(Revision)) == 1


def test_the_same_form_with_other_words_loses_neither(world):
    form = _new(world)
    typed = {"standing": "on-track", "audience": "community"}
    form.send(body=BODY, **typed)
    answer = form.send(body="Quite another story, from a second tab.", **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Eleven" in page
    assert "Quite another story" in page
    update = _updates()[0]
    assert f'action="/updates/{update.id}/edit"' in page


def test_only_members_see_the_form(world):
    path = f"/partnerships/{world.hull.slug}/updates/new"
    for who in (world.sam, world.owen):
        assert world.at(who).get(path).status_code == 404
    assert world.at(world.amina).get("/partnerships/nowhere/updates/new").status_code == 404
    signed_out = world.at().get(path)
    assert signed_out.status_code == 303
    assert "/sign-in?next=" in signed_out.headers["Location"]


def test_a_form_without_a_signature_still_posts(world):
    visitor = world.at(world.amina)
    answer = visitor.post(
        f"/partnerships/{world.hull.slug}/updates/new",
        {"title": "T", "body": BODY, "audience": "community", "standing": "on-track"},
        on=f"/partnerships/{world.hull.slug}/updates/new",
    )
    assert answer.status_code == 303
    assert len(_updates()) == 1


def test_a_session_that_ends_while_writing_loses_nothing(world):
    form = _new(world)
    _end_sessions(world.amina)
    answer = form.send(body=BODY, standing="off-track", reason="No time", audience="partnership", title="Batteries")
    assert answer.status_code == 303
    place = answer.headers["Location"]
    assert place.startswith("/sign-in?next=")
    draft = session().scalars(select(Draft)).one()
    assert draft.person_id == world.amina.id
    again = Form(world.at(world.amina), f"{form.path}?draft={draft.idempotency_key}")
    assert again.fields["body"] == BODY
    assert again.fields["title"] == "Batteries"
    assert again.fields["reason"] == "No time"
    assert 'value="off-track" checked' in again.page
    assert "Only you can see it" in again.page
    assert "%2Fupdates%2Fnew%3Fdraft%3D" in place
    assert again.send(standing="off-track", audience="partnership").status_code == 303
    assert _updates()[0].audience == "partnership"


@transactional
def _end_sessions(person):
    sessions.end_all(person.id, "a test")


def test_hostile_markdown_is_quick_and_harmless(world):
    form = _new(world)
    for body in (
        "a" + "[" * 19_999,
        "`" * 19_999 + "a",
        "*a" * 10_000,
        "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    ):
        answer = Form(form.visitor, form.path).send(body=body, standing="on-track", audience="community")
        assert answer.status_code == 303
    page = form.visitor.text(answer.headers["Location"])
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("me", "amina"),
        ("facilitators", "amina owen"),
        ("partnership", "amina grace owen"),
        ("community", "amina grace owen sam"),
        ("public", "amina grace owen sam nobody"),
    ],
)
def test_the_page_is_for_its_audience(world, audience, readers):
    update = _post(world, audience=audience)
    for name in ("amina", "grace", "owen", "sam", "nobody"):
        answer = world.at(getattr(world, name, None)).get(f"/updates/{update.id}")
        expected = 200 if name in readers.split() else 303 if name == "nobody" else 404
        assert answer.status_code == expected, name


def test_a_visitor_sees_nothing_that_is_for_members(world):
    update = _post(world, audience="public")
    page = main_of(world.at().text(f"/updates/{update.id}"))
    assert BODY.split(".", maxsplit=1)[0] in page
    for words in ("<form", "Change it", "Withdraw", "Follow"):
        assert words not in page


def test_a_page_costs_the_same_whatever_it_holds(world, count_queries):
    themes = [add_theme(OPERATOR, slug=f"t-{n}", name=f"Theme {n}") for n in range(4)]
    update = _post(world, theme_ids=[theme.id for theme in themes], help_wanted="?")
    commands.edit_update(reading(world.amina), update, Content.written("", {"body": "Other"}), 1, standing="on-track")
    path = f"/updates/{update.id}"
    for who in (world.amina, world.sam):
        visitor = world.at(who)
        visitor.get(path)
        with count_queries() as asked:
            visitor.get(path)
        assert len(asked) <= 21, asked


def test_an_id_beyond_every_column_is_not_found(world):
    visitor = world.at(world.amina)
    for path in ("/updates/99999999999999999999", "/updates/0", "/updates/4294967297", "/updates/x"):
        assert visitor.get(path).status_code == 404


def test_history_keeps_its_days(world):
    with clock.at(now() - timedelta(days=40)):
        place, long_ago = make.place("Old"), make.person("Old hand")
        make.belongs(long_ago, place)
        update = commands.post_update(
            reading(long_ago),
            place,
            "old",
            Content.written("", {"body": BODY}),
            audience="community",
            standing="on-track",
        )
    assert update.published_at
    assert (now() - update.published_at).days == 40
    assert session().scalar(select(func.count()).select_from(Entry)) == 1


def test_a_long_title_is_shown_whole(world):
    title = "w" * 90 + " " + "x" * 109
    form = _new(world)
    posted = form.send(body=BODY, standing="on-track", audience="community", title=title)
    assert title in form.visitor.text(posted.headers["Location"])
    assert make.person("x").id
