"""What is said around the rhythm of a place in the matrix's world: why it pauses, what it passes over, and what is in
the way, told to the facilitators alone in a check-in that everybody reads.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from lpcommunity.drafts import signed_forms
from lpcommunity.entries.content import Content
from lpcommunity.reflections.models import Reflection
from lpcommunity.rhythm.commands.chances import pass_over
from lpcommunity.rhythm.commands.check_ins import check_in
from lpcommunity.rhythm.commands.pausing import pause
from lpcommunity.rhythm.models import CHECK_IN, OPEN, Chance, CheckIn
from lpcommunity.rhythm.policy import AUDIENCES
from lpcommunity.storage import session, today, transactional
from tests.factories import reading
from tests.factories.world import READERS

if TYPE_CHECKING:
    from tests.matrix.canaries import Told

TEAM = {"programme team", "programme team member elsewhere"}
# For the place, said before somebody came to it.
SAID_TO_PLACE = {"canary-pause-partnership", "canary-passed-over"}


def keep_rhythms(told: "Told") -> None:
    """A chance passed over, and a pause for each audience of its reason, the lead being the one who says so."""
    place, lead = told.world.here, reading(told.world.someone("lead here"))
    pass_over(lead, _offered(place.id), "canary-passed-over")
    told.item("canary-passed-over", READERS["partnership"] | TEAM, path=f"/partnerships/{place.slug}/chances")
    for number, audience in enumerate(AUDIENCES, 5):
        canary = f"canary-pause-{audience}"
        pause(lead, place, today() + timedelta(days=number), f"Why {canary}.", audience)
        readers = READERS[audience] | {"lead here"} | (TEAM if audience == "partnership" else set())
        told.item(canary, readers, path=f"/partnerships/{place.slug}/rhythm")


def check_in_confiding(told: "Told") -> None:
    """Everybody reads the check-in; what is in the way goes to the facilitators."""
    author, place = told.world.someone("author"), told.world.here
    said = Content.written("", {"body": "canary-checked-in"})
    update = check_in(
        reading(author), place, signed_forms.new_key(), said, audience="public", standing="on-track",
        confided="canary-blocker-confided",
    )  # fmt: skip
    readers = READERS["public"] | {"author"}
    told.item("canary-checked-in", readers, path=f"/updates/{update.id}", entry=update, listed=True)
    reflection = session().get_one(Reflection, session().get_one(CheckIn, update.id).reflection_id)
    told.item(
        "canary-blocker-confided",
        READERS["facilitators"] | {"author"},
        path=f"/reflections/{reflection.id}",
        entry=reflection,
        listed=True,
    )


@transactional
def _offered(place_id: int) -> Chance:
    """A check-in that waits."""
    made = Chance(offered_as=f"check-in:{place_id}", partnership_id=place_id, kind=CHECK_IN, day=today(), state=OPEN)
    session().add(made)
    session().flush()
    return made
