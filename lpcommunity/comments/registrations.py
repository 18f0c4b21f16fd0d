"""What comments bring to others: what their drafts are called, who may open their files, and where they are."""

from collections.abc import Collection

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments import holders
from lpcommunity.attachments.holders import Span
from lpcommunity.comments import rerendering as _rerendering  # noqa: F401  (`lpcommunity reindex`)
from lpcommunity.comments.models import HOLDER, PUBLISHED
from lpcommunity.comments.single_comments import one, versions, withdrawn_of
from lpcommunity.drafts.subjects import NEW_PICTURE, PICTURE, Subject, register, register_ending
from lpcommunity.mentions.parts import register_part

COMMENT, CHANGE = "comment", "comment-change"


def _written(name: str) -> bool:
    return name in {"body", NEW_PICTURE} or name.startswith(PICTURE)


def _named(name: str) -> str:
    return "Your comment" if name == "body" else "What a picture shows"


register(Subject(COMMENT, "Comment", _written, "draft comment", _named))
register(Subject(CHANGE, "Change", _written, "change of a comment", _named))


def _endings_of_changes(person: Reader, subjects: Collection[str]) -> dict[str, str]:
    """A comment that was withdrawn is changed no more."""
    numbers = {subject: subject.partition(":")[2] for subject in subjects}
    comments = {subject: int(one) for subject, one in numbers.items() if one.isascii() and one.isdigit()}
    withdrawn = withdrawn_of(person, comments.values())
    said = "You withdrew this comment, so it cannot be changed any more."
    return {subject: said for subject, comment_id in comments.items() if comment_id in withdrawn}


register_ending(CHANGE, _endings_of_changes)


def _stands(actor: Reader | Visitor, comment_id: int) -> bool:
    comment = one(actor, comment_id)
    return comment is not None and comment.stands and comment.state == PUBLISHED


register_part(HOLDER, "/comments/{}".format, _stands)


@holders.register(HOLDER)
def _may_open(actor: Reader | Visitor, comment_id: int, span: Span) -> bool:
    """Whoever may read a version of the comment that the file is part of; of one that was withdrawn, its author."""
    comment = one(actor, comment_id)
    if comment is None:
        return False
    last = span.last_n or comment.version
    return any(span.first_n <= version.n <= last for version in versions(actor, comment_id))
