"""What the commands of every kind have in common: posted once, with the files of the form, and its draft let go.

Called inside a `@transactional` command of a kind only, which has checked what is its own to check.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from lpcommunity.access import Invalid, require
from lpcommunity.access.rate_limits import ENTRIES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.attachments import queries as attachments
from lpcommunity.attachments.commands import attach_to_entry, hold_files
from lpcommunity.drafts.commands import discard_draft
from lpcommunity.entries import lifecycle, policy
from lpcommunity.entries.content import Content
from lpcommunity.entries.heading_text import titled
from lpcommunity.entries.kinds import Kind
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.mentions.commands import keep_mentions_of
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import now, transactional

E = TypeVar("E", bound=Entry)


def posted_before(actor: Reader, model: type[E], partnership_id: int, idempotency_key: str) -> E | None:
    """What was posted from the form of this key, if it was: a double click finds the first.

    Raises Refused for whoever may not post in this place, or where the key is of something else or somebody else.
    """
    require(policy.can_post(actor, partnership_id))
    hold_files(idempotency_key)
    first = lifecycle.with_idempotency_key(idempotency_key)
    if first is None:
        return None
    require(isinstance(first, model) and first.author_id == actor.id)
    return first  # type: ignore[return-value]


def post(
    actor: Reader,
    entry: E,
    content: Content,
    *,
    tie: Callable[[], None] | None = None,
    theme_ids: Iterable[int] = (),
    then: Callable[[], None],
) -> E:
    """Put a new entry on record, with the files of its form. `tie` notes what it is about; `then` is done once, when
    it is on record, however often the button was pressed. Returns the first if another click was quicker.
    """
    if entry.audience not in AUDIENCES:
        raise Invalid("audience", "audience-unknown")
    content = titled(content, entry.partnership_id, now())
    key = entry.idempotency_key
    if not lifecycle.put_on_record_once(entry, actor, content, lifecycle.About(theme_ids, tie)):
        first = posted_before(actor, type(entry), entry.partnership_id or 0, key)
        require(first is not None)
        return first  # type: ignore[return-value]
    attach_to_entry(entry, key)
    discard_draft(actor, key)
    keep_mentions_of(actor, entry)
    then()
    return entry


# What entries are begun from (`?origin=chance-7`): by the first word, what is done in the transaction that posts one.
Origin = Callable[[Reader, Entry, int], None]
_origins: dict[str, Origin] = {}


def register_origin(name: str) -> Callable[[Origin], Origin]:
    """Have this called with whoever posted an entry, the entry, and the number of what they began it from. What does
    not fit it passes over: the address is anybody's to type.
    """

    def register(origin: Origin) -> Origin:
        _origins[name] = origin
        return origin

    return register


@limited(ENTRIES)
@transactional
def post_from(
    actor: Reader, /, origin: str, kind: Kind, partnership: Partnership, key: str, content: Content, **values: Any
) -> Any:
    """Post an entry, as its kind does, and let what it was begun from know of it: both, or neither."""
    entry = kind.post(actor, partnership, key, content, **values)
    name, _, number = origin.rpartition("-")
    if name in _origins and number.isascii() and number.isdigit() and len(number) < 10:
        _origins[name](actor, entry, int(number))
    return entry


def lock_for_change(actor: Reader, entry: Entry) -> None:
    """Lock an entry that this person wants to change. Raises Refused for whoever may not."""
    lifecycle.lock(entry)
    require(policy.can_edit(actor, entry))


@dataclass(frozen=True)
class SentForm:
    """What comes with the words of a change: the idempotency key of its form, under which files wait, what its pictures
    show, and which files the entry shall have no longer.
    """

    idempotency_key: str = ""
    alts: Mapping[int, str] = field(default_factory=dict)
    removed: Collection[int] = ()

    def brings_files(self, actor: Reader, entry: Entry) -> bool:
        """Whether the entry would have other files, or say other things of them."""
        there = {one.id: one.alt for one in attachments.of_entry(entry.id)}
        if attachments.count_pending(actor, self.idempotency_key) or there.keys() & set(self.removed):
            return True
        return any(number in there and there[number] != said.strip() for number, said in self.alts.items())


NO_FORM = SentForm()


def change(
    actor: Reader,
    entry: Entry,
    content: Content,
    base_version: int,
    form: SentForm = NO_FORM,
    *,
    tie: Callable[[], None] | None = None,
    theme_ids: Iterable[int] | None = None,
) -> None:
    """Record a new version of a locked entry whose own columns the kind has changed already, with what its form brings.
    `theme_ids`: none given, the themes stay.

    What was saved since `base_version` just as it comes here (a second click) is found, and nothing happens. Raises
    EditConflict where it was changed otherwise.
    """
    about = lifecycle.About(theme_ids, tie)
    content = titled(content, entry.partnership_id, entry.created_at)
    if entry.version != base_version and lifecycle.was_changed_to(entry, content, base_version, about):
        hold_files(form.idempotency_key)
        if not form.brings_files(actor, entry):
            _let_go_of_draft(actor, form)
            return
    lifecycle.change_content(entry, actor, content, base_version, about)
    keep_mentions_of(actor, entry)
    if form != NO_FORM:
        take_along(actor, entry, form)


def take_along(actor: Reader, entry: Entry, form: SentForm) -> None:
    """Make the files of the form that changed an entry part of it, and let go of its draft."""
    attach_to_entry(entry, form.idempotency_key, form.alts, form.removed)
    _let_go_of_draft(actor, form)


def _let_go_of_draft(actor: Reader, form: SentForm) -> None:
    if form.idempotency_key:
        discard_draft(actor, form.idempotency_key)
