"""Following a partnership, a theme or a person from wherever it is shown, and the list of whom one follows."""

from typing import Any

from flask import Blueprint, Response, flash, render_template, request

from lpcommunity.access import access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.entries.models import EntryLike
from lpcommunity.following import commands, queries
from lpcommunity.following import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.following.follow_list import follows_of
from lpcommunity.following.visits import has_just_looked
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me, whom
from lpcommunity.programmes.queries import theme_with_slug
from lpcommunity.web import came_from, see_other
from lpcommunity.web.urls import next_page_url

pages = Blueprint("following", __name__, template_folder="templates")

LIST = "/following"


@pages.get("/following")
@access("signed-in")
def index() -> str:
    """Whom I follow, with a button beside each to stop."""
    found = follows_of(me(), request.args.get("after"))
    return render_template(
        "following/index.html", things=found.things, next=next_page_url("following.index", found.next)
    )


@pages.post("/partnerships/<slug:slug>/follow")
@access("signed-in")
def follow_partnership(slug: str) -> Response:
    """Follow a place."""
    commands.follow(me(), partnership=with_slug(slug))
    return _back(f"/partnerships/{slug}", "partnership", slug)


@pages.post("/partnerships/<slug:slug>/follow-withdrawal")
@access("signed-in")
def unfollow_partnership(slug: str) -> Response:
    """Follow a place no longer."""
    place = with_slug(slug)
    commands.unfollow(me(), partnership=place)
    return _back(f"/partnerships/{slug}", "partnership", slug, stopped=place.name)


@pages.post("/partnerships/<slug:slug>/visit")
@access("signed-in")
def visit(slug: str) -> Response:
    """I look at this place: said by the script of its page, and by the button "I have seen this" (`seen`). A GET would
    not do: mail scanners and browsers fetch pages that nobody reads.
    """
    place, seen = with_slug(slug), "seen" in request.form
    if seen or not has_just_looked(me(), place.id):
        commands.note_visit(me(), place, seen=seen)
    if not seen:
        return Response(status=204)
    flash("It is noted that you were here. Next time this page says what came since.")
    return see_other(came_from(f"/partnerships/{slug}"))


@pages.post("/themes/<slug:slug>/follow")
@access("signed-in")
def follow_theme(slug: str) -> Response:
    """Follow a theme."""
    commands.follow(me(), theme=theme_with_slug(slug))
    return _back(f"/themes/{slug}", "theme", slug)


@pages.post("/themes/<slug:slug>/follow-withdrawal")
@access("signed-in")
def unfollow_theme(slug: str) -> Response:
    """Follow a theme no longer."""
    theme = theme_with_slug(slug)
    commands.unfollow(me(), theme=theme)
    return _back(f"/themes/{slug}", "theme", slug, stopped=theme.name)


@pages.post("/people/<id:person_id>/follow")
@access("signed-in")
def follow_person(person_id: int) -> Response:
    """Follow somebody."""
    commands.follow(me(), person=queries.person_to_follow(person_id))
    return _back(f"/people/{person_id}", "person", person_id)


@pages.post("/people/<id:person_id>/follow-withdrawal")
@access("signed-in")
def unfollow_person(person_id: int) -> Response:
    """Follow somebody no longer. It looks the same for a person one does not follow, or who does not exist."""
    person = queries.followed_person(me(), person_id)
    if person is not None:
        commands.unfollow(me(), person=person)
    return _back(LIST, "person", person_id, stopped=person.name if person is not None else None)


@page_slots.fill(page_slots.ASIDE, "following/around.html", order=70)
def around_entry(actor: Reader | Visitor, entry: EntryLike) -> dict[str, Any] | None:
    """Beside an entry: follow its place and its author."""
    things = queries.around(actor, entry, whom(entry.author_id)) if isinstance(actor, Reader) else []
    return {"things": things} if things else None


def _back(otherwise: str, kind: str, key: str | int, stopped: str | None = None) -> Response:
    """To the button that was pressed, where its new word says what happened. The list of those followed has none any
    more for whom one stopped to follow: there a sentence says it.
    """
    page = came_from(otherwise)
    if page.partition("?")[0] == LIST:
        if stopped is not None:
            flash(f"You no longer follow {stopped}.")
        return see_other(page)
    return see_other(came_from(otherwise, f"follow-{kind}-{key}"))
