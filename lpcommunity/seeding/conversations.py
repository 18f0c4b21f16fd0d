"""What people say below entries: nothing below half of them, a few words below many, and below one a thousand.

Comments are written in the order of time, as people say them: those of one entry lie far apart in the table.
"""

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from random import Random

from lpcommunity.comments.models import (
    PUBLISHED,
    WITHDRAWN,
    Closing,
    Comment,
    CommentCount,
    CommentRevision,
    ConversationLook,
)
from lpcommunity.comments.policy import narrower
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import FACILITATORS, ONLY_ME
from lpcommunity.entries.models import PUBLISHED as ON_RECORD
from lpcommunity.seeding import phrases
from lpcommunity.seeding.places import table
from lpcommunity.seeding.texts import Remark
from lpcommunity.seeding.world import Place, World
from lpcommunity.seeding.writer import Row, Writer

# How many comments an entry has, of a hundred that can have any: from so many to so many. It makes five for each.
LENGTHS = ((45, 0, 0), (20, 1, 3), (20, 4, 12), (10, 15, 25), (5, 26, 70))
LONGEST, OF_ENTRIES = 1_000, 4  # the one long conversation; in a small community a quarter of its entries
DAY, LATELY = 86_400.0, 90 * 86_400.0  # how long a look is kept
REPLY, QUOTES, CHANGED, TAKEN_BACK, CLOSED, FROM_ELSEWHERE = 0.4, 0.08, 0.04, 0.02, 0.01, 0.4


@dataclass
class Said:
    """A comment that is still to be written."""

    row: Row
    parent: "Said | None"
    first: Remark | None  # its first version, if it was changed


@dataclass(order=True)
class _Held:
    at: float
    number: int
    said: Said = field(compare=False)


