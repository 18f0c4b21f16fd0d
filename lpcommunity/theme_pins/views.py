"""Pinning something on a theme, from its page; letting go of it, there and on the page of the theme."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, g, request

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import known
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.queries import readable
from lpcommunity.people.current_user import me
from lpcommunity.programmes.models import Theme
from lpcommunity.programmes.queries import theme_with_slug
from lpcommunity.theme_pins import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.theme_pins import commands, policy, queries
from lpcommunity.theme_pins import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.theme_pins import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.theme_pins.forms import UNPIN, ThemePinForm
from lpcommunity.theme_pins.models import MOST
from lpcommunity.theme_pins.queries import ThemeOfEntry
from lpcommunity.web import ask_once, came_from, flash_at, is_to_be_asked, re_renders, render_form, see_other

pages = Blueprint("theme_pins", __name__, template_folder="templates")


@pages.get("/themes/<slug:slug>/pins")
@access("signed-in")
def show(slug: str) -> Response:
    """What is pinned on a theme, for whoever steers it; and why something should be (`about`)."""
    theme = _steered(slug)
    form = ThemePinForm(formdata=None)
    form.about.data = request.args.get("about", "")
    entry = _entry(form) if form.about.data else None
    if entry is not None and slug not in {one.slug for one in queries.themes_to_steer(me(), entry)}:
        raise Missing
    return _page(theme, form, entry)


@pages.post("/themes/<slug:slug>/pins")
@access("signed-in")
@re_renders
def pin(slug: str) -> Response:
    """Pin something on a theme with a word why, or let go of it."""
    theme, form = _steered(slug), ThemePinForm()
    entry = _entry(form)
    if form.validate_on_submit():
        try:
            if form.state.data == UNPIN:
                why = next((one.why for one in queries.pinned_on(me(), theme.id) if one.entry_id == entry.id), "")
                if why and is_to_be_asked():
                    back = came_from(f"/themes/{slug}#pinned")
                    return ask_once("Unpin this?", why, "Unpin for good", back, "Leave it pinned")
                commands.unpin(me(), theme, entry)
                words = "It is pinned no longer."
            else:
                commands.pin(me(), theme, entry, form.why.data or "")
                words = "It is pinned. Whoever may read it finds it at the top of the theme, with your words."
        except Invalid as error:
            form.take(error)
        else:
            # Whoever made room for something goes on to say why that should stand there.
            then = form.then.data if form.state.data == UNPIN else ""
            place = f"/themes/{slug}/pins?about={quote(then, safe=':')}" if then else f"/themes/{slug}#pinned"
            flash_at(words, place)
            return see_other(place)
    return _page(theme, form, entry)


@page_slots.fill(page_slots.ASIDE, "theme_pins/beside-entry.html", order=3)
def beside_entry(actor: Reader | Visitor, entry: EntryLike) -> dict[str, Any] | None:
    """Beside an entry, where its themes stand: pin it on one of those that this reader steers."""
    themes = _themes_to_steer(actor, entry)
    return {"themes": themes, "key": f"{entry.kind}:{entry.id}"} if themes else None


@page_slots.fill(page_slots.HEAD, "theme_pins/in-head.html")
def in_head(actor: Reader | Visitor, entry: EntryLike) -> dict[str, Any] | None:
    """On a phone, where that stands last of all, the way to it."""
    return beside_entry(actor, entry)


def _themes_to_steer(actor: Reader | Visitor, entry: EntryLike) -> list[ThemeOfEntry]:
    """The themes of an entry that this reader steers: one query a page, though its head and its aside both ask."""
    if not isinstance(actor, Reader):
        return []
    known: dict[tuple[int, int], list[ThemeOfEntry]] = g.setdefault("themes_to_steer", {})
    if (actor.id, entry.id) not in known:
        known[actor.id, entry.id] = queries.themes_to_steer(actor, entry)
    return known[actor.id, entry.id]


def _steered(slug: str) -> Theme:
    """The theme at this address, for whoever steers it. Raises Missing."""
    theme = theme_with_slug(slug)
    if not policy.can_steer(me(), queries.works_on(me(), theme.id)):
        raise Missing
    return theme


def _entry(form: ThemePinForm) -> Any:
    """The entry that is meant (update:7), if this person may read it. Raises Missing."""
    key, _, number = (form.about.data or "").partition(":")
    kind = known(key)
    if kind is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Missing
    found = readable(me(), kind.model, int(number))
    if found is None:
        raise Missing
    return found


def _page(theme: Theme, form: ThemePinForm, entry: Any) -> Response:
    pinned = queries.pinned_on(me(), theme.id)
    if entry is not None and form.why.data is None:
        form.why.data = next((one.why for one in pinned if one.entry_id == entry.id), "")
    return render_form(
        "theme_pins/pins.html",
        form,
        theme=theme,
        entry=entry,
        kind=known(entry.kind) if entry is not None else None,
        pinned=pinned,
        most=MOST,
    )
