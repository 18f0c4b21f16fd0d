"""Updates and what hangs on every entry: versions, themes, thanks, files."""

from datetime import UTC, datetime
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple

from lpcommunity.attachments.models import Attachment
from lpcommunity.entries.content import with_closing
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import PUBLISHED, WITHDRAWN, Entry, Revision, entry_theme
from lpcommunity.seeding import line_types, phrases
from lpcommunity.seeding.conversations import Conversations
from lpcommunity.seeding.inboxes import Inboxes
from lpcommunity.seeding.open_questions import OpenQuestions
from lpcommunity.seeding.places import table
from lpcommunity.seeding.texts import Pool, Written, filled
from lpcommunity.seeding.undertakings import undertake
from lpcommunity.seeding.wanted import ask_for_help, state_of
from lpcommunity.seeding.world import Place, World
from lpcommunity.seeding.writer import Row, Writer
from lpcommunity.thanks.domain_events import ThanksSaid
from lpcommunity.thanks.models import Thanks
from lpcommunity.updates.domain_events import UpdatePosted
from lpcommunity.updates.models import Update

HOUR, DAY = 3600.0, 86_400.0
AUDIENCES = {"public": 12, "community": 50, "partnership": 30, "facilitators": 5, "me": 3}  # of a hundred updates
STANDINGS = {"on-track": 75, "needs-attention": 18, "off-track": 7}
WIDE = ("partnership", "community", "public")
SUBJECTS = 6  # the updates of a place that a reflection can be about


class Version(NamedTuple):
    """A version of an entry."""

    written: Written
    title: str
    audience: str
    why: str
    at: float


