"""What drafts are of: what to call them, and which fields of their forms hold somebody's own words.

Kinds of entry are known by themselves (`<kind>:new:4`), and so is an edit (`entry:17`). What else is written in forms
registers itself from above.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.form_names import name_of
from lpcommunity.entries import kinds
from lpcommunity.entries.kinds import Kind

CHANGE = "entry"  # the subject of an edit, whatever the kind
WORDS = "words"  # own words in a form that keeps no drafts while one types: `words:name,summary:theme`, fields and form
NEW_PICTURE, PICTURE = "picture_alt", "alt-"  # what one says of pictures in the form of an entry, of whatever kind


@dataclass(frozen=True)
class Subject:
    """One sort of thing that is written in forms."""

    key: str  # what stands before the colon in Draft.subject
    word: str  # Answer
    written: Callable[[str], bool]  # whether the field of this name holds own words
    unsent: str = "draft"  # “Finish your …”
    named: Callable[[str], str] = lambda name: name.replace("_", " ").replace("-", " ").capitalize()  # such a field
    title: str = ""  # of every draft of it, where its words make none
    typed: Callable[[str], bool] | None = None  # whether one types in it, a name too; else where own words are
    over: Callable[[Reader, str], bool] = lambda _person, _subject: False  # whether they can send it no more


_subjects: dict[str, Subject] = {}

EndingFinder = Callable[[Reader, Collection[str]], Mapping[str, str]]
_ending_finders: dict[str, EndingFinder] = {}


def register_ending(key: str, finder: EndingFinder) -> None:
    """Register what says, of a person and subjects with this key, in a sentence for each, why what they began can never
    be sent; nothing of those that can: one query.
    """
    _ending_finders[key] = finder


def endings(person: Reader, subjects: Iterable[str]) -> dict[str, str]:
    """Why what this person began can never be sent, by its subject; nothing of what can be, or of which nobody knows.
    One query for each sort of thing that can end, and none where none of them is among these.
    """
    some = set(subjects)
    of_each = (
        (finder, {one for one in some if one.partition(":")[0] == key}) for key, finder in _ending_finders.items()
    )
    return {one: why for finder, found in of_each if found for one, why in finder(person, found).items()}


def register(subject: Subject) -> Subject:
    """Make known what else is written in forms."""
    _subjects[subject.key] = subject
    return subject


def entry_of(subject: str) -> int | None:
    """The number of the entry that a form of this subject changes; None for any other."""
    key, _, number = subject.partition(":")
    return int(number) if key == CHANGE and number.isascii() and number.isdigit() else None


def subject_of(subject: str, path: str) -> Subject:
    """What a draft of this subject, to be carried on at this address, is of."""
    key, _, names = subject.partition(":")
    if key == WORDS:
        return _short(key, *names.partition(":")[::2])
    if key in _subjects:
        return _subjects[key]
    if kind := kinds.known(key):
        return Subject(key, kind.word, _written(kind), f"draft {kind.word.lower()}", _named(kind))
    if kind := kinds.kind_at(path):
        return Subject(key, "Change", _written(kind), named=_named(kind))
    return Subject(key, key.replace("-", " ").capitalize() or "Draft", lambda _name: True)


def _short(key: str, names: str, called: str) -> Subject:
    fields = tuple(names.split(","))
    form = name_of(called, fields)
    return Subject(
        key,
        form.word,
        fields.__contains__,
        named=lambda name: form.labels.get(name) or Subject.named(name),
        title=form.title,
        typed=lambda name: name in fields or name in form.labels,
    )


def _written(kind: Kind) -> Callable[[str], bool]:
    names = {one.name for one in kind.written} | {NEW_PICTURE}
    return lambda name: name in names or name.startswith(PICTURE)


def _named(kind: Kind) -> Callable[[str], str]:
    labels = {one.name: one.label for one in kind.written}
    return lambda name: labels.get(name) or "What a picture shows"
