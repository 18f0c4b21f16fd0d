"""What people keep for themselves in the matrix's world: a note is for whoever wrote it, also when what it is about can
no longer be read.
"""

from typing import TYPE_CHECKING

from lpcommunity.bookmarks.commands import keep
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.updates.commands import post_update
from tests.factories import reading
from tests.factories.world import READERS

if TYPE_CHECKING:
    from tests.matrix.canaries import Told

KEEPERS = {"member here": "partnership", "member elsewhere": "community", "evaluator": "public", "nobody": "public"}


def keep_things(told: "Told") -> None:
    """Each of some people keeps something, with a note; one of them what is for fewer people by now."""
    author = reading(told.world.someone("author"))
    for kind, audience in KEEPERS.items():
        canary, entry = f"canary-noted-by-{kind.replace(' ', '-')}", told.items[f"canary-update-{audience}"].entry
        assert entry is not None
        keep(reading(told.world.someone(kind)), entry, note=f"Note: {canary}.")
        told.item(canary, {kind}, path="/bookmarks?show=kept")
    words = Content.written("Title canary-kept-narrowed", {"body": "Text canary-kept-narrowed. And more of it."})
    made = post_update(
        author, told.world.here, signed_forms.new_key(), words, audience="partnership", standing="on-track"
    )
    for kind in ("member here", "facilitator here"):
        canary = f"canary-noted-narrowed-by-{kind.replace(' ', '-')}"
        keep(reading(told.world.someone(kind)), made, note=f"Note: {canary}.")
        told.item(canary, {kind}, path="/bookmarks?show=kept")
    change_entry_audience(author, made, "facilitators")
    readers = READERS["facilitators"] | {"author"}
    told.item("canary-kept-narrowed", readers, path=f"/updates/{made.id}", entry=made, listed=True)
