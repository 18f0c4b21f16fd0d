"""What somebody may not read changes nothing that they get: the strongest form of "it does not exist".

Everybody opens every address. Then something happens that only some may notice, and everybody else opens every address
again: status, headers and body are as before, to the letter. So no count, mark, picture, order, day or hint can tell
of it, whoever wrote the page. The addresses of what was made belong to it: they answer as if nothing was
there. A new page is in it by itself.
"""

import difflib
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.access import Refused
from lpcommunity.attachments.models import Attachment
from lpcommunity.auditing import queries as auditing
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.following.commands import note_visit
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.notifications.models import Mail
from lpcommunity.reviews.models import Review
from lpcommunity.storage import clock, db, session
from lpcommunity.web.conditional_requests import kept_pages
from tests.factories import reading
from tests.factories.world import World
from tests.harness.client import Client
from tests.harness.visitor import Visitor
from tests.matrix.absent_pages import drawn_once
from tests.matrix.letters import letter_now
from tests.matrix.quiet_acts import Side, Stage, furnish, stages
from tests.matrix.world import Matrix, ids_of

BEGINNING = datetime(2026, 3, 10, 9, tzinfo=UTC)
VISITS = BEGINNING + timedelta(hours=6)  # all of them, so that "2 hours ago" stays what it is
OF_AUTHORS = re.compile(r"/\w+/\d+/(edit|withdrawal|audience|submission|readers|as/[\w-]+)$")

# What differs from one answer to the next, whatever happened.
MASKS = (
    (re.compile(r'value="[^"]{30,}"'), 'value="…"'),  # form tokens
    (re.compile(r"\b[0-9a-f]{16}\b"), "…"),  # request ids
    (re.compile(r"(?im)^(set-cookie|date|content-length):.*\n"), ""),  # the first answer of a browser sets its cookie
)

# Of what is submitted the programme team knows that it waits and since when (PROMISES section 1).
TEAM = {"programme team", "programme team member elsewhere"}
BY_MAIL, IN_LETTER = "by mail", "in their letter"
OVERVIEW = re.compile(r'<section [^>]*aria-labelledby="overview">.*?</section>', re.S)
# Administrators know who signed in, and that somebody did something with an entry: whatever it is, such a line is alike
# (tests/auditing). All the rest of their record stays as it was; it is opened whole.
RECORD = "/audit"
ALIKE = re.compile(
    r'<li class="lp-rows__item">(?:(?!</li>).)*'
    r"(</a> signed in|took a copy of the months|is for, or withdrew it|can read why a milestone moved)"
    r"(?:(?!</li>).)*</li>\s*",
    re.S,
)
# Everybody's mail, in demonstrations only (by recipient below); and what speaks of no entry: test_matrix opens it all.
NOT_OPENED = re.compile(
    r"/(mailbox|account|confirm-|forgotten-|reset-|sign-in|help|privacy|accessibility|how-|who-can|healthz|readyz"
    r"|unsubscribe|organisations|(programmes|themes|partnerships)/(new|.*/edit)|memberships|milestones)"
)


# Of those who are alike in what they read, one. The second database differs in SQL, not in pages: four are enough.
THE_FEW = (
    "member facilitating elsewhere", "facilitator belonging elsewhere", "member after facilitating",
    "programme team member elsewhere",
)  # fmt: skip
WATCHING = {
    "sqlite": (
        *THE_FEW, "lead of both", "facilitator after membership", "anonymous", "author", "member here",
        "facilitator here", "facilitator elsewhere", "member elsewhere", "programme team", "former facilitator",
        "former author", "administrator",
    ),
    "postgres": THE_FEW,
}  # fmt: skip


class QuietWorld(Matrix):
    """Two places, everybody in them, and every address there is."""

    def __init__(self, app: Flask) -> None:
        self.app, self.world = app, World()
        self.sides: list[Side] = furnish(self.world)
        self.rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
        self.known = list(session().scalars(select(Entry).order_by(Entry.id)))
        for person in filter(None, self.world.people.values()):  # each page of a place says what came since
            for place in (self.world.here, self.world.elsewhere):
                with suppress(Refused):
                    note_visit(reading(person), place)
        worker.run(app, until_empty=True)

    def entries(self) -> list[Entry]:
        return self.known

    def addresses_for(self, kind: str) -> list[str]:
        """Whatever this person may find something at: what only authors do with their entries is left to authors."""
        writes = kind in {side.author_is for side in self.sides}
        closed = [NOT_OPENED] if writes else [NOT_OPENED, OF_AUTHORS]
        return [one for one in self.addresses() if not any(pattern.match(one) for pattern in closed)]

    def made(self) -> set[str]:
        """The addresses of everything there is now."""
        entries = [kind_of(one.kind).path(one.id) for one in session().scalars(select(Entry))]
        files = [f"/attachments/{number}" for number in ids_of(Attachment)]
        reviews = [f"/reviews/{number}" for number in ids_of(Review)]
        introductions = [f"/introductions/{number}" for number in ids_of(PeopleIntroduction)]
        return {*entries, *files, *reviews, *introductions, *(f"{path}/thumbnail" for path in files)}


