"""The kinds of entry. A kind is a folder: it brings what is its own, here and nowhere else, and registers itself.

Nothing outside that folder spells a kind's name, nor the names of its fields: a page that needs a word of a kind takes
it from its Kind. A kind that nobody imports would load as a plain Entry without a word; `app` imports all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.mention_marks import Names
from lpcommunity.entries.models import Entry


@dataclass(frozen=True)
class Field:
    """One thing that is written, or chosen, in entries of a kind: what drafts, versions and import know of it."""

    name: str  # in forms, drafts and the import file
    label: str = ""  # what stands before it where texts are compared; without one it is not compared
    limit: int | None = None  # characters
    written: bool = True  # in somebody's own words, not chosen from a list
    kept: bool = True  # in versions
    column: str = ""  # the attribute of the model that holds it; without one it is among the texts (Entry.fields)
    choices: Mapping[str, str] = field(default_factory=dict)  # what a chosen value reads as


TITLE = Field("title", "Title", limit=200, column="title")  # every kind has it


@dataclass(frozen=True)
class Mark:
    """How entries of a kind stand on a timeline. What else is known of one comes from entries.timeline_marks."""

    shape: str = "dot"  # dot: something happened; dip: somebody looked back
    sign: Callable[[Mapping[str, Any]], str] = lambda _card: "dot"  # in a told story, by what its card says
    # (what its card says, its first words) → one line of what came of it, below its title in a told story
    line: Callable[[Mapping[str, Any], str], str] = lambda _card, _standfirst: ""


@dataclass(frozen=True)
class Told:
    """What people read in their inbox when an entry of a kind comes on record: “Ann posted an update in Hull: …”."""

    class Event(Protocol):
        """What such an event says."""

        @property
        def entry_id(self) -> int: ...
        @property
        def actor_id(self) -> int: ...

    event: type[Any]  # the domain event (entry_id, actor_id) that the kind's commands record then
    what: str  # the name of such a line
    did: str  # posted an update


@dataclass(frozen=True)
class Nudge:
    """When a member is reminded to write an entry of a kind, in words that `{place}` and `{day}` are put into."""

    button: str  # Post an update
    after: timedelta  # of silence
    what: str
    since: str  # why, where there was one before
    never: str  # why, where there is none yet
    any_kind: bool = False  # silence of every kind counts, also where nothing is on record yet
    first: str = ""  # to somebody who came in just now, where nothing is on record
    first_why: str = ""


@dataclass(frozen=True)
class Kind:
    """What is common knowledge of a kind."""

    key: str  # update, reflection
    word: str  # “Update”, as on screen
    plural: str  # “updates”: the word, and the first part of its address
    icon: str  # i-update
    model: type[Entry]
    fields: tuple[Field, ...]
    order: int = 50  # among the kinds, where a page names them all

    # Writing: forms (editing.forms.EntryForm) and commands.
    # post(actor, partnership, idempotency_key, content, *, audience, **form.values)
    # edit(actor, entry, content, base_version, *, idempotency_key, alts, removed, **form.values)
    form: type[Any] = object
    new_form: type[Any] = object
    post: Callable[..., Any] = lambda *_args, **_values: None
    edit: Callable[..., Any] = lambda *_args, **_values: None

    # content(title, fields, details, mentions): a version's words rendered; without one its texts stand one below the
    # other.
    content: Callable[[str, Mapping[str, Any], Mapping[str, Any], Names], Any] | None = None

    # Reading. `read(reader, id)`: an entry with whatever its page and its form show (entries.in_full), or None.
    read: Callable[[Any, int], Any] = lambda _actor, _entry_id: None
    card: Callable[[Any], dict[str, Any]] = lambda _entry: {}  # small facts for a card, such as a standing
    card_foot: str | None = None  # a template for the foot of a card; it finds them as `card.card`
    tied: Callable[[Any], dict[str, Any]] = lambda _entry: {}  # what a version keeps of what it is about
    ties: Callable[[Reader | Visitor, dict[str, Any]], dict[str, str]] = lambda _actor, _details: {}  # and how it reads
    alone: str = "entries/alone.html"  # a template for its words alone, with nothing to press (readers)
    # (author, somebody else, entry in full) → what that template needs besides, as far as both may read it
    alone_for: Callable[[Reader, Reader | Visitor, Any], dict[str, Any]] = lambda _author, _other, _entry: {}
    asks: Callable[[Any], str] | None = None  # which help an entry asks for, where entries of a kind can
    states: Callable[[Mapping[str, Any]], str | None] = lambda _card: None  # how the work stands, if its card says so
    mark: Mark = Mark()
    told: Told | None = None
    nudge: Nudge | None = None
    upon: str = ""  # what is offered beside an entry that tells what happened: “Reflect on this”
    has_exchange: bool = False  # what is confided of it is answered there: below it there is no other conversation
    shows_files: bool = True  # below its text; else a file is part of a version only where the text shows it
    stays: str = ""  # what stays with its first readers besides earlier versions when it is opened to more people

    @property
    def looks_back(self) -> bool:
        """Whether somebody looks back with it: a dip in the thread of a place."""
        return self.mark.shape == "dip"

    @property
    def sign(self) -> str:
        """The icon as templates name it."""
        return self.icon.removeprefix("i-")

    def path(self, entry_id: int) -> str:
        """The address of an entry of this kind."""
        return f"/{self.plural}/{entry_id}"

    def new_path(self, place_slug: str) -> str:
        """Where one is written for the record of a place."""
        return f"/partnerships/{place_slug}/{self.plural}/new"

    @property
    def written(self) -> tuple[Field, ...]:
        """The fields in somebody's own words, the title first."""
        return (TITLE, *(one for one in self.fields if one.written))

    def details(self, entry: Any) -> dict[str, Any]:
        """What a version keeps beside the texts: columns of the kind's own, and what it is about."""
        own = {one.name: getattr(entry, one.column) for one in self.fields if one.kept and one.column}
        return {**own, **self.tied(entry)}

    def texts(self, fields: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, str]:
        """What a version says, by the words that stand before it: for showing what changed."""
        said = {}
        for one in self.fields:
            if one.kept and one.label:
                value = str((details if one.column else fields).get(one.name, "") or "")
                said[one.label] = one.choices.get(value, "") if one.choices else value
        return said


