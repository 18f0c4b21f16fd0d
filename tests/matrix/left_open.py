"""Questions that stay open in the matrix's world: one that is, one answered by what its place may read, one by what its
author alone reads since, and one by an action.
"""

from typing import TYPE_CHECKING

from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.questions.commands import leave_open, point_to_answer
from lpcommunity.reflections import commands as reflections
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.answers import moves_of_latest_answer
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.updates import commands as updates
from lpcommunity.updates.models import Update
from tests.factories import action, reading
from tests.factories.world import READERS

if TYPE_CHECKING:
    from tests.matrix.canaries import Told


def leave_questions_open(told: "Told") -> None:
    """On the page of the place: what was asked, for whoever reads the exchange; what answers it, for its readers."""
    world, author = told.world, reading(told.world.someone("author"))
    between, page = READERS["facilitators"] | {"author"}, f"/partnerships/{world.here.slug}"
    made = reflections.write_reflection(
        author, world.here, signed_forms.new_key(), _words("canary-wondered"), cycle="free", audience="public",
        submit=True,
    )  # fmt: skip
    told.item("canary-wondered", READERS["public"], path=f"/reflections/{made.id}", entry=made, listed=True)
    asked = ["canary-question-open", "canary-question-answered", "canary-question-shut", "canary-question-done"]
    moves = [MoveContent("challenging", "", "", f"Why {one}?") for one in asked]
    asker = reading(world.someone("facilitator here"))
    reviews.send_review(asker, made, signed_forms.new_key(), "invites", moves, made.version)
    for canary in asked:
        told.item(canary, between, path=page, entry=made)
    still_open, answered, shut, acted_on = moves_of_latest_answer(made.id)
    leave_open(author, made, still_open)
    found, hidden = (_update(told, which, "partnership") for which in ("canary-answering", "canary-answering-alone"))
    point_to_answer(author, made, answered, f"{found.kind}:{found.id}")
    point_to_answer(author, made, shut, f"{hidden.kind}:{hidden.id}")
    change_entry_audience(author, hidden, "me")
    done = action(world.someone("author"), world.here, "public", what="Something that everybody reads")
    point_to_answer(author, made, acted_on, f"action:{done.id}")
    readers = READERS["partnership"] | {"author"}
    told.item("canary-answering", readers, path=page, entry=found, listed=True)
    told.item("canary-answering-alone", {"author"}, path=page, entry=hidden, listed=True)


def _update(told: "Told", canary: str, audience: str) -> Update:
    author = reading(told.world.someone("author"))
    return updates.post_update(
        author, told.world.here, signed_forms.new_key(), _words(canary), audience=audience, standing="on-track"
    )


def _words(canary: str) -> Content:
    return Content.written(f"Title {canary}", {"body": f"Text {canary}. And more of it."})
