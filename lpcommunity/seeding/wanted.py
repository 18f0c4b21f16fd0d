"""What updates of the bench's community ask for: of ten two are open, seven were answered, one is closed."""

from lpcommunity.help_requests.models import ANSWERED, CLOSED, OPEN, HelpRequest
from lpcommunity.seeding.places import table
from lpcommunity.seeding.world import World
from lpcommunity.seeding.writer import Row, Writer

STATES = (OPEN, OPEN, CLOSED, *[ANSWERED] * 7)
OPENLY = ("community", "public")  # of what others read, those of other places help
TOLD = ("answerer_id", "entry_author_id", "partnership_id", "audience", "confided_at")


def _told(entry: Row) -> Row:
    """Said by whoever asked, to those for whom the entry is."""
    said = {name: entry[name] for name in ("partnership_id", "audience", "confided_at")}
    return {"answerer_id": entry["author_id"], "entry_author_id": entry["author_id"], **said}


def state_of(number: int) -> str:
    """How the request of the entry of this number stands: its card says so, too."""
    return STATES[number % len(STATES)]


def ask_for_help(writer: Writer, world: World, entry: Row, question: str) -> None:
    """The request of an entry that is on record. It takes no chance of its own: all else stays as it was."""
    number = int(entry["id"])
    state = state_of(number)
    answered = state == ANSWERED
    other = world.places[number % len(world.places)]
    helps = answered and entry["audience"] in OPENLY and other.members and other.id != entry["partnership_id"]
    writer.add(
        table(HelpRequest),
        {
            "id": writer.number(table(HelpRequest)),
            "entry_id": number,
            "question": question,
            "state": state,
            "asked_at": entry["published_at"],
            "since": entry["published_at"],
            "words": "Somebody who had met it told us what they did." if answered else "",
            "helper_id": other.members[0] if helps else None,
            "helping_place_id": other.id if helps else None,
            "helped_comment_id": None,
            **dict.fromkeys(TOLD, None),
            **(_told(entry) if answered else {}),
        },
    )
