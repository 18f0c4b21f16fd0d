"""Saying something below an entry, changing it and taking it back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, require
from lpcommunity.access.rate_limits import CHANGES, COMMENTS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.attachments.commands import attach_to_holder, hold_files
from lpcommunity.comments import counts, policy
from lpcommunity.comments.domain_events import CommentChanged, CommentPosted, CommentWithdrawn
from lpcommunity.comments.models import (
    HIDDEN,
    HOLDER,
    LONGEST,
    PUBLISHED,
    WITHDRAWN,
    Closing,
    Comment,
    CommentRevision,
)
from lpcommunity.comments.quoting import check_quotation
from lpcommunity.comments.words import Quotation, Words
from lpcommunity.drafts.commands import discard_draft
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import FACILITATORS, ONLY_ME, Entry
from lpcommunity.mentions.commands import keep_mentions
from lpcommunity.mentions.policy import Reach
from lpcommunity.storage import now, session, transactional


class CommentConflict(Conflict):
    """The comment was changed since its author opened it. The form's page shows both texts."""

    def __init__(self) -> None:
        super().__init__("comment-changed-meanwhile")


@dataclass(frozen=True)
class SentFiles:
    """What the form of a change says of files: what pictures show, by the file's number, and what is taken away."""

    alts: Mapping[int, str] = field(default_factory=dict)
    removed: Collection[int] = ()


@limited(COMMENTS)
@transactional
def post_comment(
    actor: Reader,
    entry: Entry,
    idempotency_key: str,
    words: Words,
    *,
    parent: Comment | None = None,
    quotation: Quotation | None = None,
) -> Comment:
    """Say something below an entry, or in reply to a comment there. A form posted twice is one comment.

    It is for those for whom the entry is now, a reply for no more than what it replies to. A reply to a reply joins its
    thread. Raises Refused for whoever may not read it, Invalid for an empty text, a conversation that was closed, or
    something to reply to that was withdrawn meanwhile.
    """
    hold_files(idempotency_key)
    first = with_idempotency_key(idempotency_key)
    if first is not None:
        require(first.author_id == actor.id and first.entry_id == entry.id)
        return first
    lifecycle.lock(entry)
    require(policy.can_comment(actor, entry))
    _check_open(entry)
    _check(words)
    if parent is not None:
        _check_parent(actor, parent, entry)
    if quotation is not None:
        check_quotation(actor, entry, quotation)
    comment = _made(actor, entry, parent, words, quotation)
    comment.idempotency_key = idempotency_key
    session().add(comment)
    session().flush()
    comment.thread_id = parent.thread_id if parent is not None else comment.id
    _add_revision(comment)
    attach_to_holder(HOLDER, comment.id, comment.version, actor.id, idempotency_key)
    discard_draft(actor, idempotency_key)
    counts.change(comment, 1)
    keep_mentions(actor, comment.body_html, reach_of(comment), comment.version, part_of(comment))
    outbox.record(CommentPosted(comment.id, entry.id, actor.id, comment.parent_id))
    return comment


@limited(CHANGES)
@transactional
def change_comment(
    actor: Reader,
    comment: Comment,
    entry: Entry,
    words: Words,
    base_version: int,
    *,
    idempotency_key: str = "",
    files: SentFiles = SentFiles(),
) -> Comment:
    """Change one's own comment; the version before stays readable to those for whom it was.

    Where the entry is for fewer people by now, the comment is for these from now on, and so are its author's own
    replies. The same once more is the first. Raises Invalid where the conversation is closed, or where that would take
    what somebody else replied from those who read it; CommentConflict where the comment was changed otherwise since
    `base_version`.
    """
    lifecycle.lock(entry)
    session().refresh(comment)
    require(policy.can_change(actor, comment, entry))
    _check_open(entry)
    _check(words)
    hold_files(idempotency_key)
    if comment.version != base_version:
        if comment.body != words.body:
            raise CommentConflict
        discard_draft(actor, idempotency_key)
        return comment
    _narrow(comment, entry)
    if comment.body != words.body and comment.state == HIDDEN:
        _leave_to_author(comment)
        show_again(comment)  # it was hidden until it is changed
    comment.version += 1
    comment.body, comment.body_html, comment.changed_at = words.body, words.html, now()
    session().flush()
    _add_revision(comment)
    attach_to_holder(
        HOLDER, comment.id, comment.version, actor.id, idempotency_key, alts=files.alts, removed=files.removed
    )
    discard_draft(actor, idempotency_key)
    keep_mentions(actor, comment.body_html, reach_of(comment), comment.version, part_of(comment))
    outbox.record(CommentChanged(comment.id, entry.id, actor.id, comment.version))
    return comment


@transactional
def withdraw_comment(actor: Reader, comment: Comment, entry: Entry) -> None:
    """Take one's own words back: their place stays, and so do the replies; the words are one's own alone from now on.
    Twice is once.
    """
    lifecycle.lock(entry)
    session().refresh(comment)
    if comment.author_id == actor.id and comment.state == WITHDRAWN:
        return
    require(policy.can_withdraw(actor, comment))
    if comment.state == PUBLISHED:
        counts.change(comment, -1)
    comment.state, comment.withdrawn_at = WITHDRAWN, now()
    session().flush()
    keep_mentions(actor, "", reach_of(comment), comment.version + 1, part_of(comment))
    outbox.record(CommentWithdrawn(comment.id, entry.id, actor.id))


