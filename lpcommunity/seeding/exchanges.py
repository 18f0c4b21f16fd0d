"""Reflections, and how facilitators and authors went on with them: submissions, reviews, moves, replies."""

from lpcommunity.entries.models import DRAFT, PUBLISHED, WITHDRAWN, Entry
from lpcommunity.reflections.domain_events import ReflectionShared, ReflectionSubmitted
from lpcommunity.reflections.models import (
    ACKNOWLEDGED,
    ANSWERED,
    NONE,
    WAITING,
    Reflection,
    ReflectionSubject,
    Submission,
)
from lpcommunity.reviews.domain_events import ReplySent, ReviewSent
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, QUESTIONS, Move, Reply, Review
from lpcommunity.seeding import line_types, phrases
from lpcommunity.seeding.entries import DAY, HOUR, WIDE, Entries, Version, chosen, filled, moment
from lpcommunity.seeding.places import table
from lpcommunity.seeding.texts import Written
from lpcommunity.seeding.world import Place
from lpcommunity.seeding.writer import Row

AUDIENCES = {"facilitators": 45, "partnership": 25, "community": 18, "public": 2, "me": 10}  # of a hundred
ROUNDS = {"1": 74, "2": 20, "3": 6}
FORGOTTEN = 0.004  # of what was sent, nobody has answered


