"""What can be reported. Each kind of text registers: how it is found for a reader, and what hiding it means."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lpcommunity.access.reader import Reader

_PICTURE = re.compile(r"<img[^>]*>")
NO_PICTURE = "<em>(a picture, which does not go with it)</em>"


@dataclass(frozen=True)
class Readable:
    """A text as somebody reads it today: what a report takes along, and where it belongs."""

    about: str
    id: int
    word: str  # comment
    title: str
    html: str
    author_id: int
    author: str
    entry_id: int
    partnership_id: int | None
    path: str
    confided: bool  # it stands between its author and the facilitators
    confided_at: datetime | None

    @property
    def key(self) -> str:
        """As an address carries it."""
        return f"{self.about}:{self.id}"

    @property
    def digest(self) -> str:
        """What tells whether it is still what was shown."""
        said = "\n".join((self.author, self.title, self.html))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class OwnWords:
    """A text as it stands now, for who wrote it. `there`: they can still open what it belongs to."""

    html: str
    title: str = ""
    there: bool = True


@dataclass(frozen=True)
class Subject:
    """A kind of text that can be reported. `hide` and `show` are called within a command that has locked the entry."""

    key: str
    word: str
    find: Callable[[Reader, int], Readable | None]
    own: Callable[[Reader, int], OwnWords | None]  # for who wrote it, whatever became of it
    hide: Callable[[int], bool]  # whether it was there to be hidden
    show: Callable[[int], bool]  # whether it was hidden still
    path: Callable[[int, int], str]  # its number, that of its entry → where its author finds it
    edit_path: Callable[[int, int], str] | None = None  # where its author changes it; None: it stays as it is


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Make a kind of text known. Called once, by registrations."""
    _subjects[subject.key] = subject


def subject_of(key: str) -> Subject | None:
    """The kind of this key, or None."""
    return _subjects.get(key)


def named(about: str) -> tuple[Subject, int] | None:
    """What is meant by `comment:81`: the kind and the number; None for what means nothing."""
    key, _, number = about.partition(":")
    found = _subjects.get(key)
    if found is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return found, int(number)


def without_pictures(html: str) -> str:
    """A text as a report takes it along: whoever gets that may not open its files."""
    return _PICTURE.sub(NO_PICTURE, html)
