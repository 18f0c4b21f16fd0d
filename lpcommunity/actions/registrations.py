"""What the forms of actions register with features below: their drafts, and what was posted from a form."""

from sqlalchemy import FromClause, Integer, String, and_, bindparam, case, select

from lpcommunity.access.reader import Reader
from lpcommunity.actions.models import Action
from lpcommunity.actions.policy import READABLE, can_report, hears_others
from lpcommunity.actions.queries import action
from lpcommunity.drafts.postings import Posting, register_finder
from lpcommunity.drafts.queries import with_id
from lpcommunity.drafts.subjects import Subject, register
from lpcommunity.entries.beginnings import Beginning, provide
from lpcommunity.entries.policy import reads
from lpcommunity.storage import Statement

NEW, REPORT = "action", "action-report"  # the subjects of their drafts
KEPT = "kept-report"  # with the number of a draft: what begins with its words
WRITTEN = {"what", "expects", "came_of_it", "new_what", "owner_name", "why"}
ACTION: FromClause = Action.__table__

register(Subject(NEW, "Action", lambda name: name in WRITTEN, "action"))


def is_over(person: Reader, subject: str) -> bool:
    """Whether this person can no longer send the report that they began."""
    found = action(person, _number(subject.partition(":")[2]))
    return found is None or not can_report(person, found)


register(Subject(REPORT, "Report on an action", lambda name: name in WRITTEN, "report on an action", over=is_over))

WORDS = Statement(
    select(
        case((and_(ACTION.c.holds_move, ACTION.c.words_given_at.is_(None)), ""), else_=ACTION.c.what).label("what"),
        case((hears_others(), ACTION.c.came_of_it), else_="").label("came_of_it"),
        ACTION.c.audience,
    ).where(READABLE, ACTION.c.id == bindparam("action", type_=Integer), ACTION.c.reported_at.is_not(None))
)
POSTED = Statement(
    select(ACTION.c.id, ACTION.c.created_at).where(
        READABLE, ACTION.c.author_id == bindparam("reader"), ACTION.c.idempotency_key == bindparam("key", type_=String)
    )
)


@provide("action")
def carried_over(person: Reader, action_id: int) -> Beginning | None:
    """What was undertaken and what came of it, as the beginning of an update or a reflection."""
    found = WORDS.first(reads(person), action=action_id)
    if found is None:
        return None
    words = "\n\n".join(filter(None, [found["what"], found["came_of_it"]]))
    return Beginning(words, found["audience"])


@provide(KEPT)
def said_too_late(person: Reader, draft_id: int) -> Beginning | None:
    """What somebody wrote in a report that could not be sent any more, for those who read the action."""
    draft = with_id(person, draft_id)
    key, _, number = draft.subject.partition(":") if draft is not None else ("", "", "")
    found = action(person, _number(number)) if key == REPORT else None
    if draft is None or found is None:
        return None
    return Beginning("\n\n".join(text for _, text in draft.texts), found.audience)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@register_finder
def written_down(person: Reader, idempotency_key: str) -> Posting | None:
    """The action that was written down from this form."""
    found = POSTED.first(reads(person), key=idempotency_key)
    return Posting(f"/actions/{found['id']}", found["created_at"], "wrote down") if found is not None else None
