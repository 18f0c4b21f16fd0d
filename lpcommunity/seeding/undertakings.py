"""What was undertaken because of an entry: one of six leads to an action, and most of those were reported on."""

from datetime import UTC, datetime, timedelta
from random import Random

from lpcommunity.actions.models import OUTCOMES, Action
from lpcommunity.seeding import phrases
from lpcommunity.seeding.places import table
from lpcommunity.seeding.world import Place
from lpcommunity.seeding.writer import Row, Writer

ONE_IN, REPORTED, DAY = 6, 0.9, 86_400.0  # seconds


def undertake(writer: Writer, place: Place, entry: Row, now: float) -> None:
    """Write down an action that comes of this entry, now and then, for as many people at most."""
    dice = Random(entry["id"])  # noqa: S311  (of its own: the rest of the community stays as it was)
    if dice.randrange(ONE_IN) or not place.members:
        return
    created, audience = entry["created_at"], entry["audience"]
    days, late = dice.randint(5, 60), dice.expovariate(1 / 5.0)
    told_at = created.timestamp() + (days + late - 5) * DAY
    reported = dice.random() < REPORTED and told_at < now
    owner = dice.choice(place.members)
    writer.add(
        table(Action),
        {
            "id": writer.number(table(Action)),
            "idempotency_key": f"seed-action-{entry['id']}",
            "partnership_id": place.id,
            "author_id": entry["author_id"],
            "audience": audience,
            "confided_at": created if audience == "facilitators" else None,
            "what": dice.choice(phrases.NEXT).format("the library").rstrip("."),
            "due_on": (created + timedelta(days=days)).date(),
            "expects": dice.choice(phrases.THOUGHT).format("the library") if dice.random() < 0.4 else "",
            "owner_id": owner,
            "partner_owner_id": None,
            "source_entry_id": entry["id"],
            "source_move_id": None,
            "holds_move": False,
            "words_asked_at": None,
            "words_given_at": None,
            "continues_id": None,
            "outcome": dice.choice(list(OUTCOMES)[::2]) if reported else None,
            "came_of_it": dice.choice(phrases.HAPPENED).format("the library") if reported else "",
            "reported_at": datetime.fromtimestamp(told_at, UTC) if reported else None,
            "reporter_id": owner if reported else None,
            "created_at": created,
        },
    )
