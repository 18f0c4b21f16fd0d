"""Help that is wanted in the matrix's world: asked for and found, for every audience; who was asked, and who helped.

Every update of the matrix asks besides, with its canary in the question.
"""

from typing import TYPE_CHECKING

from lpcommunity.comments.commands import post_comment
from lpcommunity.comments.words import Words
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.help_requests.commands import answer_request, ask_person, say_not_now
from lpcommunity.updates.commands import post_update
from lpcommunity.updates.models import Update
from tests.factories import reading, think_of
from tests.factories.world import READERS

if TYPE_CHECKING:
    from tests.matrix.canaries import Told

ASKED = {"facilitators": "facilitator here", "partnership": "deputy here", "community": "evaluator"}
HELPED_BY = "facilitator here"  # who may read all of it that others may


def want_help(told: "Told") -> None:
    """On the board and among what helped: for whoever may read the entry that asks."""
    author = reading(told.world.someone("author"))
    for audience in AUDIENCES:
        readers = READERS[audience] | {"author"}
        made, canary = _asks(told, f"canary-wanted-{audience}", audience), f"canary-helped-{audience}"
        told.item(f"canary-wanted-{audience}", readers, path=f"/updates/{made.id}", entry=made, listed=True)
        helper = told.world.someone(HELPED_BY).id if audience != "me" else None
        answer_request(author, made, f"It was {canary}.", helper)
        told.item(canary, readers, path=f"/updates/{made.id}", entry=made)
    for audience, whom in ASKED.items():
        canary = f"canary-asked-about-{audience}"
        made = _asks(told, canary, audience)
        person = told.world.someone(whom)
        think_of(made, person.id)
        ask_person(author, made, person.id)
        mailed = audience != "facilitators"
        readers = READERS[audience] | {"author"}
        told.item(canary, readers, path="/help-wanted", entry=made, listed=True, mailed=mailed)
    say_not_now(reading(told.world.someone("evaluator")), made)
    _helped_by_a_comment(told)
    _said_by_a_lead(told)


def _helped_by_a_comment(told: "Told") -> None:
    """Said and marked among the partnership; then anybody may read the question, and that it is answered."""
    author, made = reading(told.world.someone("author")), _asks(told, "canary-asked-among-few", "partnership")
    few, canary = READERS["partnership"], "canary-helped-among-few"
    said = Words.written(f"It was {canary}.")
    comment = post_comment(reading(told.world.someone("deputy here")), made, signed_forms.new_key(), said)
    answer_request(author, made, "", comment=comment)
    change_entry_audience(author, made, "public")
    path = f"/updates/{made.id}"
    told.item("canary-asked-among-few", READERS["public"], path=path, entry=made, listed=True)
    told.item(canary, few, path=path, entry=made, found=True)


def _said_by_a_lead(told: "Told") -> None:
    """She says what helped, and who, for the partnership; then whoever asked opens it to anybody."""
    author, made = reading(told.world.someone("author")), _asks(told, "canary-asked-by-a-member", "partnership")
    few, canary = READERS["partnership"], "canary-lead-helped"
    answer_request(reading(told.world.someone("lead here")), made, f"It was {canary}.", None)
    change_entry_audience(author, made, "public")
    path = f"/updates/{made.id}"
    told.item("canary-asked-by-a-member", READERS["public"], path=path, entry=made, listed=True)
    told.item(canary, few, path=path, entry=made)


def _asks(told: "Told", canary: str, audience: str) -> Update:
    words = Content.written(f"Title {canary}", {"body": f"Text {canary}. And more of it."})
    author = reading(told.world.someone("author"))
    return post_update(
        author, told.world.here, signed_forms.new_key(), words, audience=audience, standing="on-track",
        help_wanted=f"What about {canary}?",
    )  # fmt: skip
