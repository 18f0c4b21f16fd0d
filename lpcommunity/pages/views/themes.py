"""Themes that cut across places."""

from flask import render_template, request

from lpcommunity.access import access
from lpcommunity.entries.queries import page, with_theme
from lpcommunity.pages.presenters import present_all
from lpcommunity.pages.queries import themes as queries
from lpcommunity.pages.queries.places import Choice, places
from lpcommunity.pages.views import pages
from lpcommunity.partnerships.affiliations import affiliations_of
from lpcommunity.people.current_user import actor
from lpcommunity.web.urls import next_page_url


@pages.get("/themes")
@access("anyone")
def themes() -> str:
    """Every theme."""
    return render_template(
        "pages/themes.html",
        themes=queries.themes(actor()),
        may_follow=affiliations_of(actor()).in_community,
    )


@pages.get("/themes/<slug:slug>")
@access("anyone")
def theme(slug: str) -> str:
    """What a theme is, who works on it, and what carries it."""
    reader = actor()
    found = queries.theme(reader, slug)
    entries = page(reader, [with_theme(found.id)], request.args.get("after"))
    return render_template(
        "pages/theme.html",
        theme=found,
        places=present_all(reader, places(reader, Choice(theme=slug))[:20], briefly=True),
        cards=entries.cards,
        next=next_page_url("pages.theme", entries.next, "entries", slug=slug),
        may_follow=affiliations_of(reader).in_community,
        names=reader is not None,
    )
