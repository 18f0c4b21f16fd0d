"""The matrix: a world with everything said, everybody told, a browser for each, and every address there is."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.access.reader import Reader
from lpcommunity.actions.models import Action
from lpcommunity.attachments.models import Attachment
from lpcommunity.bookmarks.models import Bookmark
from lpcommunity.comments.models import Comment
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.kinds import Kind, kind_at, kind_of, kinds
from lpcommunity.entries.models import Entry
from lpcommunity.feeds import addresses, policy
from lpcommunity.feeds.commands import make_address
from lpcommunity.following.commands import follow
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.invitations.models import Invitation
from lpcommunity.moderation.models import ReportedText
from lpcommunity.notifications.models import Notification
from lpcommunity.pages.queries.month_range import month_of
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.projects.models import Milestone
from lpcommunity.readers.hypothetical_readers import standpoints
from lpcommunity.reviews.models import Move, Review
from lpcommunity.rhythm.models import Chance
from lpcommunity.slips.models import Slip
from lpcommunity.storage import session, today
from tests.factories import reading
from tests.factories.world import KINDS_OF_PERSON, World
from tests.harness.visitor import Visitor
from tests.matrix.canaries import Told, tell

ON_SQLITE_ALONE = {
    "lead of both", "member after facilitating", "facilitator after membership", "programme team member elsewhere",
}  # fmt: skip

FEED = "/feeds/personal/"  # each reader's own, by its secret
PEOPLE = ("author", "facilitator here", "member elsewhere", "lead here", "lead of both")  # whose pages are opened
FOUND = "/search?q=canary"  # every text of this world has that word
ID = re.compile(r"<id:\w+_id>")
WHO = "<slug:who>"  # whose eyes an author looks through: one for each entry in turn
PLURAL = re.compile(r"<(?:[^<>]*:)?plural>")


def is_of_entries(rule: str) -> bool:
    """Whether this is an address of an entry, of one kind or of each."""
    return PLURAL.match(rule.split("/")[1]) is not None or (kind_at(rule) is not None and ID.search(rule) is not None)


EYES = tuple(standpoints(1, ""))


class Matrix:
    """The world with everything said, everybody told, and a browser for each."""

    def __init__(self, app: Flask, only: Sequence[Kind] = ()) -> None:
        self.app = app
        world = World()
        for kind in KINDS_OF_PERSON[1:]:
            if kind in {"nobody", "former member", "future member"}:
                continue  # outside the community one follows nobody
            for place in (world.here, world.elsewhere):
                follow(reading(world.someone(kind)), partnership=place)
            if kind != "author":
                follow(reading(world.someone(kind)), person=world.someone("author"))
        self.told: Told = tell(world, app, only or kinds())
        self.world = world
        worker.run(app, until_empty=True)
        self.rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]

    def readers(self) -> list[str]:
        """Every kind of person who has a way in. On PostgreSQL not all of several roles: it differs in SQL, which
        tests of statements compare with the predicate there, for people of any roles.
        """
        everybody = [kind for kind in KINDS_OF_PERSON if kind != "disabled member"]
        return [kind for kind in everybody if not (self.second and kind in ON_SQLITE_ALONE)]

    @property
    def second(self) -> bool:
        """Whether this is the second database: it differs in SQL, not in pages."""
        return session().get_bind().dialect.name != "sqlite"

    def feed_of(self, kind: str) -> list[str]:
        """The secret address of the feed of this person, if they may have one."""
        reader = reading(self.world.people[kind])
        if not isinstance(reader, Reader) or not policy.can_have_feed(reader):
            return []
        make_address(reader)
        return [f"{FEED}{addresses.token_of(reader)}.atom"]

    def visitor(self, kind: str) -> Visitor:
        """A browser at which the person of this kind is signed in."""
        person = self.world.people[kind]
        return Visitor(self.app, person)

    def values(self, name: str, first: str) -> Sequence[object]:
        """What stands for this part of an address that begins with `first`; KeyError where the matrix knows nothing."""
        if name == "slug":
            places = [self.world.here.slug, self.world.elsewhere.slug]
            return {"partnerships": places, "themes": ["shared-theme"], "programmes": ["programme"]}.get(
                first, ["nothing"]
            )
        rows: dict[str, Sequence[object]] = {
            "review_id": ids_of(Review),
            "person_id": [self.world.someone(kind).id for kind in PEOPLE],
            "attachment_id": ids_of(Attachment),
            "draft_id": _drafts(),
            "notification_id": ids_of(Notification)[:3],
            "membership_id": ids_of(Membership)[:3],
            "invitation_id": ids_of(Invitation)[:3],
            "session_id": [1],
            "project_id": [1],
            "milestone_id": ids_of(Milestone),
            "slip_id": ids_of(Slip),
            "action_id": ids_of(Action),
            "chance_id": ids_of(Chance),
            "comment_id": ids_of(Comment),
            "case_id": ids_of(ReportedText),
            "bookmark_id": ids_of(Bookmark),
            "introduction_id": ids_of(PeopleIntroduction),
            "month": [month_of(today()).key],
            "move_id": ids_of(Move),
            "place_slug": [self.world.here.slug],
            "role": ["facilitator"],
            "kind": ["nothing"],
            "token": ["nothing"],
            "path": ["nothing"],
            "filename": ["nothing"],
        }
        return rows[name]

    def entries(self) -> list[Entry]:
        """Every entry of this world, once."""
        return list({item.entry.id: item.entry for item in self.told.items.values() if item.entry is not None}.values())

    def wrote(self, kind: str, address: str) -> bool:
        """Whether the entry at this address is theirs."""
        entry = session().get_one(Entry, int(address.split("/")[2]))
        person = self.world.people[kind]
        return person is not None and entry.author_id == person.id

    def of_entries(self, rule: str) -> Iterator[str]:
        """The addresses of this rule for every entry of its kind. On PostgreSQL, of what is done to an entry, for every
        third: what it asks the database there, tests of statements compare with the predicate.
        """
        is_act = self.second and not rule.rpartition("/")[2].startswith("<id:")
        for entry in self.entries()[is_act and len(rule) % 3 :: 3 if is_act else 1]:
            plural = kind_of(entry.kind).plural
            path = PLURAL.sub(plural, rule)
            if path.startswith(f"/{plural}/"):
                path = ID.sub(str(entry.id), path).replace(WHO, EYES[entry.id % len(EYES)])
                versions = range(1, entry.version + 1) if "<id:n>" in path else [0]
                yield from (path.replace("<id:n>", str(n)) for n in versions)

    def addresses(self) -> Iterator[str]:
        """Every address that can be opened, with every row of this world, once."""
        return iter(dict.fromkeys(self._addresses()))

    def _addresses(self) -> Iterator[str]:
        for rule in self.rules:
            if is_of_entries(rule.rule):
                yield from self.of_entries(rule.rule)
                continue
            paths = [rule.rule]
            for part in sorted(rule.arguments):
                pattern = re.compile(rf"<(?:[^<>]*:)?{part}>")
                values = self.values(part, rule.rule.split("/")[1])
                paths = [pattern.sub(str(value), path) for path in paths for value in values]
            yield from paths
        yield from (
            f"/partnerships/{self.world.here.slug}?kind={kind}"
            for kind in (*(kind.key for kind in kinds()), "all", "happened", "nothing")
        )
        yield f"/partnerships/{self.world.here.slug}/journey?half=2026-1"
        yield "/partnerships?theme=shared-theme"
        yield FOUND
        for about in ("comment", "answer", "reply", *(kind.key for kind in kinds())):
            yield f"/reports/new?about={about}:1"
        yield "/search?q=canary&attached=1"
        yield "/bookmarks?show=kept"
        yield from (f"/themes/shared-theme/pins?about=update:{one.id}" for one in self.entries()[::7])
        yield "/bookmarks?q=canary"
        yield "/search/suggestions?q=canary"
        to, hides = self.world.someone("member here").id, self.world.someone("lead here").name
        yield f"/people/{to}/introduction/suggestions?q={quote(hides)}"
        yield "/people?helps_with=canary"
        yield "/people?sector=council"
        yield f"/compare?place={self.world.here.slug}&place={self.world.elsewhere.slug}"
        yield "/programmes/programme/months?theme=shared-theme&calls=all"
        yield from (self.behind(place) for place in (self.world.here, self.world.elsewhere))

    @staticmethod
    def behind(place: Partnership) -> str:
        """What is behind the figure of a place in this month."""
        return f"/programmes/programme/months/{month_of(today()).key}?place={place.slug}"


def ids_of(model: Any) -> list[int]:
    """The number of each of these."""
    return list(session().scalars(select(model.id).order_by(model.id)))


def _drafts() -> list[int]:
    """Those that are still kept, and one that was sent: they answer alike, and there are many."""
    kept = list(session().scalars(select(Draft.id).where(Draft.spent_at.is_(None)).order_by(Draft.id)))
    return kept + list(session().scalars(select(Draft.id).where(Draft.spent_at.is_not(None)).limit(1)))
