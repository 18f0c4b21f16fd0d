"""What is said below entries in the matrix's world: for each audience, widened later, quoted, withdrawn, with files;
and a conversation that was closed while fewer people could read it.
"""

from typing import TYPE_CHECKING
from uuid import uuid4

from lpcommunity.attachments.commands import add_attachment
from lpcommunity.comments.closing import close_conversation
from lpcommunity.comments.commands import post_comment, withdraw_comment
from lpcommunity.comments.models import Comment
from lpcommunity.comments.words import Quotation, Words
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.partnerships.models import Partnership
from lpcommunity.updates.commands import post_update
from tests.factories import reading
from tests.factories.world import READERS, READERS_ELSEWHERE

if TYPE_CHECKING:
    from tests.matrix.canaries import Told


def talk(told: "Told") -> None:
    """Somebody facilitates, the author replies, a third quotes both; one took their words back."""
    for audience in ("facilitators", "partnership", "community", "public"):
        entry = told.items[f"canary-update-{audience}"].entry
        assert entry is not None
        readers = READERS[audience] | {"author"}
        said = _say(told, "facilitator here", entry, f"canary-said-{audience}", readers)
        _say(told, "author", entry, f"canary-saidback-{audience}", readers, parent=said)
        unsaid = _say(told, "facilitator here", entry, f"canary-unsaid-{audience}", {"facilitator here"})
        withdraw_comment(reading(told.world.someone("facilitator here")), unsaid, entry)
        told.items[f"canary-unsaid-{audience}"].path = "/comments"
    _below_a_reflection(told)
    _elsewhere(told)
    _widened(told)


def _say(
    told: "Told", who: str, entry: Entry, canary: str, readers: set[str], *, key: str | None = None,
    parent: Comment | None = None, quotation: Quotation | None = None,
) -> Comment:  # fmt: skip
    made = post_comment(
        reading(told.world.someone(who)), entry, key or str(uuid4()), Words.written(f"Said: {canary}."), parent=parent,
        quotation=quotation,
    )  # fmt: skip
    told.item(canary, readers, path=kind_of(entry.kind).path(entry.id), entry=entry, found=True)
    return made


def _update(told: "Told", who: str, place: Partnership, canary: str) -> Entry:
    words = Content.written(f"Title {canary}", {"body": f"Text {canary}. And more of it."})
    made: Entry = post_update(
        reading(told.world.someone(who)), place, str(uuid4()), words, audience="partnership", standing="on-track"
    )
    return made


def _below_a_reflection(told: "Told") -> None:
    """What is shared has both: an exchange for few, and a conversation for those for whom it is."""
    for audience in ("partnership", "public"):
        item = told.items.get(f"canary-reflection-{audience}")
        if item is not None and item.entry is not None:
            _say(told, "lead here", item.entry, f"canary-reflected-{audience}", READERS[audience] | {"author"})


def _elsewhere(told: "Told") -> None:
    entry = _update(told, "member elsewhere", told.world.elsewhere, "canary-talked-elsewhere")
    told.item(
        "canary-talked-elsewhere",
        READERS_ELSEWHERE["partnership"],
        path=f"/updates/{entry.id}",
        entry=entry,
        listed=True,
    )
    _say(told, "facilitator elsewhere", entry, "canary-said-elsewhere", READERS_ELSEWHERE["partnership"])


def _widened(told: "Told") -> None:
    """Said, quoted, attached and closed among the partnership; then anybody may read the entry."""
    entry, few = _update(told, "author", told.world.here, "canary-talked-closed"), READERS["partnership"]
    key, member = str(uuid4()), reading(told.world.someone("member here"))
    file = add_attachment(member, key, "canary-file-said.txt", b"Inside: canary-file-said\n")
    said = _say(told, "member here", entry, "canary-said-among-few", few, key=key)
    told.item("canary-file-said", few, path=f"/attachments/{file.id}", entry=entry)
    close_conversation(reading(told.world.someone("lead here")), entry, "Since canary-why-closed.")
    told.item("canary-why-closed", few, path=kind_of(entry.kind).path(entry.id), entry=entry)
    open_entry = _update(told, "author", told.world.here, "canary-talked-open")
    for canary, one in (("canary-talked-closed", entry), ("canary-talked-open", open_entry)):
        told.item(canary, READERS["public"], path=f"/updates/{one.id}", entry=one, listed=True)
    among = _say(told, "member here", open_entry, "canary-quoted-among-few", few)
    for one in (entry, open_entry):
        change_entry_audience(reading(told.world.someone("author")), one, "public")
    quotation = Quotation(1, "canary-quoted-among-few", among.id)
    _say(told, "lead here", open_entry, "canary-quoting", READERS["public"], quotation=quotation)
    _say(told, "deputy here", open_entry, "canary-reply-among-few", few, parent=among)
    assert said.audience == "partnership"