def hide(comment: Comment) -> bool:
    """Leave its words to their author alone for as long as they are as they are; its place stays, and so do the
    replies. Within a command that has locked its entry. Returns whether it stood there.
    """
    if comment.state != PUBLISHED:
        return False
    counts.change(comment, -1)
    comment.state = HIDDEN
    session().flush()
    return True


def show_again(comment: Comment) -> bool:
    """Put what was hidden back. Returns whether it was hidden still. Within a command that has locked its entry."""
    if comment.state != HIDDEN:
        return False
    comment.state = PUBLISHED
    session().flush()
    counts.change(comment, 1)
    return True


def _leave_to_author(comment: Comment) -> None:
    """What was hidden stays hidden: only new words come back, no earlier version, no quotation of it."""
    for one in session().scalars(select(CommentRevision).where(CommentRevision.comment_id == comment.id)):
        one.audience = ONLY_ME


def part_of(comment: Comment) -> str:
    """How the comment is called among the texts below its entry (mentions.parts)."""
    return f"{HOLDER}-{comment.id}"


def reach_of(comment: Comment) -> Reach:
    """For whom it is, for those whom it mentions."""
    return Reach(
        comment.audience, comment.partnership_id, comment.entry_author_id, comment.entry_id, comment.confided_at
    )  # fmt: skip


def with_idempotency_key(idempotency_key: str) -> Comment | None:
    """The comment that was posted from the form with this key, if it was."""
    return session().scalar(select(Comment).where(Comment.idempotency_key == idempotency_key))


def _check(words: Words) -> None:
    if not words.body:
        raise Invalid("body", "comment-empty")
    if len(words.body) > LONGEST:
        raise Invalid("body", "comment-too-long", length=len(words.body), most=LONGEST)


def _check_open(entry: Entry) -> None:
    if session().get(Closing, entry.id) is not None:
        raise Invalid("body", "conversation-closed")


def _check_parent(actor: Reader, parent: Comment, entry: Entry) -> None:
    session().refresh(parent)
    require(parent.entry_id == entry.id and policy.stands(actor, parent, entry))
    if parent.state == WITHDRAWN:
        raise Invalid("body", "comment-withdrawn-meanwhile")
    if parent.state == HIDDEN:
        raise Invalid("body", "comment-hidden-meanwhile")


def _made(
    actor: Reader, entry: Entry, parent: Comment | None, words: Words, quotation: Quotation | None
) -> Comment:  # fmt: skip
    audience = entry.audience if parent is None else policy.narrower(entry.audience, parent.audience)
    within = parent is not None and parent.audience == FACILITATORS
    since = parent.confided_at if within and parent is not None else entry.confided_at
    return Comment(
        entry_id=entry.id,
        parent_id=(parent.parent_id or parent.id) if parent is not None else None,
        author_id=actor.id,
        entry_author_id=entry.author_id,
        partnership_id=entry.partnership_id,
        audience=audience,
        confided_at=since if audience == FACILITATORS else None,
        state=PUBLISHED,
        body=words.body,
        body_html=words.html,
        version=1,
        said_at=now(),
        quoted_version=quotation.version if quotation else None,
        quoted_comment_id=quotation.comment_id if quotation else None,
        quoted_words=quotation.words if quotation else "",
    )


def _narrow(comment: Comment, entry: Entry) -> None:
    """Words that are written while fewer people may read the entry stay with these, and so does what replies to them:
    a reply is for nobody who does not read what it replies to. Raises Invalid where that is somebody else's.
    """
    audience = policy.narrower(entry.audience, comment.audience)
    if audience == comment.audience:
        return
    since = entry.confided_at if audience == FACILITATORS else None
    replies = session().scalars(select(Comment).where(Comment.parent_id == comment.id).order_by(Comment.id))
    to_narrow = [one for one in (comment, *replies) if policy.narrower(audience, one.audience) != one.audience]
    if any(one.author_id != comment.author_id and one.state == PUBLISHED for one in to_narrow):
        raise Invalid("body", "comment-narrows-replies")
    for one in to_narrow:
        counted = one.state == PUBLISHED
        if counted:
            counts.change(one, -1)
        one.audience, one.confided_at = audience, since
        session().flush()
        if counted:
            counts.change(one, 1)


def _add_revision(comment: Comment) -> None:
    session().add(
        CommentRevision(
            comment_id=comment.id,
            n=comment.version,
            author_id=comment.author_id,
            entry_id=comment.entry_id,
            entry_author_id=comment.entry_author_id,
            partnership_id=comment.partnership_id,
            audience=comment.audience,
            confided_at=comment.confided_at,
            body=comment.body,
            body_html=comment.body_html,
            written_at=now(),
        )
    )
    session().flush()
