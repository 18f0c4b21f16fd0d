"""On the page of an entry: what it asks for and what helped, above the talk; beside it what whoever asked does next."""

from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.comments.policy import can_comment
from lpcommunity.entries import page_slots
from lpcommunity.entries.kinds import kind_of
from lpcommunity.help_requests import askings, policy, queries
from lpcommunity.help_requests.askings import MOST_PEOPLE
from lpcommunity.help_requests.request_lines import RequestLine


@page_slots.fill(page_slots.TEXT, "help_requests/of-entry.html")
def below_entry(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """The question, since when, what helped; to whoever was asked, that they were. Two queries, where it asks."""
    asks = kind_of(entry.kind).asks
    question = asks(entry) if asks is not None else ""
    if not question:
        return None
    known = queries.request_of(actor, entry.id)
    is_open = known is not None and known.is_open
    return {
        "question": question,
        "known": known,
        "names": actor.in_community,
        "decides": isinstance(actor, Reader) and policy.can_decide(actor, entry),
        "can_answer": isinstance(actor, Reader) and _may_answer(actor, entry, known),
        "asked": askings.asked_of_me(actor, entry.id) if is_open and isinstance(actor, Reader) else None,
        "path": kind_of(entry.kind).path(entry.id),
    }


def _may_answer(reader: Reader, entry: Any, known: RequestLine | None) -> bool:
    return known is not None and known.is_open and not known.mine and can_comment(reader, entry)


@page_slots.fill(page_slots.ASIDE, "help_requests/beside-entry.html", order=5)
def beside_entry(actor: Reader | Visitor, entry: Any) -> dict[str, Any] | None:
    """For whoever decides on it: the next step, and who might help."""
    asks = kind_of(entry.kind).asks
    if asks is None or not asks(entry) or not isinstance(actor, Reader) or not policy.can_decide(actor, entry):
        return None
    known = queries.request_of(actor, entry.id)
    if known is None:
        return None
    return {
        "known": known,
        "people": askings.thought_of(actor, [entry.id])[entry.id] if known.is_open else [],
        "most": MOST_PEOPLE,
        "said_by_me": known.answerer_id == actor.id,
        "path": known.path,
    }
