"""What somebody else reads of an entry of one's own and what they do not: only what its author may read as well."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from lpcommunity.access.reader import Reader
from lpcommunity.attachments.queries import of_entry
from lpcommunity.entries.in_full import EntryInFull
from lpcommunity.entries.kinds import Kind
from lpcommunity.entries.models import FACILITATORS, ONLY_ME, PUBLISHED
from lpcommunity.entries.versions import Version, versions
from lpcommunity.readers.history import History
from lpcommunity.readers.hypothetical_readers import Standpoint
from lpcommunity.reviews.exchange_times import answerers
from lpcommunity.thanks.queries import ThanksSummary, thanks_for
from lpcommunity.web.humanize import number, people_list, plural, sentence

AUDIENCE_THEN = {
    "me": "with you alone",
    "facilitators": "with you and those who facilitated then",
    "partnership": "with the people of your partnership",
    "community": "with the community",
}


@dataclass(frozen=True)
class Sight:
    """An entry as it stands before somebody else's eyes: `shown` is what the kind's own template needs."""

    entry: EntryInFull
    thanks: ThanksSummary
    shown: dict[str, Any]


def sight_of(author: Reader, standpoint: Standpoint, kind: Kind, entry_id: int) -> Sight | None:
    """The entry as it is read from there, if its author and such a reader may both read it; None if such a reader may
    not.
    """
    if kind.read(author, entry_id) is None:
        return None
    entry = kind.read(standpoint.reader, entry_id)
    if entry is None:
        return None
    return Sight(entry, thanks_for(standpoint.reader, entry), kind.alone_for(author, standpoint.reader, entry))


def what_is_read(
    author: Reader,
    standpoint: Standpoint,
    kind: Kind,
    entry: EntryInFull,
    mine: Sequence[Version],
    *,
    exchange: bool,
) -> tuple[list[str], list[str]]:
    """What is read from there and what is not, in words. `mine`: the versions that its author reads; `exchange`:
    whether something was asked of it.
    """
    word = kind.word.lower()
    if kind.read(standpoint.reader, entry.id) is None:
        return [], [f"not this {word}, nor that there is one"]
    theirs = versions(standpoint.reader, entry)
    reads = [f"the {word}" + (f", as version {entry.version} has it" if entry.version > 1 else "")]
    files = len(of_entry(entry.id))
    if files:
        reads.append(f"its {plural(files, 'file')}" if files > 1 else "its file")
    if entry.thanks_count:
        reads.append("its thanks" if entry.thanks_count == 1 else f"its {number(entry.thanks_count)} thanks")
    earlier = [one.n for one in theirs if one.n < entry.version]
    if earlier:
        reads.append(f"{_numbers(earlier)} before")
    hidden = [one.n for one in mine if one.n not in {each.n for each in theirs}]
    nothing = [f"not {_numbers(hidden)}"] if hidden else []
    if exchange:
        who = people_list(answerers(author, entry.id), most=3)
        nothing.append(f"not what {who} answered, nor that anybody did" if who else "not that you asked for an answer")
    return reads, nothing


def earlier_versions(mine: Sequence[Version], entry: EntryInFull, told: History) -> str:
    """Which of these versions stay with whom, in a sentence; empty where there is one only, or nobody to read them."""
    before = [one for one in mine if one.n < entry.version]
    if not before or entry.state != PUBLISHED or entry.audience == ONLY_ME:
        return ""
    if entry.audience == FACILITATORS:
        if not told.readers:
            return ""
        terms = [one for person in told.readers for one in person.facilitates if one.time.covers(told.now)]
        if any(one.began_at > each.written_at for one in terms for each in before):
            return "Of its earlier versions, whoever came to facilitate later reads those that belong to the exchange."
    kept = [(said, [one.n for one in before if one.audience == audience]) for audience, said in AUDIENCE_THEN.items()]
    return _stays(kept, before, entry.audience)


def _stays(kept: Sequence[tuple[str, Collection[int]]], before: Sequence[Version], audience: str) -> str:
    if not before:
        return ""
    order = list(AUDIENCE_THEN)
    narrower = order[: order.index(audience)] if audience in order else order
    said = [
        f"{_numbers(sorted(numbers))} {'stay' if len(numbers) > 1 else 'stays'} {whom}"
        for (whom, numbers), then in zip(kept, order, strict=True)
        if numbers and then in narrower
    ]
    if not said:
        return "Whoever can read it can read its earlier versions, too."
    return f"{sentence('; '.join(said))}."


def _numbers(numbers: Sequence[int]) -> str:
    """Version 1; versions 1 and 2; versions 1, 2 and seven others."""
    return f"version{'s' if len(numbers) > 1 else ''} {people_list([str(one) for one in numbers], most=6)}"
