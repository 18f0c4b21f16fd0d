"""The box in which somebody says something: its form, who can read it, and who is told."""

from dataclasses import dataclass

from lpcommunity.access.reader import Reader
from lpcommunity.attachments.file_types import HELP_TEXT
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.comments.forms import CommentForm
from lpcommunity.comments.models import Comment
from lpcommunity.comments.participants import circle_to_come, participants
from lpcommunity.comments.policy import narrower
from lpcommunity.comments.talk_text import who_is_told, who_reads
from lpcommunity.drafts import windows
from lpcommunity.drafts.editing_session import EditingSession
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import FACILITATORS, EntryLike
from lpcommunity.entries.readership import confidants_of, readership_of
from lpcommunity.offline import resends
from lpcommunity.web.humanize import people_list


@dataclass(frozen=True)
class Box:
    """A form for a comment, with what stands around it."""

    form: CommentForm
    editing: EditingSession
    files: FormFiles
    reads: str
    told: str
    limits: str = HELP_TEXT


def box_for(
    reader: Reader,
    entry: EntryLike,
    editing: EditingSession,
    form: CommentForm,
    files: FormFiles | None = None,
    parent: Comment | None = None,
) -> Box:
    """The box below an entry, or for a reply to what was said there."""
    if not form.seen.data:
        form.signed_form.data = editing.token
        form.seen.data = str(windows.opened(editing.draft))
    form.body.label.text = "Your reply" if parent is not None else "Your comment"
    resends.tell(form, told(entry, parent))
    return Box(
        form=form,
        editing=editing,
        files=files or FormFiles(),
        reads=_reads(entry, parent),
        told=who_is_told(participants(circle_to_come(reader, entry, parent))),
    )


def told(entry: EntryLike, parent: Comment | None = None) -> resends.Told:
    """For whom it would be, as a form carries it: whether it still is so is asked when it is sent."""
    audience = entry.audience if parent is None else narrower(entry.audience, parent.audience)
    names = people_list(one.name for one in confidants_of(entry)) if audience == FACILITATORS else ""
    said = f"{entry.state} {audience} {names}"
    return {resends.ALL: said, resends.WHO: said}


def _reads(entry: EntryLike, parent: Comment | None) -> str:
    audience = entry.audience if parent is None else narrower(entry.audience, parent.audience)
    place = getattr(entry, "partnership", None)
    return who_reads(audience, readership_of(place), kind_of(entry.kind).word) if place is not None else ""
