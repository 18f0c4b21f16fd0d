"""Feeds for programs, and the page that says what they are and gives somebody the address of their own."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, current_app, flash, make_response, render_template

from lpcommunity.access import Missing, access
from lpcommunity.access.reader import Reader
from lpcommunity.feeds import addresses, commands, policy, queries
from lpcommunity.feeds import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.feeds.queries import FeedEntry
from lpcommunity.following.follow_list import follows_of
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import actor, me
from lpcommunity.programmes.queries import theme_with_slug
from lpcommunity.web import see_other
from lpcommunity.web.request_budgets import RequestBudget

pages = Blueprint("feeds", __name__, template_folder="templates")

BUDGET = RequestBudget(60)  # of news programs on several machines; each asks every few minutes at most
MOST_FOLLOWED = 50  # whose feeds are named on the page
ROOMS = {"partnership": "partnerships", "theme": "themes"}
ATOM = "application/atom+xml; charset=utf-8"
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed changed last in which nothing ever stood
# What XML 1.0 cannot say, not even by number (its section 2.2).
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def or_none(feed: Callable[..., Response]) -> Callable[..., Response]:
    """Where there is no such feed, say so to the program that asks: it can do nothing with a page to sign in on."""

    @wraps(feed)
    def answer(**part: str) -> Response:
        try:
            return feed(**part)
        except Missing:
            return make_response("There is no feed here.\n", 404, {"Content-Type": "text/plain; charset=utf-8"})

    return answer


@pages.get("/feeds")
@access("anyone")
def index() -> str:
    """What a feed is, where the public ones are, and for the community the address of one's own."""
    reader = actor()
    own = isinstance(reader, Reader) and policy.can_have_feed(reader)
    token = addresses.token_of(me()) if own else None
    return render_template("feeds/index.html", own=own, token=token, near=_near(me()) if own else [])


def _near(reader: Reader) -> list[tuple[str, str]]:
    """The feeds of what is public at one's own places, and of places and themes that one follows: what they are called
    and their addresses.
    """
    mine = sorted(reader.names_of_places.values(), key=lambda one: one.name)
    found = {f"/feeds/partnerships/{one.slug}.atom": one.name for one in mine}
    for one in follows_of(reader, size=MOST_FOLLOWED).things:
        if one.kind in ROOMS:
            found.setdefault(f"/feeds/{ROOMS[one.kind]}/{one.key}.atom", one.name)
    return [(name, path) for path, name in found.items()]


@pages.post("/feeds/personal")
@access("signed-in")
def make() -> Response:
    """Make an address for a feed of one's own, in place of the one before."""
    had = addresses.token_of(me()) is not None
    commands.make_address(me())
    flash(
        "Your feed has a new address. The one before works no more."
        if had
        else "Your feed has an address. Copy it into your news reader."
    )
    return see_other("/feeds")


@pages.post("/feeds/personal/ending")
@access("signed-in")
def end() -> Response:
    """End the address of one's own feed."""
    commands.end_address(me())
    flash("Your feed is ended. Its address works no more.")
    return see_other("/feeds")


@pages.get("/feeds/public.atom")
@access("anyone")
def public() -> Response:
    """Everything that anybody may read."""
    return _feed("lpcommunity: everything public", "/public", "/feeds/public.atom", queries.public_entries())


@pages.get("/feeds/partnerships/<slug:slug>.atom")
@access("anyone")
@or_none
def partnership(slug: str) -> Response:
    """What a place tells everybody."""
    place = with_slug(slug)
    found = queries.public_entries_of_place(place.id)
    return _feed(f"{place.name} on lpcommunity", f"/partnerships/{slug}", f"/feeds/partnerships/{slug}.atom", found)


@pages.get("/feeds/themes/<slug:slug>.atom")
@access("anyone")
@or_none
def theme(slug: str) -> Response:
    """What everybody may read on a theme."""
    found = theme_with_slug(slug)
    entries = queries.public_entries_of_theme(found.id)
    return _feed(f"{found.name} on lpcommunity", f"/themes/{slug}", f"/feeds/themes/{slug}.atom", entries)


@pages.get("/feeds/personal/<token:token>.atom")
@access("token")
@or_none
def personal(token: str) -> Response:
    """What the community may read, for the owner of this address. The feed itself never names it."""
    reader = addresses.reader_with(token)
    if refusal := BUDGET.refusal(reader.id):
        return refusal
    answer = _feed("lpcommunity: what is new", "/home", "", queries.entries_for_community(reader), for_whom=reader.id)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _feed(title: str, page: str, itself: str, entries: Sequence[FeedEntry], for_whom: int | None = None) -> Response:
    """A feed. `page`: where a person reads the same; `itself`: its own address, unless that is a secret."""
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    text = render_template(
        "feeds/feed.xml",
        title=title,
        site=site,
        page=page,
        itself=itself,
        entries=entries,
        feed_id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site}/feeds/{for_whom}')}" if for_whom else f"{site}{itself}",
        updated=max((one.updated_at for one in entries), default=NOTHING_YET),
    )
    return make_response(UNSAYABLE.sub("", text), {"Content-Type": ATOM})
