"""Whether words may be quoted: they stand in that version, and who quotes them may read it."""

from sqlalchemy import select

from lpcommunity.access import Invalid
from lpcommunity.access.reader import Reader
from lpcommunity.comments import policy
from lpcommunity.comments.models import LONGEST_QUOTE, PUBLISHED, Comment, CommentRevision
from lpcommunity.comments.words import Quotation
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.entries.policy import can_read_revision
from lpcommunity.reviews.quotations import contains
from lpcommunity.storage import session


def check_quotation(actor: Reader, entry: Entry, quotation: Quotation) -> None:
    """Within a command. Raises Invalid (quote): what may not be read and what is not there are not told apart."""
    if len(quotation.words) > LONGEST_QUOTE:
        raise Invalid("quote", "quote-too-long", length=len(quotation.words), most=LONGEST_QUOTE)
    source = _source(actor, entry, quotation)
    if source is None or not contains(source[0], source[1], quotation.words):
        raise Invalid("quote", "quote-not-found")


def may_quote(actor: Reader, entry_id: int, quotation: Quotation | None) -> bool:
    """Whether somebody may still read what words are from that they once took over, in that version: a draft holds
    them although it was withdrawn since, or closed to its writer.
    """
    entry = session().get(Entry, entry_id) if quotation is not None else None
    return entry is not None and quotation is not None and _source(actor, entry, quotation) is not None


def _source(actor: Reader, entry: Entry, quotation: Quotation) -> tuple[str, str] | None:
    return _entry_text(actor, entry, quotation) if quotation.comment_id is None else _said(actor, entry, quotation)


def _entry_text(actor: Reader, entry: Entry, quotation: Quotation) -> tuple[str, str] | None:
    query = select(Revision).where(Revision.entry_id == entry.id, Revision.n == quotation.version)
    found = session().scalar(query)
    if found is None or not can_read_revision(actor, entry, found):
        return None
    return f"<p>{found.title}</p>{found.body_html}", "\n".join([found.title, *map(str, found.fields.values())])


def _said(actor: Reader, entry: Entry, quotation: Quotation) -> tuple[str, str] | None:
    comment = session().get(Comment, quotation.comment_id)
    if comment is None or comment.entry_id != entry.id or comment.state != PUBLISHED:
        return None
    if not policy.stands(actor, comment, entry):
        return None
    query = select(CommentRevision).where(
        CommentRevision.comment_id == comment.id, CommentRevision.n == quotation.version
    )
    found = session().scalar(query)
    if found is None or not policy.is_told(actor, found):
        return None
    return found.body_html, found.body
