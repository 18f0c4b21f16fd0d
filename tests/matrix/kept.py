"""What people keep for themselves in the matrix's world: a note is for whoever wrote it, also when what it is about can
no longer be read. And what is pinned on a theme, of which some is for fewer people later.
"""

from typing import TYPE_CHECKING

from lpcommunity.bookmarks.commands import keep
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import Entry
from lpcommunity.introductions.commands import introduce
from lpcommunity.theme_pins.commands import pin
from lpcommunity.updates.commands import post_update
from tests.factories import reading
from tests.factories.world import READERS

if TYPE_CHECKING:
    from tests.matrix.canaries import Told

KEEPERS = {"member here": "partnership", "member elsewhere": "community", "evaluator": "public", "nobody": "public"}
PINNED = ("facilitators", "partnership", "public")


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


INTRODUCED = (("member here", "evaluator", "facilitator elsewhere"), ("programme team", "lead here", "author"))


def introduce_people(told: "Told") -> None:
    """Why two people are introduced is for them and for whoever introduced them. No list shows it, and no e-mail."""
    for three in INTRODUCED:
        by, one, other = (told.world.someone(kind) for kind in three)
        canary = f"canary-introduced-by-{three[0].replace(' ', '-')}"
        made = introduce(reading(by), one, other, f"Since {canary}.", signed_forms.new_key())
        told.item(canary, set(three), path=f"/introductions/{made.id}")


def pin_on_theme(told: "Told") -> None:
    """Why something is pinned is for whoever may read it: of three things two are for fewer later. Each stands on the
    page of the theme for its readers, and leaves no trace there for others.
    """
    assert told.theme is not None
    team, author = reading(told.world.someone("programme team")), reading(told.world.someone("author"))
    made = {audience: _with_theme(told, f"canary-pinned-{audience}") for audience in PINNED}
    for audience, entry in made.items():
        why, readers = f"canary-why-pinned-{audience}", READERS[audience] | {"author"}
        pin(team, told.theme, entry, f"Since {why}.")
        change_entry_audience(author, entry, audience)
        path = f"/updates/{entry.id}"
        told.item(f"canary-pinned-{audience}", readers, path=path, entry=entry, listed=True, theme=True)
        told.item(why, readers, path="/themes/shared-theme", entry=entry)


def _with_theme(told: "Told", canary: str) -> Entry:
    assert told.theme is not None
    words = Content.written(f"Title {canary}", {"body": f"Text {canary}. And more of it."})
    author = reading(told.world.someone("author"))
    made: Entry = post_update(
        author, told.world.here, signed_forms.new_key(), words, audience="public", standing="on-track",
        theme_ids=[told.theme.id],
    )  # fmt: skip
    return made