class Conversations:
    """Writes them."""

    def __init__(self, writer: Writer, world: World, remarks: list[Remark], moment: datetime, pace: float) -> None:
        self.writer, self.remarks = writer, remarks
        self.now, self.pace = moment.timestamp(), pace
        self.community = sorted(world.community)
        self._long_at: int | None = None
        self._longest = 0
        self._waiting: list[_Held] = []
        self._numbers = count()

    def let_one_be_long(self, place_id: int | None, entries: int) -> None:
        """Below one update of late of this place, of so many entries in all, let people go on and on."""
        self._long_at, self._longest = place_id, min(LONGEST, entries // OF_ENTRIES)

    def below(self, place: Place, entry: Row, narrow: tuple[str, float] | None) -> None:
        """What is said below this entry; `narrow`: the fewer people for whom it was at first, and until when."""
        if entry["state"] != ON_RECORD or entry["audience"] == ONLY_ME or _has_exchange(entry, entry["audience"]):
            return
        dice = Random(entry["id"] << 4)  # noqa: S311  (of its own: the rest of the community stays as it was)
        number = self._number(dice, place, entry)
        if number:
            _Conversation(self, dice, place, entry, narrow).write(number)

    def hold(self, at: float, said: Said) -> None:
        """Take a comment of that moment."""
        heapq.heappush(self._waiting, _Held(at, next(self._numbers), said))

    def until(self, at: float) -> None:
        """Write what was said up to this moment."""
        while self._waiting and self._waiting[0].at <= at:
            self._write(heapq.heappop(self._waiting).said)

    def _number(self, dice: Random, place: Place, entry: Row) -> int:
        begun = entry["published_at"].timestamp()
        fits = entry["kind"] == "update" and entry["audience"] == "community" and self.now - LATELY < begun
        if fits and place.id == self._long_at:
            self._long_at = None
            return self._longest
        chance = dice.random() * 100
        for share, least, most in LENGTHS:
            chance -= share
            if chance < 0:
                return dice.randint(least, most)
        return 0

    def _write(self, said: Said) -> None:
        row, parent = said.row, said.parent
        number = row["id"] = self.writer.number(table(Comment))
        row["idempotency_key"] = f"seed-comment-{number}"
        row["thread_id"] = number
        if parent is not None:
            row["thread_id"], row["parent_id"] = parent.row["thread_id"], parent.row["id"]
            if row["quoted_comment_id"] is not None:
                row["quoted_comment_id"] = row["parent_id"]
        self.writer.add(table(Comment), row)
        if said.first is not None:
            self._revision(row, 1, said.first.body, said.first.html, row["said_at"])
        self._revision(row, row["version"], row["body"], row["body_html"], row["changed_at"] or row["said_at"])

    def _revision(self, row: Row, n: int, body: str, html: str, at: datetime) -> None:
        self.writer.add(
            table(CommentRevision),
            {
                "id": self.writer.number(table(CommentRevision)),
                "comment_id": row["id"],
                "n": n,
                "author_id": row["author_id"],
                "entry_id": row["entry_id"],
                "entry_author_id": row["entry_author_id"],
                "partnership_id": row["partnership_id"],
                "audience": row["audience"],
                "confided_at": row["confided_at"],
                "body": body,
                "body_html": html,
                "written_at": at,
            },
        )


class _Conversation:
    """What is said below one entry."""

    def __init__(
        self, all_of_them: Conversations, dice: Random, place: Place, entry: Row, narrow: tuple[str, float] | None
    ) -> None:
        self.all, self.dice, self.place, self.entry, self.narrow = all_of_them, dice, place, entry, narrow
        self.begun = entry["published_at"].timestamp()
        if narrow is not None and _has_exchange(entry, narrow[0]):
            self.begun, self.narrow = narrow[1], None

    def write(self, number: int) -> None:
        """So many comments, with what is kept of them."""
        mean = (3.0 if number < LONGEST // 4 else 20.0) * DAY * self.all.pace
        times = sorted(self._said_at(mean) for _ in range(number))
        threads: list[Said] = []
        last: dict[int, float] = {}
        counted: Counter[tuple[str, datetime | None]] = Counter()
        for at in times:
            parent = self.dice.choice(threads[-6:]) if threads and self.dice.random() < REPLY else None
            said = self._say(at, parent)
            if said is None:
                continue
            if parent is None and said.row["state"] == PUBLISHED:
                threads.append(said)
            last[said.row["author_id"]] = at
            if said.row["state"] == PUBLISHED:
                counted[said.row["audience"], said.row["confided_at"]] += 1
            self.all.hold(at, said)
        self._count(counted)
        self._looks(last)
        if last and self.dice.random() < CLOSED:
            self._close(min(times[-1] + DAY * self.all.pace, self.all.now))

    def _say(self, at: float, parent: Said | None) -> Said | None:
        dice, remarks = self.dice, self.all.remarks
        audience = self.narrow[0] if self.narrow is not None and at < self.narrow[1] else self.entry["audience"]
        if parent is not None:
            audience = narrower(audience, parent.row["audience"])
        author = self._author(audience)
        if author is None:
            return None
        remark, moment = dice.choice(remarks), datetime.fromtimestamp(at, UTC)
        first = dice.choice(remarks) if dice.random() < CHANGED else None
        withdrawn = dice.random() < TAKEN_BACK
        quotes = dice.random() < QUOTES and (parent is None or parent.first is None)
        return Said(
            {
                "id": 0,
                "idempotency_key": "",
                **self._around(audience),
                "thread_id": 0,
                "parent_id": None,
                "author_id": author,
                "state": WITHDRAWN if withdrawn else PUBLISHED,
                "body": remark.body,
                "body_html": remark.html,
                "version": 1 if first is None else 2,
                "said_at": moment,
                "changed_at": None if first is None else self._later(at),
                "withdrawn_at": self._later(at) if withdrawn else None,
                "quoted_version": 1 if quotes else None,
                "quoted_comment_id": 0 if quotes and parent is not None else None,
                "quoted_words": (parent.row["body"].partition("\n")[0] if parent else self.entry["title"])[:200]
                if quotes
                else "",
            },
            parent,
            first,
        )

    def _author(self, audience: str) -> int | None:
        place, dice = self.place, self.dice
        if audience in ("community", "public") and (dice.random() < FROM_ELSEWHERE or not place.members):
            return dice.choice(self.all.community) if self.all.community else None
        if audience == FACILITATORS:
            own = [self.entry["author_id"]] if self.entry["author_id"] in place.members else []
            return dice.choice([*own, *place.facilitators]) if own or place.facilitators else None
        if place.facilitators and (dice.random() < 0.2 or not place.members):
            return dice.choice(place.facilitators)
        return place.members[int(len(place.members) * dice.random() ** 2)] if place.members else None

    def _around(self, audience: str) -> Row:
        """For whom something is that is said below this entry."""
        return {
            "entry_id": self.entry["id"],
            "entry_author_id": self.entry["author_id"],
            "partnership_id": self.place.id,
            "audience": audience,
            "confided_at": self.entry["published_at"] if audience == FACILITATORS else None,
        }

    def _said_at(self, mean: float) -> float:
        """So long after it began, on average; if that is to come still, any time until now."""
        at = self.begun + self.dice.expovariate(1 / mean)
        return at if at < self.all.now else self.dice.uniform(self.begun, self.all.now)

    def _later(self, at: float) -> datetime:
        return datetime.fromtimestamp(min(at + self.dice.expovariate(1 / DAY) * self.all.pace, self.all.now), UTC)

    def _count(self, counted: Counter[tuple[str, datetime | None]]) -> None:
        rows, writer = table(CommentCount), self.all.writer
        for (audience, _confided_at), number in sorted(counted.items(), key=lambda one: one[0][0]):
            around = self._around(audience)
            writer.add(rows, {"id": writer.number(rows), "author_id": None, **around, "number": number})

    def _looks(self, last: dict[int, float]) -> None:
        """Who has said something looked at it then; of what is not long ago, it is known."""
        rows, writer = table(ConversationLook), self.all.writer
        for person_id, at in last.items():
            if at > self.all.now - LATELY:
                writer.add(
                    rows,
                    {
                        "id": writer.number(rows),
                        "person_id": person_id,
                        "entry_id": self.entry["id"],
                        "looked_at": datetime.fromtimestamp(at, UTC),
                        "before_at": None,
                    },
                )

    def _close(self, at: float) -> None:
        around = self._around(self.entry["audience"])
        self.all.writer.add(
            table(Closing),
            {
                **around,
                "author_id": self.entry["author_id"],
                "reason": self.dice.choice(phrases.CLOSED_BECAUSE),
                "closed_at": datetime.fromtimestamp(at, UTC),
            },
        )


def _has_exchange(entry: Row, audience: str) -> bool:
    return audience == FACILITATORS and kind_of(entry["kind"]).has_exchange
