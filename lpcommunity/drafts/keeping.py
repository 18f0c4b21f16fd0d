"""Keeping what somebody sends when their session has ended: the guard asks before it leads to the sign-in page."""

from collections.abc import Callable

from flask import Request

from lpcommunity.access import Invalid
from lpcommunity.drafts import commands, queries, tickets
from lpcommunity.drafts.tickets import Ticket
from lpcommunity.people.models import Person
from lpcommunity.web import keep_words

Keeper = Callable[[Person, Ticket, Request], None]

Disposer = Callable[[Person, str], None]

_others: list[Keeper] = []
disposers: list[Disposer] = []


def along_with_words(keeper: Keeper) -> Keeper:
    """Register what keeps more than words (files), for the owner of the ticket."""
    _others.append(keeper)
    return keeper


def along_with_disposal(disposer: Disposer) -> Disposer:
    """Register what else goes when a draft is thrown away, for its owner and the uuid of its form."""
    disposers.append(disposer)
    return disposer


@keep_words
def keep_for_owner(sent: Request) -> str | None:
    """Keep a writing form as a draft of the person whom its signed ticket names; say where to carry on."""
    ticket = tickets.read(sent.form.get("ticket"))
    if ticket is None:
        return None
    try:
        kept = commands.keep_for_owner(ticket, {name: sent.form.getlist(name) for name in sent.form})
    except Invalid:
        return ticket.path
    if kept is None or kept.spent_at is not None:
        return ticket.path
    owner = queries.owner_of(kept)
    for keep in _others:
        keep(owner, ticket, sent)
    return ticket.address