class Reflections:
    """Writes reflections with their exchanges."""

    def __init__(self, entries: Entries) -> None:
        self.entries, self.writer, self.dice = entries, entries.writer, entries.dice

    def reflection(self, place: Place, at: float) -> None:
        """Put a reflection on this place's record, and let it be answered."""
        entries, dice = self.entries, self.dice
        author, audience = entries.author(place), chosen(dice, AUDIENCES)
        entry_id = self.writer.number(table(Entry))
        first = dice.choice(entries.pool.reflections)
        texts = entries.pool.by_cycle[first.cycle]
        versions = entries.versions(texts, entries.pool.looked_back, at, audience)
        facilitators = [one for one in place.facilitators if one != author]
        state, own = self._state(), {"cycle": first.cycle, **_not_sent()}
        if audience == "facilitators" and state == DRAFT:
            pass  # taken back before it was answered
        elif audience == "me" or not facilitators or dice.random() > 0.88:
            state = PUBLISHED if state == DRAFT else state
        else:
            state = PUBLISHED if state == DRAFT else state
            own |= self._exchange(entry_id, place, author, versions, facilitators, texts)
            if own["review_state"] == WAITING and state == WITHDRAWN:
                state = PUBLISHED
        tied = self._about(entry_id, place)
        entries.entry("reflection", entry_id, place, author, versions, at, state, tied, own)
        self.writer.add(table(Reflection), {"id": entry_id, **own})
        if audience in WIDE and entries.inboxes.tells(at):
            reasons = entries.inboxes.around(place, audience, author, [])
            event = ReflectionShared(entry_id, author)
            entries.tell(at, event, line_types.REFLECTION_SHARED, reasons, place, entry_id, author)

    def _state(self) -> str:
        chance = self.dice.random()
        return WITHDRAWN if chance < 0.02 else DRAFT if chance < 0.08 else PUBLISHED

    def _about(self, entry_id: int, place: Place) -> Row:
        """Choose what it is about. Returns what each of its versions keeps of that, as `reflections.kind` has it."""
        dice = self.dice
        subject: Row = {"entry_id": None, "milestone_id": None}
        chance = dice.random()
        if chance < 0.4 and place.latest:
            subject["entry_id"] = dice.choice(place.latest)
        elif chance > 0.85 and place.milestones:
            subject["milestone_id"] = dice.choice(place.milestones)
        else:
            return {"milestone_id": None, "about": [], "milestones": []}
        number = self.writer.number(table(ReflectionSubject))
        self.writer.add(table(ReflectionSubject), {"id": number, "reflection_id": entry_id, **subject})
        entry, milestone = subject["entry_id"], subject["milestone_id"]
        return {
            "milestone_id": milestone,
            "about": [] if entry is None else [entry],
            "milestones": [] if milestone is None else [place.milestone_names[milestone]],
        }

    def _exchange(
        self,
        entry_id: int,
        place: Place,
        author: int,
        versions: list[Version],
        facilitators: list[int],
        texts: list[Written],
    ) -> Row:
        """One round or more, as far as time went; each later round sends a changed text. Returns where it stands."""
        entries, dice = self.entries, self.dice
        own: Row = _not_sent()
        rounds, sent_at = int(chosen(dice, ROUNDS)), entries.later(versions[-1].at, HOUR)
        for n in range(1, rounds + 1):
            if n > 1:
                if sent_at >= entries.now:
                    break
                last = versions[-1]
                versions.append(Version(dice.choice(texts), last.title, last.audience, "edited", sent_at))
            self._submit(entry_id, place, author, n, len(versions), sent_at, facilitators)
            own.update(rounds=n, submitted_version=len(versions), acknowledged_at=None)
            answered_at = entries.later(sent_at, 4 * DAY)
            if answered_at >= entries.now or dice.random() < FORGOTTEN:
                own.update(review_state=WAITING, waiting_since=moment(sent_at))
                break
            done = n == rounds and dice.random() < 0.7
            self._review(entry_id, place, author, n, versions, answered_at, facilitators, done)
            own["review_state"] = ACKNOWLEDGED if done else ANSWERED
            own["acknowledged_at"] = moment(answered_at) if done else None
            sent_at = entries.later(answered_at, 6 * DAY)
        return own

    def _submit(
        self, entry_id: int, place: Place, author: int, n: int, version: int, at: float, facilitators: list[int]
    ) -> None:
        self.writer.add(
            table(Submission),
            {
                "id": self.writer.number(table(Submission)),
                "reflection_id": entry_id,
                "partnership_id": place.id,
                "round": n,
                "version": version,
                "sent_at": moment(at),
                "taken_back_at": None,
            },
        )
        if self.entries.inboxes.tells(at):
            reasons = dict.fromkeys(facilitators, "facilitator")
            event = ReflectionSubmitted(entry_id, author, n)
            self.entries.tell(at, event, line_types.REFLECTION_WAITING, reasons, place, entry_id, author)

    def _review(
        self,
        entry_id: int,
        place: Place,
        author: int,
        n: int,
        versions: list[Version],
        at: float,
        facilitators: list[int],
        done: bool,
    ) -> None:
        entries, dice = self.entries, self.dice
        review_id, facilitator = self.writer.number(table(Review)), dice.choice(facilitators)
        self.writer.add(
            table(Review),
            {
                "id": review_id,
                "idempotency_key": entries.new_key(),
                "reflection_id": entry_id,
                "partnership_id": place.id,
                "version": len(versions),
                "round": n,
                "author_id": facilitator,
                "outcome": ACKNOWLEDGES if done else INVITES,
                "sent_at": moment(at),
            },
        )
        asked = [
            move for position in range(1, dice.randint(2, 6)) if (move := self._move(review_id, position, versions[-1]))
        ]
        for move_id in asked:
            entries.open_questions.leave_open(place, entry_id, author, move_id, moment(at))
        if entries.inboxes.tells(at):
            event = ReviewSent(review_id, entry_id, facilitator)
            entries.tell(at, event, line_types.ANSWERED, {author: "author"}, place, entry_id, facilitator)
        if asked and not done and dice.random() < 0.75:
            self._reply(entry_id, place, author, asked, entries.later(at, 2 * DAY), facilitator)

    def _move(self, review_id: int, position: int, version: Version) -> int | None:
        """One move, tied to words of the text more often than not. Returns its id if it asks something."""
        dice = self.dice
        kind = dice.choice(tuple(phrases.MOVES))
        passages = version.written.passages
        prompt, passage = dice.choice(passages) if passages and dice.random() < 0.6 else ("", "")
        move_id = self.writer.number(table(Move))
        self.writer.add(
            table(Move),
            {
                "id": move_id,
                "review_id": review_id,
                "position": position,
                "kind": kind,
                "prompt": prompt,
                "passage": passage,
                "says": filled(dice, (phrases.MOVES[kind],)),
            },
        )
        return move_id if kind in QUESTIONS else None

    def _reply(self, entry_id: int, place: Place, author: int, moves: list[int], at: float, facilitator: int) -> None:
        key = self.entries.new_key()
        for move_id in moves:
            self.writer.add(
                table(Reply),
                {
                    "id": self.writer.number(table(Reply)),
                    "idempotency_key": key,
                    "move_id": move_id,
                    "author_id": author,
                    "says": filled(self.dice, phrases.REPLIES),
                    "sent_at": moment(at),
                },
            )
        if self.entries.inboxes.tells(at):
            event = ReplySent(entry_id, author, key)
            self.entries.tell(at, event, line_types.REPLIED, {facilitator: "facilitator"}, place, entry_id, author)


def _not_sent() -> Row:
    return {
        "review_state": NONE,
        "waiting_since": None,
        "rounds": 0,
        "submitted_version": None,
        "acknowledged_at": None,
    }
