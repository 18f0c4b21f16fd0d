"""The box in which somebody says something: its form, who can read it, and who is told."""

from dataclasses import dataclass
from typing import Protocol

from lpcommunity.access.reader import Reader
from lpcommunity.attachments.file_types import HELP_TEXT
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.comments.forms import CommentForm
from lpcommunity.comments.models import Comment
from lpcommunity.comments.participants import Participant, circle_to_come, to_be_told
from lpcommunity.comments.policy import narrower
from lpcommunity.comments.quoting import may_quote
from lpcommunity.comments.talk_text import (
    FOR_EVERYBODY,
    for_community,
    for_facilitators,
    for_partnership,
    who_is_told,
)
from lpcommunity.drafts import windows
from lpcommunity.drafts.editing_session import EditingSession
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import FACILITATORS, EntryLike
from lpcommunity.entries.readership import community_size, confidants_of, readership_of
from lpcommunity.mentions.policy import Reach
from lpcommunity.offline import resends
from lpcommunity.web.humanize import people_list


class Placed(EntryLike, Protocol):
    """An entry as a page has it: with its place."""

    @property
    def partnership(self) -> PlaceName | None: ...


@dataclass(frozen=True)
class Box:
    """A form for a comment, with what stands around it."""

    form: CommentForm
    editing: EditingSession
    files: FormFiles
    reads: str
    told: str
    mentions: str  # where names are suggested
    left_out: bool  # whether its draft quotes what its writer may no longer read
    limits: str = HELP_TEXT


def box_for(
    reader: Reader,
    entry: Placed,
    editing: EditingSession,
    form: CommentForm,
    files: FormFiles | None = None,
    parent: Comment | None = None,
) -> Box:
    """The box below an entry, or for a reply to what was said there."""
    if not form.seen.data:
        form.signed_form.data = editing.token
        form.seen.data = str(windows.opened(editing.draft))
    left_out = editing.draft is not None and bool(form.quote.data) and not may_quote(reader, entry.id, form.quotation)
    if left_out:
        form.quote.data = form.quote_from.data = ""
    form.body.label.text = "Your reply" if parent is not None else "Your comment"
    resends.tell(form, told(entry, parent))
    who = to_be_told(circle_to_come(reader, entry, parent))
    return Box(
        form=form,
        editing=editing,
        files=files or FormFiles(),
        reads=_reads(reader, entry, parent, who.people),
        told=who_is_told(who, parent.author_id if parent is not None else None),
        left_out=left_out,
        mentions=f"/mentions?entry={entry.id}&audience={reach_to_come(entry, parent).audience}",
    )


def reach_to_come(entry: EntryLike, parent: Comment | None = None) -> Reach:
    """For whom it would be, for those whom it mentions."""
    audience = entry.audience if parent is None else narrower(entry.audience, parent.audience)
    within = parent is not None and parent.audience == FACILITATORS
    confided_at = parent.confided_at if within and parent is not None else entry.confided_at
    return Reach(audience, entry.partnership_id, entry.author_id, entry.id, confided_at)


def told(entry: EntryLike, parent: Comment | None = None) -> resends.Told:
    """For whom it would be, as a form carries it: whether it still is so is asked when it is sent."""
    audience = entry.audience if parent is None else narrower(entry.audience, parent.audience)
    names = people_list(one.name for one in confidants_of(entry)) if audience == FACILITATORS else ""
    said = f"{entry.state} {audience} {names}"
    return {resends.ALL: said, resends.WHO: said}


def _reads(reader: Reader, entry: Placed, parent: Comment | None, who: list[Participant]) -> str:
    """Who can read it; the database is asked for no more than the sentence says."""
    audience = entry.audience if parent is None else narrower(entry.audience, parent.audience)
    word = kind_of(entry.kind).word
    if audience == "community":
        return for_community(community_size(), word)
    if audience == "partnership" and entry.partnership is not None:
        return for_partnership(readership_of(entry.partnership), word)
    if audience == FACILITATORS:
        names = [one.name for one in confidants_of(entry) if one.id != reader.id]
        return for_facilitators([*(one.name for one in who if one.entry_author), *names], word)
    return FOR_EVERYBODY
