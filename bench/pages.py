"""What is measured: which page, as whom; and what is written, as a browser writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from time import time

from bench.browser import Answer, Browser
from bench.worlds import World

OK, SEE_OTHER, NOT_MODIFIED = 200, 303, 304
VISITOR = "visitor"
PROGRAMME = "places-together"  # of all places: lpcommunity/seeding/places.py

Act = Callable[[], Answer]


@dataclass(frozen=True)
class Page:
    """A page that is opened."""

    name: str
    who: str  # the key of an account of the bench, or a visitor
    path: str
    unchanged: bool = False  # asked for again, with the ETag that it gave

    @property
    def key(self) -> str:
        """Name and reader."""
        return f"{self.name}|{self.who}"


@dataclass(frozen=True)
class Write:
    """Something that is written. `prepare` does what a browser does before, and gives the act itself."""

    name: str
    who: str
    prepare: Callable[[Browser], Act]

    @property
    def key(self) -> str:
        """Name and writer."""
        return f"{self.name}|{self.who}"


def pages(world: World) -> list[Page]:
    """All pages, in the order of the table."""
    about, deep = world.about, world.deep
    place, update = f"/partnerships/{about['busy_place']}", f"/updates/{about['update']}"
    public = f"/updates/{about['public_update']}"
    reflection = f"/reflections/{about['reflection']}"
    talk, long_talk = f"/updates/{about['talk']}", f"/updates/{about['long_talk']}"
    everybody = ("member-busy", "new", "silent-follower", "facilitator", "mixed", "team")
    return [
        *(Page("home", who, "/home") for who in everybody),
        Page("home, page 100", "member-busy", f"/home?after={deep['everywhere']}"),
        Page("busy partnership", "member-busy", place),
        Page("busy partnership", "facilitator", place),
        Page("busy partnership", VISITOR, place),
        Page("busy partnership, page 100", "member-busy", f"{place}?after={deep['place']}"),
        Page("journey", "member-busy", f"{place}/journey"),
        Page("journey", "facilitator", f"{place}/journey"),
        Page("journey", VISITOR, f"{place}/journey"),
        Page("milestones", "member-busy", f"{place}/milestones"),
        Page("milestones", VISITOR, f"{place}/milestones"),
        Page("actions", "member-busy", f"{place}/actions"),
        Page("actions", VISITOR, f"{place}/actions"),
        Page("check in", "member-busy", f"{place}/check-ins/new"),
        Page("rhythm", "member-busy", f"{place}/rhythm"),
        Page("chances", "facilitator", f"{place}/chances"),
        Page("silent partnership", "silent-follower", f"/partnerships/{about['silent_place']}"),
        Page("update", "member-busy", update),
        Page("update", VISITOR, public),
        Page("update with 20 comments", "member-busy", talk),
        Page("update with most comments", "member-busy", long_talk),
        Page("update with most comments, late", "member-busy", f"{long_talk}?talk={deep['talk']}"),
        Page("reflection with exchange", "member-busy", reflection),
        Page("reflection with exchange", "facilitator", reflection),
        Page("search: a word in most texts", "member-busy", "/search?q=we"),
        Page("search: in no text", "member-busy", "/search?q=nobodywrotethis"),
        Page("search: two words", "facilitator", "/search?q=second+meeting"),
        Page("search: narrowed", "member-busy", f"/search?q=we&kind=update&partnership={about['busy_place']}"),
        Page("suggestions", "member-busy", "/search/suggestions?q=ann"),
        Page("directory", "member-busy", "/partnerships"),
        Page("directory", VISITOR, "/partnerships"),
        Page("side by side", "member-busy", f"/compare?place={about['busy_place']}&place={about['silent_place']}"),
        Page("side by side", VISITOR, f"/compare?place={about['busy_place']}&place={about['silent_place']}"),
        Page("landing", VISITOR, "/"),
        Page("theme", "member-busy", f"/themes/{about['theme']}"),
        Page("theme", VISITOR, f"/themes/{about['theme']}"),
        Page("public list", VISITOR, "/public"),
        Page("public list, page 100", VISITOR, f"/public?after={deep['public']}"),
        Page("review queue", "facilitator", "/reviews"),
        Page("programme desk", "team", f"/programmes/{PROGRAMME}/desk"),
        Page("months", "team", f"/programmes/{PROGRAMME}/months"),
        Page("months", "facilitator", f"/programmes/{PROGRAMME}/months"),
        Page("what moves days", "team", f"/programmes/{PROGRAMME}/slips"),
        Page("drafts", "member-busy", "/drafts"),
        Page("inbox", "member-busy", "/notifications"),
        Page("how we tell you", "member-busy", "/account/notifications"),
        Page("form of a new update", "member-busy", f"{place}/updates/new"),
        Page("form of a new reflection", "member-busy", f"{place}/reflections/new"),
        Page("sign-in", VISITOR, "/sign-in"),
        Page("unchanged (304): landing", VISITOR, "/", unchanged=True),
        Page("unchanged (304): update", VISITOR, public, unchanged=True),
        Page("unchanged (304): busy partnership", VISITOR, place, unchanged=True),
    ]


def writes(world: World) -> list[Write]:
    """All that is written."""
    numbers = count(int(time()))  # the same words again within a day are asked about, and this world may be an old one
    form = f"/partnerships/{world.about['busy_place']}/updates/new"
    update = f"/updates/{world.about['update']}"
    place = f"/partnerships/{world.about['new_place']}"
    talk = f"/updates/{world.about['talk']}"

    def post_update(browser: Browser) -> Act:
        typed = {
            **browser.read(form).fields,
            "title": "",
            "body": f"We met for the {next(numbers)}th time, and **agreed** on the next step.\n\n- a walk\n- a note",
            "standing": "on-track",
            "audience": "community",
        }
        return lambda: browser.post(form, typed)

    def post_comment(browser: Browser) -> Act:
        typed = {**browser.read(f"{talk}/comments").fields, "body": f"We tried it for the {next(numbers)}th time."}
        return lambda: browser.post(f"{talk}/comments", typed)

    def pressed(page: str, press: str, undo: str) -> Callable[[Browser], Act]:
        def prepare(browser: Browser) -> Act:
            fields = {"csrf_token": browser.read(page).fields["csrf_token"]}
            browser.post(page + undo, fields)
            return lambda: browser.post(page + press, fields)

        return prepare

    return [
        Write("POST update", "member-busy", post_update),
        Write("POST comment", "member-busy", post_comment),
        Write("POST thanks", "member-busy", pressed(update, "/thanks", "/thanks-withdrawal")),
        Write("POST follow", "member-busy", pressed(place, "/follow", "/follow-withdrawal")),
    ]
