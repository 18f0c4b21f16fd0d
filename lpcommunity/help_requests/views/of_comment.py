"""Beside a comment: that it helped, and for whoever asked the button that says so."""

from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.help_requests import policy, queries


@page_slots.fill(page_slots.COMMENT, "help_requests/of-comment.html")
def beside_comments(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """Which comment below the entry helped, and whether this reader says so of another: one query, where it asks."""
    if kind_of(entry.kind).asks is None:
        return None
    known = queries.request_of(actor, entry.id)
    can = isinstance(actor, Reader) and policy.can_decide(actor, entry)
    if known is None or not known.question or not (can or known.comment_id):
        return None
    return {
        "marked": known.comment_id,
        "can": can,
        "asker_id": known.author_id,
        "audience": known.audience,
        "path": known.path,
    }
