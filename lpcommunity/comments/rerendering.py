"""Rendering every comment again, each of its versions too, when a new version understands texts better."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select, update

from lpcommunity.comments.models import Comment, CommentRevision
from lpcommunity.comments.words import Words
from lpcommunity.entries import markdown, rerendering
from lpcommunity.entries.models import PUBLIC
from lpcommunity.entries.rerendering import Step
from lpcommunity.storage import session, transactional
from lpcommunity.storage.change_stamp import concerns_public

AT_ONCE = 100
COMMENTS = select(Comment.id, Comment.version, Comment.audience, Comment.body, Comment.body_html).order_by(Comment.id)
REVISIONS = select(
    CommentRevision.id, CommentRevision.comment_id, CommentRevision.body, CommentRevision.body_html
).order_by(CommentRevision.id)


def amount() -> int:
    """How many comments there are to be looked at."""
    try:
        return int(session().scalar(select(func.count()).select_from(Comment)) or 0)
    finally:
        session().rollback()


def steps() -> Iterator[Step]:
    """Render them again, some at a time; whoever is mentioned stays who was meant. Once more changes nothing."""
    last = 0
    while True:
        try:
            comments = session().execute(COMMENTS.where(Comment.id > last).limit(AT_ONCE)).all()
            if not comments:
                return
            ids = [one.id for one in comments]
            revisions = session().execute(REVISIONS.where(CommentRevision.comment_id.in_(ids))).all()
            changed = [(one, html) for one in comments if (html := _rendered(one)) != one.body_html]
            changed_before = [(one, html) for one in revisions if (html := _rendered(one)) != one.body_html]
        finally:
            session().rollback()  # rendered while nothing is locked
        if changed or changed_before:
            _keep(changed, changed_before)
        yield Step(len(ids), len(ids) + len(revisions), len(changed) + len(changed_before))
        last = ids[-1]


def _rendered(text: Any) -> str:
    """Its HTML as it would be made now; what is there, where such a text is no longer taken."""
    return Words.written(text.body, markdown.mentioned_in(text.body_html)).html or text.body_html


@transactional
def _keep(changed: Sequence[tuple[Any, str]], changed_before: Sequence[tuple[Any, str]]) -> None:
    """Put these in place. A comment that was changed meanwhile is rendered already."""
    for one, html in changed:
        of_this_version = (Comment.id == one.id, Comment.version == one.version)
        session().execute(
            update(Comment).where(*of_this_version).values(body_html=html),
            execution_options=concerns_public(one.audience == PUBLIC),
        )
    for one, html in changed_before:
        session().execute(update(CommentRevision).where(CommentRevision.id == one.id).values(body_html=html))


rerendering.register(amount, steps)
