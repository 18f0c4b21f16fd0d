"""Beside texts: the quiet link that reports one; above what is hidden, to its author, that it is."""

from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import HIDDEN, PUBLISHED
from lpcommunity.moderation import outcomes
from lpcommunity.moderation.registrations import ANSWER, COMMENT, REPLY


@page_slots.fill(page_slots.BELOW, "moderation/of-entry.html", order=95)
@page_slots.fill(page_slots.CONFIDED, "moderation/of-entry.html", order=95)
def below_entry(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """Last on the page of what somebody else wrote."""
    if not isinstance(actor, Reader) or entry.author_id == actor.id or entry.state != PUBLISHED:
        return None
    return {"about": f"{entry.kind}:{entry.id}", "word": kind_of(entry.kind).word.lower()}


@page_slots.fill(page_slots.COMMENT, "moderation/of-comment.html", order=90)
def beside_comments(actor: Reader | Visitor, _entry: Any) -> dict[str, Any] | None:
    """Beside what somebody else said; and why one's own is hidden."""
    return {"about": COMMENT} if isinstance(actor, Reader) else None


@page_slots.fill(page_slots.CHANGE, "moderation/of-change.html")
def above_change(actor: Reader | Visitor, comment: Any) -> dict[str, Any] | None:
    """To whoever changes what they said and what is hidden: what was asked of them. Three queries, where it is."""
    if not isinstance(actor, Reader) or comment.state != HIDDEN:
        return None
    case = outcomes.about_mine(actor, COMMENT, comment.id)
    found = outcomes.as_author(actor, case.id) if case is not None else None
    return {"case": case, "asked": outcomes.last_asked(found[1]) if found is not None else ""}


@page_slots.fill(page_slots.MOVE, "moderation/of-move.html", order=90)
def beside_moves(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """Below a move of somebody else, and below replies of somebody else."""
    if not isinstance(actor, Reader):
        return None
    return {"reader_id": actor.id, "replies": entry.author_id != actor.id, "answer": ANSWER, "reply": REPLY}


@page_slots.fill(page_slots.NOTICE, "moderation/notice.html")
def above_entry(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """To the author of what is hidden: why, and what to do. One query, where it is."""
    if not isinstance(actor, Reader) or entry.author_id != actor.id or entry.state != HIDDEN:
        return None
    return {"case": outcomes.about_mine(actor, entry.kind, entry.id), "kind": kind_of(entry.kind), "id": entry.id}
