"""What an author does with any entry: take it off the record, make it for other people."""

from collections.abc import Callable

from lpcommunity.access import Invalid, require
from lpcommunity.access.reader import Reader
from lpcommunity.entries import lifecycle, policy
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.storage import transactional

# What a kind does in its own way (what waits for an answer): kind → command(actor, entry, …).
_withdrawals: dict[str, Callable[[Reader, Entry], None]] = {}
_audience_changes: dict[str, Callable[[Reader, Entry, str], None]] = {}


def override_for_kind(
    kind: str,
    *,
    withdraw: Callable[[Reader, Entry], None] | None = None,
    change_audience: Callable[[Reader, Entry, str], None] | None = None,
) -> None:
    """Let a kind of entry have commands of its own for this. Called once, at the end of the kind's commands."""
    if withdraw is not None:
        _withdrawals[kind] = withdraw
    if change_audience is not None:
        _audience_changes[kind] = change_audience


@transactional
def withdraw_entry(actor: Reader, entry: Entry) -> None:
    """Take an entry off the record: from now on only its author can open it. Twice is once."""
    lifecycle.lock(entry)
    if own := _withdrawals.get(entry.kind):
        own(actor, entry)
    else:
        lifecycle.withdraw(entry, actor)


@transactional
def change_entry_audience(actor: Reader, entry: Entry, audience: str) -> None:
    """Make an entry for other people from now on. Earlier versions stay with those for whom they were written.

    Raises Invalid for an audience there is none of; Refused for whoever may not (see policy.can_change_audience).
    """
    lifecycle.lock(entry)
    if audience not in AUDIENCES:
        require(policy.can_withdraw(actor, entry))
        raise Invalid("audience", "audience-unknown")
    if own := _audience_changes.get(entry.kind):
        own(actor, entry, audience)
        return
    require(policy.can_change_audience(actor, entry, audience))
    lifecycle.change_audience(entry, actor, audience)
