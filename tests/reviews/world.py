"""A place with somebody who reflects and somebody who answers."""

from dataclasses import dataclass
from uuid import uuid4

from lpcommunity.access.reader import reader_of
from lpcommunity.entries.content import Content
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.reflections import commands as reflections
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.exchange import Exchange, exchange_of
from lpcommunity.reviews.models import INVITES, Review
from lpcommunity.storage import session
from tests.factories import belongs, person, place, reading

WORDS = Content.written(
    "Why did forty firms never ring back?",
    {
        "what": "We wrote to 112 firms. Forty of those **did not answer** the phone.",
        "so-what": "I had told the board that demand was proven. It stung.",
    },
    {"what": "What?", "so-what": "So what?"},
)


def new_key() -> str:
    return str(uuid4())


def exchange(reflection: Reflection) -> Exchange:
    """The exchange as its author reads it."""
    return exchange_of(reader_of(reflection.author_id), reflection)


@dataclass
class World:
    hull: Partnership
    amina: Person  # reflects
    owen: Person  # answers
    colin: Person  # a member beside her


def world() -> World:
    hull = place("Hull")
    amina, owen, colin = person("Amina Rahman"), person("Dr Owen Pritchard"), person("Colin Marsh")
    belongs(amina, hull, "lead")
    belongs(colin, hull)
    belongs(owen, hull, "facilitator")
    return World(hull, amina, owen, colin)


def written(w: World, audience: str = "facilitators", submit: bool = True, words: Content = WORDS) -> Reflection:
    return reflections.write_reflection(
        reading(w.amina), w.hull, new_key(), words, cycle="driscoll", audience=audience, submit=submit
    )


def answer(
    who: Person, reflection: Reflection, outcome: str = INVITES, *moves: MoveContent, version: int | None = None
) -> Review:
    said = moves or (MoveContent("challenging", "so-what", "demand was proven", "Who needed it to be proven?"),)
    return reviews.send_review(
        reading(who),
        reflection,
        new_key(),
        outcome,
        said,
        version or reflection.submitted_version or reflection.version,
    )


def happened() -> list[str]:
    """The names of what was recorded, in order, but for how people came."""
    names = session().query(OutboxEvent.name).order_by(OutboxEvent.id)
    return [name for (name,) in names if not name.startswith("Membership")]
