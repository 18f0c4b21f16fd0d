"""Themes that cut across places."""

from flask import render_template, request

from lpcommunity.access import access
from lpcommunity.entries.queries import page, with_theme
from lpcommunity.pages.addresses import more
from lpcommunity.pages.blueprint import pages
from lpcommunity.pages.queries import themes as queries
from lpcommunity.pages.queries.places import Choice, places
from lpcommunity.pages.shown import filled
from lpcommunity.partnerships.standing import standing_of
from lpcommunity.people.signed_in import actor


@pages.get("/themes")
@access("anyone")
def themes() -> str:
    """Every theme."""
    return render_template(
        "pages/themes.html",
        themes=queries.themes(actor()),
        may_follow=standing_of(actor()).in_community,
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
        places=filled(reader, places(reader, Choice(theme=slug))[:20], briefly=True),
        cards=entries.cards,
        next=more("pages.theme", entries.next, "entries", slug=slug),
        may_follow=standing_of(reader).in_community,
        names=reader is not None,
    )