class Entries:
    """Writes entries. `pace` shortens every pause, where a history is continued in no time."""

    def __init__(
        self, writer: Writer, dice: Random, world: World, pool: Pool, inboxes: Inboxes, moment: datetime, pace: float
    ) -> None:
        self.writer, self.dice, self.world, self.pool, self.inboxes = writer, dice, world, pool, inboxes
        self.now, self.pace = moment.timestamp(), pace
        self.files: list[dict[str, object]] = []
        self.conversations = Conversations(writer, world, pool.remarks, moment, pace)
        self.open_questions = OpenQuestions(writer)

    def update(self, place: Place, at: float) -> None:
        """Put an update on this place's record."""
        dice = self.dice
        author, audience = self.author(place), chosen(dice, AUDIENCES)
        standing = chosen(dice, STANDINGS)
        milestone = dice.choice(place.milestones) if place.milestones and dice.random() < 0.25 else None
        own: Row = {
            "standing": standing,
            "reason": dice.choice(phrases.REASONS) if standing != "on-track" else "",
            "help_wanted": dice.choice(phrases.HELP) if dice.random() < 0.06 else "",
        }
        state = WITHDRAWN if dice.random() < 0.03 else PUBLISHED
        versions = self.versions(self.pool.updates, self.pool.titles, at, audience)
        entry_id = self.writer.number(table(Entry))
        tied: Row = {"milestone_id": milestone, "milestone": place.milestone_names[milestone] if milestone else ""}
        asks: Row = {"request": state_of(entry_id)} if own["help_wanted"] else {}
        entry = self.entry("update", entry_id, place, author, versions, at, state, tied, own, asks)
        self.writer.add(table(Update), {"id": entry_id, **own})
        if own["help_wanted"]:
            ask_for_help(self.writer, self.world, entry, str(own["help_wanted"]))
        if state == PUBLISHED:
            undertake(self.writer, place, entry, self.now)
            self.open_questions.answered_by(place, entry_id, audience, entry["published_at"])
        themes = self._themes(place, entry_id, entry["published_at"])
        if dice.random() < 0.03:
            self._file(entry_id, author, at)
        if audience != "me" and self.inboxes.tells(at):
            reasons = self.inboxes.around(place, audience, author, themes)
            self.tell(at, UpdatePosted(entry_id, author), line_types.UPDATE_POSTED, reasons, place, entry_id, author)
        if entry["state"] == PUBLISHED and audience in WIDE:
            place.latest = [*place.latest[1 - SUBJECTS :], entry_id]

    def entry(
        self,
        kind: str,
        entry_id: int,
        place: Place,
        author: int,
        versions: list[Version],
        at: float,
        state: str,
        tied: Row,
        own: Row,
        asks: Row | None = None,
    ) -> Row:
        """Write the entry of the spine with its versions, which keep what it is `tied` to, and thanks. Its card says
        besides how what it `asks` for stands.
        """
        milestone, last, known = tied["milestone_id"], versions[-1], kind_of(kind)
        kept = {one.name: own[one.column] for one in known.fields if one.kept and one.column}
        shown = SimpleNamespace(milestone_id=milestone, **own)
        for n, version in enumerate(versions, 1):
            self._revision(entry_id, n, author, version, {**kept, **tied})
        published = moment(at)
        confided = own.get("rounds") or last.audience == "facilitators"
        entry: Row = {
            "id": entry_id,
            "kind": kind,
            "idempotency_key": self.new_key(),
            "partnership_id": place.id,
            "milestone_id": milestone,
            "author_id": author,
            "audience": last.audience,
            "state": state,
            "title": last.title,
            "standfirst": last.written.content.standfirst,
            "fields": last.written.content.fields,
            "body_html": last.written.content.body_html,
            "card": {**with_closing(known.card(shown), known, last.written.content), **(asks or {})},
            "thanks_count": self._thanks(entry_id, place, author, last.audience, at) if state == PUBLISHED else 0,
            "version": len(versions),
            "created_at": published,
            "published_at": published,
            "updated_at": moment(last.at),
            "withdrawn_at": moment(self.later(last.at, 3 * DAY)) if state == WITHDRAWN else None,
            "confided_at": published if confided else None,
            "confided_version": 1 if confided else None,
        }
        self.writer.add(table(Entry), entry)
        first, *others = versions
        widened = bool(others) and others[0].why == "audience"
        self.conversations.below(place, entry, (first.audience, others[0].at) if widened else None)
        return entry

    def versions(self, texts: list[Written], titles: list[str], at: float, audience: str) -> list[Version]:
        """How it came to its words: most are never changed, some several times, a few were for fewer people first."""
        dice = self.dice
        title, chance = dice.choice(titles), dice.random()
        if chance < 0.8:
            return [Version(dice.choice(texts), title, audience, "written", at)]
        if chance < 0.85 and audience in WIDE:
            written = dice.choice(texts)
            first = Version(
                written, title, "facilitators" if audience == "partnership" else "partnership", "written", at
            )
            return [first, Version(written, title, audience, "audience", self.later(at, DAY))]
        found = [Version(dice.choice(texts), title, audience, "written", at)]
        for _ in range(1 if chance < 0.95 else dice.randint(2, 4)):
            found.append(Version(dice.choice(texts), title, audience, "edited", self.later(found[-1].at, 8 * HOUR)))
        return found

    def author(self, place: Place) -> int:
        """Somebody of this place: a few write most, some have left since."""
        dice = self.dice
        if place.former and (not place.members or dice.random() < 0.06):
            return dice.choice(place.former)
        return place.members[int(len(place.members) * dice.random() ** 2.5)]

    def later(self, at: float, mean: float) -> float:
        """A moment after this one, on average by so many seconds, but not after now."""
        return min(at + self.dice.expovariate(1 / mean) * self.pace, self.now)

    def tell(self, at: float, event: Any, what: str, reasons: Any, place: Place, entry_id: int, actor: int) -> None:
        """Let people know."""
        self.inboxes.tell(at, event, what, reasons, entry_id=entry_id, place_id=place.id, actor_id=actor)

    def new_key(self) -> str:
        """The number of a form."""
        bits = f"{self.dice.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-{bits[12:16]}-{bits[16:20]}-{bits[20:]}"

    def _revision(self, entry_id: int, n: int, author: int, version: Version, details: Row) -> None:
        self.writer.add(
            table(Revision),
            {
                "id": self.writer.number(table(Revision)),
                "entry_id": entry_id,
                "n": n,
                "why": version.why,
                "author_id": author,
                "audience": version.audience,
                "title": version.title,
                "fields": version.written.content.fields,
                "details": details,
                "body_html": version.written.content.body_html,
                "written_at": moment(version.at),
            },
        )

    def _themes(self, place: Place, entry_id: int, published: Any) -> list[int]:
        dice = self.dice
        chance = dice.random()
        if chance > 0.6:
            return []
        themes = {dice.choice(place.themes) if place.themes and chance < 0.4 else dice.choice(self.world.themes)}
        if chance < 0.15:
            themes.add(dice.choice(self.world.themes))
        for theme_id in sorted(themes):
            self.writer.add(entry_theme, {"entry_id": entry_id, "theme_id": theme_id, "published_at": published})
        return sorted(themes)

    def _thanks(self, entry_id: int, place: Place, author: int, audience: str, at: float) -> int:
        if audience not in WIDE:
            return 0
        dice, who = self.dice, place.members
        number = min(int(dice.expovariate(1.0)), len(who) // 2)
        said = {one for one in (dice.choice(who) for _ in range(number)) if one != author}
        for person_id in sorted(said):
            on = self.later(at, 2 * DAY)
            self.writer.add(
                table(Thanks),
                {
                    "id": self.writer.number(table(Thanks)),
                    "entry_id": entry_id,
                    "person_id": person_id,
                    "said_at": moment(on),
                },
            )
            if self.inboxes.tells(on):
                event = ThanksSaid(entry_id, person_id)
                self.tell(on, event, line_types.THANKED, {author: "author"}, place, entry_id, person_id)
        return len(said)

    def _file(self, entry_id: int, author: int, at: float) -> None:
        if self.files:
            self.writer.add(
                table(Attachment),
                {
                    "id": self.writer.number(table(Attachment)),
                    "owner_id": author,
                    "idempotency_key": None,
                    "entry_id": entry_id,
                    "first_n": 1,
                    "last_n": None,
                    **self.dice.choice(self.files),
                    "added_at": moment(at),
                },
            )


def chosen(dice: Random, of_a_hundred: dict[str, int]) -> str:
    """One of these, each as often as it says."""
    chance = dice.random() * 100
    for key, share in of_a_hundred.items():
        chance -= share
        if chance < 0:
            return key
    return next(iter(of_a_hundred))


def moment(at: float) -> datetime:
    """Seconds as a moment."""
    return datetime.fromtimestamp(at, UTC)


__all__ = ["AUDIENCES", "DAY", "HOUR", "Entries", "Version", "chosen", "filled", "moment"]
