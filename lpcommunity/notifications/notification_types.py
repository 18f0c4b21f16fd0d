"""What a thing that people are told consists of: its line in the inbox, its e-mail, and the registry of all of them.

Each has a file of its own in `kinds/`, which says everything of it: what event brings it and to whom, its sign and its
words, why its reader gets it, who may do without its e-mail and what is asked again before that is sent. Templates,
settings and the worker loop over what is registered here and know none by name.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import Kind
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.recipients import Recipient
from lpcommunity.outbox import EventMeta


class Incomplete(TypeError):
    """A part is missing of something that people are to be told. Says which, of what."""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    path: str


@dataclass(frozen=True)
class Line:
    """One line of an inbox, with what its reader may see of what it is about."""

    id: int
    type: "NotificationType"
    reason: str
    told_at: datetime
    unread: bool
    actor: str
    place: str
    place_slug: str
    kind: Kind | None
    entry_id: int | None
    title: str
    author: str
    facts: Mapping[str, Any] = field(default_factory=dict)  # what anybody may know of what is no entry, as it was then
    action_id: int | None = None
    what: str = ""  # is to be done

    @property
    def action_link(self) -> Link:
        """The action that it is about."""
        return Link(self.what, f"/actions/{self.action_id}")

    @property
    def entry_link(self) -> Link:
        """The entry that it is about."""
        assert self.kind is not None
        assert self.entry_id is not None
        return Link(self.title, self.kind.path(self.entry_id))

    @property
    def place_link(self) -> Link:
        """The partnership that it is about."""
        return Link(self.place, f"/partnerships/{self.place_slug}")

    @property
    def words(self) -> Sequence[str | Link]:
        """What it says."""
        return self.type.in_app.words(self) if self.type.in_app is not None else ()

    @property
    def because(self) -> str:
        """Why its reader is told; empty where that goes without saying."""
        return self.type.in_app.because(self) if self.type.in_app is not None else ""


@dataclass(frozen=True)
class News:
    """Whom to tell in the app, each for a reason, and of what."""

    recipients: Iterable[Recipient]  # in the order of their ids
    entry_id: int | None = None
    partnership_id: int | None = None
    actor_id: int | None = None  # who did it: never told
    action_id: int | None = None
    facts: Mapping[str, Any] | None = None  # of what is no entry, and nothing but what anybody may know


@dataclass(frozen=True, kw_only=True)
class InApp:
    """A line in the inbox."""

    event: type[Any]  # what brings it
    news: Callable[[Any, EventMeta], News | None]  # to whom; None: to nobody, as things stand by now
    sign: str  # the icon before it: `i-bell` is "bell"
    words: Callable[[Line], Sequence[str | Link]]
    because: Callable[[Line], str]


AT_ONCE, IN_LETTER, NEVER = "at-once", "letter", "never"  # how one hears of something by e-mail


def always_at_once(_reader: Reader) -> str:
    """What is so for everybody who has not chosen."""
    return AT_ONCE


@dataclass(frozen=True, kw_only=True)
class Choice:
    """That a person says how they hear of it: by these e-mails, in the letter of what moved, or not by e-mail."""

    says: str  # stands in its row in the account
    offered_to: Callable[[Reader], bool]  # whom they could come to as things stand
    default: Callable[[Reader], str] = always_at_once  # how it is for a reader who has not chosen, by their role
    # What the letter says of it, from its line in the inbox: no words of anything confided that the e-mail has not.
    # None: it cannot wait, since it asks for something by a day, or would no longer be so in a letter.
    in_letter: Callable[[Line], Sequence[str | Link]] | None = None

    @property
    def ways(self) -> tuple[str, ...]:
        """Between what one chooses."""
        return (AT_ONCE, NEVER) if self.in_letter is None else (AT_ONCE, IN_LETTER, NEVER)


@dataclass(frozen=True)
class Composed:
    """The words of an e-mail that was composed when it was sent. `noted` goes with the note that it was sent."""

    subject: str
    text: str
    html: str
    noted: Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class ByMail:
    """An e-mail."""

    event: type[Any]  # what brings it
    letters: Callable[[Any, EventMeta], Iterable[Letter]]  # what is written to whom
    why: str  # at its foot: why one gets it
    still_meant: Callable[[MailWritten, Reader | Visitor], bool]  # asked before it is sent; VISITOR: has no account
    choice: Choice | None  # None: nobody can do without it
    way_in: bool = False  # goes to those as well who have neither come in nor been invited (mail.arrivals)
    to_this_address: bool = False  # on purpose, whatever the account says by now
    sent: Callable[[MailWritten], None] | None = None  # done together with the note that it was sent
    # Its words, where they are only found when it is sent, for its reader then; None where there is nothing to say.
    composed: Callable[[MailWritten, Reader], Composed | None] | None = None


@dataclass(frozen=True, kw_only=True)
class NotificationType:
    """One thing that people are told. Its key is kept with every line, mail and choice: it never changes."""

    key: str
    in_app: InApp | None = None
    by_mail: ByMail | None = None

    @property
    def choice(self) -> Choice | None:
        """How one may hear of it by e-mail, where one may choose."""
        return self.by_mail.choice if self.by_mail is not None else None

    @property
    def box(self) -> str:
        """What stands in its row in the account; empty where there is none."""
        return self.choice.says if self.choice is not None else ""

    def how_for(self, reader: Reader, chosen: str | None) -> str:
        """How this reader hears of it by e-mail: as they chose, or as it is for them."""
        if self.choice is None:
            return AT_ONCE
        return chosen if chosen in self.choice.ways else self.choice.default(reader)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", self.key) or len(self.key) > LONGEST_KEY:
            raise Incomplete(f"{self.key!r} is no key: at most {LONGEST_KEY} small letters, words joined by hyphens.")
        if self.in_app is None and self.by_mail is None:
            raise Incomplete(f"{self.key}: say how people are told, in_app or by_mail.")
        if self.choice is not None and self.choice.in_letter is not None and self.in_app is None:
            raise Incomplete(f"{self.key}: the letter takes its words from a line in the inbox, and there is none.")
        for part in (self.in_app, self.by_mail, self.by_mail and self.by_mail.choice):
            for name, value in vars(part).items() if part else ():
                if value == "" or (value is None and name not in MAY_BE_NONE):
                    raise Incomplete(f"{self.key}: {type(part).__name__}.{name} is empty.")


LONGEST_KEY = 40
MAY_BE_NONE = {"choice", "sent", "composed", "in_letter"}
