"""Themes that cut across places."""

from flask import render_template, request

from lpcommunity.access import access
from lpcommunity.pages.presenters import present_all
from lpcommunity.pages.queries import themes as queries
from lpcommunity.pages.queries.directory import Choice, directory
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor
from lpcommunity.web.urls import next_page_url


@pages.get("/themes")
@access("anyone")
def themes() -> str:
    """The themes, by name."""
    found = queries.themes(actor(), request.args.get("after"))
    return render_template(
        "pages/themes.html",
        themes=found.rows,
        next=next_page_url("pages.themes", found.next),
        may_follow=actor().in_community,
    )


@pages.get("/themes/<slug:slug>")
@access("anyone")
def theme(slug: str) -> str:
    """What a theme is, who works on it, and what carries it."""
    reader = actor()
    found = queries.theme(reader, slug)
    entries = queries.entries_with_theme(reader, found.id, request.args.get("after"))
    return render_template(
        "pages/theme.html",
        theme=found,
        places=present_all(reader, directory(reader, Choice(theme=slug)).places, briefly=True),
        cards=entries.cards,
        next=next_page_url("pages.theme", entries.next, "entries", slug=slug),
        may_follow=reader.in_community,
        names=reader.in_community,
    )