_kinds: dict[str, Kind] = {}
_listeners: list[Callable[[Kind], None]] = []


def register(kind: Kind) -> Kind:
    """Make a kind known. Called once, at the end of the kind's own module."""
    _kinds[kind.key] = kind
    for listener in _listeners:
        listener(kind)
    return kind


def for_each_kind(listener: Callable[[Kind], None]) -> None:
    """Call this with every kind that is known, and with each that comes to be known later."""
    _listeners.append(listener)
    for kind in kinds():
        listener(kind)


def forget(kind: Kind) -> None:
    """Let a kind be unknown again: for a kind that only a test has."""
    _kinds.pop(kind.key, None)


def kind_of(key: str) -> Kind:
    """The kind of that key. Raises KeyError for one that nobody registered."""
    return _kinds[key]


def kind_at(path: str) -> Kind | None:
    """The kind whose entries live at this address, or below the first part of it; None if there is none."""
    first = path.lstrip("/").partition("/")[0]
    return next((kind for kind in _kinds.values() if kind.plural == first), None)


def known(key: str) -> Kind | None:
    """The kind of that key, or None."""
    return _kinds.get(key)


def looking_back() -> Kind | None:
    """The kind in which somebody looks back at what happened, if there is one that offers it."""
    return next((kind for kind in kinds() if kind.looks_back and kind.upon), None)


def kinds() -> list[Kind]:
    """All kinds, in their order."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.word))
