"""What somebody keeps: a button on a card and below an entry, a note to oneself, and a page of all of it."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, render_template, request

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.bookmarks import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.bookmarks import commands, policy, queries
from lpcommunity.bookmarks import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.bookmarks import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.bookmarks.forms import KEEP, LATER, LET_GO, READ, BookmarkForm
from lpcommunity.bookmarks.queries import Kept
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.queries import readable_at
from lpcommunity.people.current_user import me
from lpcommunity.search import query_language
from lpcommunity.web import came_from, flash_at, is_to_be_asked, re_renders, render_form, see_other
from lpcommunity.web.confirmation import confirm_undoable
from lpcommunity.web.urls import next_page_url

pages = Blueprint("bookmarks", __name__, template_folder="templates")

KEPT = "kept"
LIST = "/bookmarks"


@pages.get("/bookmarks")
@access("signed-in")
def index() -> str:
    """What I keep, and what I mean to read later."""
    reader, after = me(), request.args.get("after")
    wanted = query_language.read(request.args.get("q", ""))
    to_read, kept = queries.how_many(reader)
    later = not wanted and _shows_later(request.args.get("show"), to_read)
    if wanted:
        found = queries.found_by(reader, wanted, after)
        following = next_page_url("bookmarks.index", found.next, "kept", q=wanted.text)
    else:
        found = queries.kept_by(reader, after, later=later)
        following = next_page_url("bookmarks.index", found.next, "kept", show=LATER if later else KEPT)
    return render_template(
        "bookmarks/index.html",
        lines=found.lines,
        next=following,
        wanted=wanted,
        later=later,
        to_read=to_read,
        kept=kept,
        names=reader.in_community,
    )


@pages.post("/<slug:plural>/<id:entry_id>/bookmark")
@access("signed-in")
@re_renders
def keep(plural: str, entry_id: int) -> Response:
    """Keep an entry, note something about it, mean to read it later; or let go of it."""
    entry, form = readable_at(me(), plural, entry_id), BookmarkForm()
    kept = queries.kept_of(me(), entry_id)
    if form.validate_on_submit():
        try:
            if form.becomes not in (READ, LET_GO):
                commands.keep(me(), entry, later=form.becomes == LATER, note=form.noted)
            elif kept is not None:
                if _is_to_be_asked(kept, form):
                    return _note_page(form, kept, entry.title, kind_of(entry.kind).path(entry.id), asked=True)
                _let_go(kept, form)
        except Invalid as error:
            form.take(error)
        else:
            return see_other(_button_of(kind_of(entry.kind).path(entry_id), entry_id))
    return _note_page(form, kept, entry.title, kind_of(entry.kind).path(entry.id))


@pages.route("/bookmarks/<id:bookmark_id>", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def note(bookmark_id: int) -> Response:
    """My note about something that I keep, whether I may still read that or not; and letting go of it."""
    kept = queries.one_kept(me(), bookmark_id)
    if kept is None:
        raise Missing
    form = BookmarkForm(data={"note": kept.note})
    title, path = (kept.entry.title, kept.entry.path) if kept.entry is not None else (None, None)
    if form.validate_on_submit():
        try:
            if form.becomes in (READ, LET_GO):
                if _is_to_be_asked(kept, form):
                    return _note_page(form, kept, title, path, asked=True)
                _let_go(kept, form, on_list=True)
            elif form.noted is not None:
                commands.change_note(me(), bookmark_id, form.noted)
                flash("Your note is kept.")
            else:
                commands.keep_for_good(me(), bookmark_id)
                flash("You keep it.")
        except Invalid as error:
            form.take(error)
        else:
            return see_other(_list_of(kept))
    return _note_page(form, kept, title, path)


@page_slots.fill(page_slots.BELOW, "bookmarks/line.html", order=22, is_act=True)
def below_entry(actor: Reader | Visitor, entry: EntryLike) -> dict[str, Any] | None:
    """Below an entry: the button, and what one noted. One query, for whoever is signed in."""
    if not isinstance(actor, Reader) or not policy.can_keep(actor, entry):
        return None
    return {"kept": queries.kept_of(actor, entry.id), "path": kind_of(entry.kind).path(entry.id)}


def _note_page(
    form: BookmarkForm, kept: Kept | None, title: str | None, path: str | None, *, asked: bool = False
) -> Response:
    """The page of a note. `asked`: whether it may go, saved or only typed, with what is let go of. Its
    main button has no name of its own (frontend/scripts/writing/sending.js): it keeps, whatever was pressed before.
    """
    form.state.data = KEEP
    if asked and kept is not None and form.noted is None:
        form.note.data = kept.note
    return render_form("bookmarks/note.html", form, kept=kept, title=title, path=path, asked=asked)


def _is_to_be_asked(kept: Kept, form: BookmarkForm) -> bool:
    return form.becomes == LET_GO and bool(kept.note or form.noted) and is_to_be_asked()


def _let_go(kept: Kept, form: BookmarkForm, *, on_list: bool = False) -> None:
    """Let go of it, or have read it. `on_list`: it goes with its button, which elsewhere stays and takes it back."""
    if form.becomes == LET_GO:
        commands.let_go(me(), kept.id)
        if kept.entry is None or kept.note:
            flash("You keep it no longer.")
        else:
            words, state = "You keep it no longer.", LATER if kept.later else KEEP
            confirm_undoable(words, f"{kept.entry.path}/bookmark", "state", state)
        return
    commands.have_read(me(), kept.id)
    if kept.note:
        flash("It is read. You keep it with your note.")
    elif on_list and kept.later and kept.entry is not None:
        confirm_undoable("It is read, and gone from this list.", f"{kept.entry.path}/bookmark", "state", LATER)


def _button_of(path: str, entry_id: int) -> str:
    """The page on which the button was, at the button: below the entry, or on its card in some list. What is put back
    among what one keeps stands there again, with its word.
    """
    page = came_from(path)
    kept = queries.kept_of(me(), entry_id) if urlsplit(page).path == LIST else None
    if kept is not None:
        place = f"{page}#kept-{kept.id}"
        flash_at("You mean to read it later." if kept.later else "You keep it.", place)
        return place
    return f"{page}#bookmark" if urlsplit(page).path == path else f"{page}#later-{entry_id}"


def _list_of(kept: Kept) -> str:
    """The list on which the button was; from a page of its own, which may be gone, to where it stood."""
    page = came_from("")
    if urlsplit(page).path == LIST:
        return page
    return f"{LIST}?show={LATER if kept.later else KEPT}"


def _shows_later(wanted: str | None, to_read: int) -> bool:
    return wanted == LATER or (wanted != KEPT and to_read > 0)