class Browser:
    """Somebody, and what they got when they last opened everything."""

    def __init__(self, world: QuietWorld, kind: str) -> None:
        self.kind, self.addresses = kind, world.addresses_for(kind)
        person = world.world.people[kind]
        self.email = person.email if person else ""
        self.app, self.person = world.app, person
        self.visitor = Visitor(world.app, person)
        with drawn_once():
            self.got, self.absent = self.look(), dict[str, str]()
        # What was not there for them is tried once more for whatever is made (`finds`), and by the matrix of canaries.
        self.addresses = [one for one in self.addresses if self.got[one][:3] not in {"303", "404"}]
        self.got = {one: self.got[one] for one in (*self.addresses, BY_MAIL, IN_LETTER)}

    def look(self) -> dict[str, str]:
        """All that they get, by address, made anew; their mail, and what a letter would say."""
        kept_pages(self.app).clear()
        found = {address: self._open(address) for address in self.addresses}
        mails = session().scalars(select(Mail).where(Mail.to == self.email).order_by(Mail.id))
        found[IN_LETTER] = letter_now(self.person)
        return found | {BY_MAIL: "\n".join(f"{one.subject}\n{one.text}\n{one.html}" for one in mails)}

    def glance(self, address: str) -> str:
        """One page."""
        return self._masked(address, self._open(address))

    def finds(self, paths: set[str]) -> list[str]:
        """Where something answers otherwise than if it was not there."""
        self.absent.clear()
        return [f"{self.kind} finds {path}" for path in sorted(paths) if self._as_if_absent(path) != self.glance(path)]

    def _as_if_absent(self, path: str) -> str:
        number = path.split("/")[2]
        absent = path.replace(f"/{number}", "/999999", 1)
        if absent not in self.absent:
            self.absent[absent] = self.glance(absent)
        return self.absent[absent].replace("999999", number)

    def changes(self) -> list[str]:
        """Look again: where something differs from before, and how."""
        before, self.got = self.got, self.look()
        differing = [one for one in before if before[one] != self.got[one]]
        masked = [(one, self._masked(one, before[one]), self._masked(one, self.got[one])) for one in differing]
        return [f"{self.kind} notices at {one}: {_difference(old, new)}" for one, old, new in masked if old != new]

    def _open(self, address: str) -> str:
        # Who is signed out comes each time as somebody new: a browser that saw the sign-in form gets no tags any more.
        answer = (self.visitor if self.person else Visitor(self.app, None)).get(address)
        return f"{answer.status_code}\n{answer.headers}\n{answer.get_data().decode('utf-8', 'replace')}"

    def _masked(self, address: str, text: str) -> str:
        if self.kind in TEAM and address == "/reviews/waiting":
            return ""
        if address == RECORD:
            text = ALIKE.sub("", text)
        for pattern, instead in MASKS:
            text = pattern.sub(instead, text)
        return OVERVIEW.sub("", text) if self.kind in TEAM and address == "/home" else text


def _difference(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return " | ".join(line.strip()[:160] for line in list(lines)[3:7])


def test_what_one_may_not_read_changes_nothing_that_one_gets(database, monkeypatch):
    monkeypatch.setattr(auditing.record, "__defaults__", (None, 5000))
    database.app.test_client_class = Client
    with database.app.app_context(), clock.at(BEGINNING):
        world = QuietWorld(database.app)
        with clock.at(VISITS):
            browsers = {kind: Browser(world, kind) for kind in WATCHING[database.kind]}
        wrong = _live_through(world, browsers)
        assert wrong == [], "\n".join(wrong[:40])
        db.session.remove()


def _live_through(world: QuietWorld, browsers: dict[str, Browser]) -> list[str]:
    """Stage by stage. Whoever may not notice several in a row looks again after the last of them."""
    wrong: list[str] = []
    todo = stages(world.sides, world.app)
    for number, stage in enumerate(todo):
        with clock.at(BEGINNING + timedelta(minutes=10 * (number + 1))):
            wrong += _happen(world, browsers, stage)
        following = todo[number + 1] if number + 1 < len(todo) else None
        with clock.at(VISITS):
            for kind, browser in browsers.items():
                notices = kind in stage.noticed_by
                ahead = following is not None and kind not in following.noticed_by
                if notices and ahead:
                    browser.got = browser.look()
                elif not notices and not ahead:
                    wrong += [f"{stage.name}: {one}" for one in browser.changes()]
    return wrong


def _happen(world: QuietWorld, browsers: dict[str, Browser], stage: Stage) -> list[str]:
    """Let it happen; find who should have noticed and did not, and who finds what was made and is not theirs."""
    who = [browsers[kind] for kind in stage.noticed_by if kind in browsers]
    with clock.at(VISITS):
        before, known = {one.kind: one.glance(stage.shows_at) for one in who}, world.made()
    stage.happens()
    worker.run(world.app, until_empty=True)
    with clock.at(VISITS):
        blind = [one.kind for one in who if one.glance(stage.shows_at) == before[one.kind]]
        made = world.made() - known
        strangers = [browsers[kind] for kind in THE_FEW if kind not in stage.noticed_by]
        found = [line for one in strangers for line in one.finds(made)]
    return [f"{stage.name}: {line}" for line in (*(f"{kind} notices nothing" for kind in blind), *found)]
