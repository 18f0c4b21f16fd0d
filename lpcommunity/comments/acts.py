"""How conversations are told in a programme's history: said, changed, taken back; closed, and opened again."""

from uuid import uuid4

from lpcommunity.comments import closing, commands
from lpcommunity.comments.models import LONGEST, LONGEST_QUOTE, LONGEST_REASON, Comment
from lpcommunity.comments.single_comments import entry_of
from lpcommunity.comments.words import Quotation, Words
from lpcommunity.entries.models import Entry
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, LocatedText, Shape, email, moment, or_nothing, slug, text

QUOTING = Shape({"words": text(LONGEST_QUOTE)}, {"of": or_nothing(slug)})
SAID = Shape(
    {"on": slug, "by": email, "at": moment, "body": text(LONGEST)},
    {"ref": or_nothing(slug), "reply-to": or_nothing(slug), "quoting": or_nothing(QUOTING)},
)
CHANGED = Shape({"of": slug, "by": email, "at": moment, "body": text(LONGEST)})
TAKEN_BACK = Shape({"of": slug, "by": email, "at": moment})
CLOSED = Shape({"on": slug, "by": email, "at": moment, "reason": text(LONGEST_REASON)})
OPENED = Shape({"on": slug, "by": email, "at": moment})


def _say(item: Item, state: ReplayState) -> None:
    """Below an entry, or in reply to a comment there; quoting what stands there by then."""
    actor, entry = state.person(item["by"]), state.entry(item["on"])
    parent = _below(item["reply-to"], entry, state) if item["reply-to"] else None
    quotation = _quotation(item["quoting"], entry, state) if item["quoting"] else None
    said = commands.post_comment(
        actor, entry, str(uuid4()), Words.written(item["body"]), parent=parent, quotation=quotation
    )
    if item["ref"]:
        state.entries.put(item["ref"], said)


def _quotation(quoting: Item, entry: Entry, state: ReplayState) -> Quotation:
    """Words of the entry, or of a comment below it, in the version of that time."""
    if quoting["of"] is None:
        return Quotation(entry.version, quoting["words"])
    source = _below(quoting["of"], entry, state)
    return Quotation(source.version, quoting["words"], source.id)


def _change(item: Item, state: ReplayState) -> None:
    actor, comment = state.person(item["by"]), _comment(item["of"], state)
    commands.change_comment(actor, comment, entry_of(comment), Words.written(item["body"]), comment.version)


def _take_back(item: Item, state: ReplayState) -> None:
    actor, comment = state.person(item["by"]), _comment(item["of"], state)
    commands.withdraw_comment(actor, comment, entry_of(comment))


def _close(item: Item, state: ReplayState) -> None:
    closing.close_conversation(state.person(item["by"]), state.entry(item["on"]), item["reason"])


def _open(item: Item, state: ReplayState) -> None:
    closing.open_conversation(state.person(item["by"]), state.entry(item["on"]))


def _comment(ref: LocatedText, state: ReplayState) -> Comment:
    found = state.entries.find(ref)
    if not isinstance(found, Comment):
        raise Unfit(ref.place, f"“{ref}” is not a comment")
    return found


def _below(ref: LocatedText, entry: Entry, state: ReplayState) -> Comment:
    """The comment of this name, which stands below this entry. Raises Unfit."""
    found = _comment(ref, state)
    if found.entry_id != entry.id:
        raise Unfit(ref.place, f"“{ref}” is a comment on something else")
    return found


# A comment that cannot have been takes nothing with it but what is said of it: its entry stands, and what others say.
register(Act("comment", SAID, _say, {"quote": "quoting"}, spoils=("ref",)))
register(Act("comment-change", CHANGED, _change, spoils=("of",)))
register(Act("comment-withdrawal", TAKEN_BACK, _take_back, spoils=("of",)))
register(Act("closing", CLOSED, _close, spoils=()))
register(Act("reopening", OPENED, _open, spoils=()))
