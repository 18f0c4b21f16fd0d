"""A world in which nothing is regular: several places, people of mixed roles and terms, entries of every sort.

Written row by row, since no command would allow half of it. Whoever holds two roles, a membership that ended, a place
without anybody and an author who has left are all in it, in numbers that make a wrong condition show.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from lpcommunity.access.reader import OPERATOR, Reader, Visitor
from lpcommunity.attachments.models import Attachment
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import AUDIENCES, Entry, Opening, Revision
from lpcommunity.following.models import Follow
from lpcommunity.help_requests.models import HelpAsking, HelpRequest
from lpcommunity.notifications.models import Notification
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.programmes.commands import add_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, WAITING, Reflection, Submission
from lpcommunity.reviews.models import Move, Reply, Review
from lpcommunity.storage import now, session, today, transactional
from tests import factories as make
from tests.factories import reading

STATES = ("draft", "published", "published", "published", "withdrawn", "hidden")
PLACE_ROLES = ("member", "lead", "deputy", "facilitator", "facilitator")
OFFICES = (None, None, None, "programme-team", "evaluator", "administrator", "moderator")
DAYS = (-400, -2, -1, 0, 1, 2)


@dataclass
class RandomWorld:
    """Everything in it, and who reads it."""

    places: list[Partnership] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)

    def readers(self) -> list[Reader | Visitor]:
        """Everybody as a reader today, somebody signed out among them."""
        return [reading(None), *(reading(person) for person in self.people)]


def is_left_out(seed: int, *, of: int) -> bool:
    """Whether the world of this seed is made on the first database alone. The second differs in SQL, not in rules: one
    world in `of` is enough for it.
    """
    return session().get_bind().dialect.name != "sqlite" and seed % of != 0


@transactional
def random_world(seed: int, *, places: int = 4, people: int = 12, entries: int = 60) -> RandomWorld:
    """A world made of this seed: always the same."""
    chance, world = random.Random(seed), RandomWorld()
    world.places = [make.place() for _ in range(places)]
    world.themes = [add_theme(OPERATOR, name=f"Theme {uuid4()}") for _ in range(3)]
    world.people = [make.person(role=chance.choice(OFFICES)) for _ in range(people)]
    _settle(chance, world)
    for number in range(entries):
        kind = make.update if chance.random() < 0.4 else make.reflection
        author, place = chance.choice(world.people), chance.choice(world.places)
        audience = AUDIENCES[number % len(AUDIENCES)]
        world.entries.append(kind(author, place, audience, state=chance.choice(STATES)))
    _carry_and_follow(chance, world)
    _rewrite(chance, world)
    _answer(chance, world)
    _open(chance, world)
    _tell(chance, world)
    _attach(world)
    _ask_for_help(chance, world)
    return world


def _answer(chance: random.Random, world: RandomWorld) -> None:
    """Most reflections were sent, answered and replied to, by whoever was there then."""
    answered: list[tuple[Reflection, Review]] = []
    for entry in world.entries:
        if not isinstance(entry, Reflection) or chance.random() < 0.2:
            continue
        entry.confided_at, entry.confided_version = now(), chance.choice((1, 1, 2))
        entry.rounds, entry.review_state = 1, chance.choice((WAITING, ANSWERED, ACKNOWLEDGED))
        entry.waiting_since = now() if entry.review_state == WAITING else None
        sent = Submission(
            reflection_id=entry.id, partnership_id=entry.partnership_id, round=1, version=1, sent_at=now()
        )
        review = Review(
            idempotency_key=str(uuid4()), reflection_id=entry.id, version=1, round=1, outcome="invites", sent_at=now(),
            author_id=chance.choice(world.people).id, partnership_id=entry.partnership_id,
        )  # fmt: skip
        session().add_all([sent, review])
        answered.append((entry, review))
    session().flush()
    moves = [
        Move(review_id=review.id, position=0, kind="challenging", prompt="", passage="", says="Why?")
        for _, review in answered
    ]
    session().add_all(moves)
    session().flush()
    for (entry, _), move in zip(answered, moves, strict=True):
        session().add(
            Reply(idempotency_key=str(uuid4()), move_id=move.id, author_id=entry.author_id, says="So.", sent_at=now())
        )
    session().flush()


def _rewrite(chance: random.Random, world: RandomWorld) -> None:
    """Entries have versions of other times, for other audiences than today's."""
    rewritten = chance.sample(world.entries, len(world.entries) // 2)
    of_these = Revision.entry_id.in_([entry.id for entry in rewritten])
    details = {first.entry_id: first.details for first in session().query(Revision).filter(of_these)}
    for entry in rewritten:
        for n in range(2, chance.randint(2, 4)):
            session().add(
                Revision(
                    entry_id=entry.id,
                    n=n,
                    why="edited",
                    author_id=entry.author_id,
                    audience=chance.choice(AUDIENCES),
                    title="",
                    fields={},
                    details=details[entry.id],
                    body_html="",
                    written_at=now() + timedelta(minutes=chance.choice((-2, 0, 2))),
                )
            )
    session().flush()


def _open(chance: random.Random, world: RandomWorld) -> None:
    """Of what facilitators find closed, since they began after it, some was opened, some will be, some stays closed."""
    here = Membership.partnership_id.in_([place.id for place in world.places])
    for term in session().query(Membership).filter(here, Membership.role == "facilitator").order_by(Membership.id):
        for entry in world.entries:
            if entry.partnership_id == term.partnership_id and chance.random() < 0.4:
                opens_at = chance.choice((None, now() - timedelta(minutes=1), now() + timedelta(days=1)))
                session().add(Opening(entry_id=entry.id, membership_id=term.id, opens_at=opens_at))
    session().flush()


def _tell(chance: random.Random, world: RandomWorld) -> None:
    """Everybody was told of some entries, as if they could read them."""
    happened = [OutboxEvent(name="UpdatePosted", payload={}, occurred_at=now()) for _ in world.entries]
    session().add_all(happened)
    session().flush()
    for entry, event in zip(world.entries, happened, strict=True):
        for person in chance.sample(world.people, len(world.people) // 2):
            line = {"type": "update-posted", "reason": "member", "entry_id": entry.id, "told_at": now()}
            read_at = chance.choice((None, now()))
            session().add(Notification(person_id=person.id, event_id=event.id, read_at=read_at, **line))
    session().flush()


def _attach(world: RandomWorld) -> None:
    """Every third entry has a file, or had one."""
    for entry in world.entries[::3]:
        kept = {"kind": "picture", "name": "a.png", "media_type": "image/png", "size": 1, "blob_key": str(uuid4())}
        last = 1 if entry.id % 2 else None
        world.files.append(
            Attachment(entry_id=entry.id, owner_id=entry.author_id, first_n=1, last_n=last, added_at=now(), **kept)
        )
    session().add_all(world.files)
    session().flush()


def _ask_for_help(chance: random.Random, world: RandomWorld) -> None:
    """Two of three updates ask for something: open, answered with somebody's help, closed; and people were asked."""
    for entry in world.entries:
        if isinstance(entry, Reflection) or chance.random() < 0.3:
            continue
        state = chance.choice(("open", "answered", "answered", "closed"))
        request = HelpRequest(entry_id=entry.id, question="What?", state=state, asked_at=now(), since=now())
        if state != "open":
            request.words, request.helper_id = "This.", chance.choice(world.people).id
            request.answerer_id = request.entry_author_id = entry.author_id
            request.partnership_id, request.audience = entry.partnership_id, entry.audience
            request.confided_at = entry.confided_at
            request.helping_place_id = chance.choice([None, *(place.id for place in world.places)])
        session().add(request)
        session().flush()
        for person in chance.sample(world.people, 3):
            asked_at = chance.choice((None, now()))
            session().add(
                HelpAsking(
                    request_id=request.id, person_id=person.id, asker_id=entry.author_id, suggested_at=now(),
                    wrote_id=chance.choice([None, *(one.id for one in world.entries)]),
                    asked_at=asked_at, asked_by_id=entry.author_id if asked_at else None,
                )
            )  # fmt: skip
    session().flush()


def _carry_and_follow(chance: random.Random, world: RandomWorld) -> None:
    """Some entries carry themes, some people follow places, themes and one another."""
    for entry in world.entries:
        lifecycle.put_themes(entry, chance.sample([theme.id for theme in world.themes], chance.randint(0, 2)))
    for person in world.people:
        for column, rows in (
            ("partnership_id", world.places),
            ("theme_id", world.themes),
            ("followed_id", world.people),
        ):
            targets: list[Any] = list(rows)
            for target in chance.sample(targets, 2):
                session().add(Follow(person_id=person.id, since=now(), **{column: target.id}))
    session().flush()


def _settle(chance: random.Random, world: RandomWorld) -> None:
    """Terms that began and ended at different times, several for most; accounts that are closed; roles that ended."""
    holdings = session().query(RoleHolding).filter(RoleHolding.person_id.in_([one.id for one in world.people])).all()
    for person in world.people:
        for place in chance.sample(world.places, chance.randint(0, len(world.places) - 1)):
            first, last = sorted((chance.choice(DAYS), chance.choice(DAYS)))
            session().add(
                Membership(
                    person_id=person.id,
                    partnership_id=place.id,
                    role=chance.choice(PLACE_ROLES),
                    starts_on=today() + timedelta(days=first),
                    ends_on=chance.choice((None, today() + timedelta(days=last))),
                    ended_at=chance.choice((None, None, None, now() - timedelta(days=1))),
                    created_at=now() + timedelta(days=first),
                    began_at=now() + timedelta(days=min(first, 0), minutes=chance.choice((-1, 1))),
                )
            )
        if chance.random() < 0.15:
            person.disabled_at = now()
        if chance.random() < 0.2:
            for held in (one for one in holdings if one.person_id == person.id):
                held.ended_at = now()
    session().flush()
