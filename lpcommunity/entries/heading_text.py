"""What stands at the head of an entry's page: its title or, where that only says how the text begins, what it is."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from lpcommunity.entries import titles
from lpcommunity.entries.content import Content
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.kinds import kind_of
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import session
from lpcommunity.web.humanize import short_day


class HasWords(Protocol):
    """An entry, or a version of one: its title and its text."""

    @property
    def title(self) -> str: ...
    @property
    def body_html(self) -> str: ...


class Placed(Protocol):
    """Of which kind it is, and from which place."""

    @property
    def kind(self) -> str: ...
    @property
    def partnership(self) -> PlaceName | None: ...


def heading(words: HasWords, of: Placed, at: datetime | None = None, *, whole: bool = False) -> str:
    """The title; but where the text that is shown begins with it, “An update from Bedford, 25 November”.

    `whole`: all of the text is shown. Else what `below` leaves of it.
    """
    shown = words.body_html if whole else below(words)
    return what_it_is(of, at) if titles.stands_below(words.title, shown) else words.title


def below(words: HasWords) -> str:
    """The text below its title: without the title, where it begins with that."""
    return titles.below(words.title, words.body_html)


def what_it_is(of: Placed, at: datetime | None = None) -> str:
    """An update from Bedford, 25 November."""
    word = kind_of(of.kind).word.lower()
    article = "An" if word[0] in "aeiou" else "A"
    return f"{article} {word}{_from(of.partnership)}{_on(at)}"


def titled(content: Content, partnership_id: int | None, at: datetime) -> Content:
    """These words with a title: only a picture of which nobody said what it shows has none yet. Within a command."""
    if content.title or not content.fields:
        return content
    place = session().get(Partnership, partnership_id) if partnership_id is not None else None
    return replace(content, title=f"A picture{_from(place)}{_on(at)}")


def _from(place: PlaceName | Partnership | None) -> str:
    return f" from {place.name}" if place is not None else ""


def _on(at: datetime | None) -> str:
    return f", {short_day(at)}" if at is not None else ""
