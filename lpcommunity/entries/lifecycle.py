"""The lifecycle of an entry, on record, changed, withdrawn: what every kind's commands are made of.

Called inside a `@transactional` command only, so this module commits nothing itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from lpcommunity import outbox
from lpcommunity.access import Conflict, audit, require
from lpcommunity.access.reader import Reader
from lpcommunity.entries import periods, policy
from lpcommunity.entries.activity import keep_activity_of
from lpcommunity.entries.content import Content, same, with_closing
from lpcommunity.entries.domain_events import AudienceChanged, EntryEdited, EntryWithdrawn
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.listeners import tell_of_words
from lpcommunity.entries.models import (
    DRAFT,
    FACILITATORS,
    HIDDEN,
    PUBLIC,
    PUBLISHED,
    WITHDRAWN,
    Entry,
    Revision,
    entry_theme,
)
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import now, session
from lpcommunity.storage.change_stamp import concerns_public

T = TypeVar("T", bound=Entry)


class EditConflict(Conflict):
    """The entry was changed since the writer opened it. The form's page shows both texts."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("entry-changed-meanwhile")
        self.entry_id = entry.id
        self.version = entry.version


@dataclass(frozen=True)
class About:
    """What a version is about: the themes that it carries (None: those of the version before), and what a kind ties it
    to (`tie`, which writes its rows). Part of the version, so known before the version is recorded.
    """

    theme_ids: Iterable[int] | None = None
    tie: Callable[[], None] | None = None

    def put(self, entry: Entry) -> None:
        """Note it, within the command."""
        if self.theme_ids is not None:
            put_themes(entry, self.theme_ids)
        if self.tie is not None:
            self.tie()


NOTHING_ELSE = About()


def with_idempotency_key(idempotency_key: str) -> Entry | None:
    """The entry that was posted from the form with this key, if it was: a double click finds the first."""
    return session().scalar(select(Entry).where(Entry.idempotency_key == idempotency_key))


def lock(entry: T) -> T:
    """Lock this entry's row until the command ends and read it afresh (SQLite holds the whole database already)."""
    session().execute(select(Entry.id).where(Entry.id == entry.id).with_for_update())
    session().refresh(entry)
    return entry


def put_on_record(entry: Entry, actor: Reader, content: Content, about: About = NOTHING_ELSE) -> None:
    """Fill a new entry with its words and record it as version 1. The caller has set the rest."""
    moment = now()
    entry.author_id = actor.id
    entry.created_at = entry.updated_at = moment
    entry.version = 1
    entry.thanks_count = 0
    if entry.state == PUBLISHED:
        entry.published_at = moment
        _confide(entry, moment)
    _apply(entry, content)
    session().add(entry)
    session().flush()
    about.put(entry)
    _add_revision(entry, actor.id, "written")
    if entry.state == PUBLISHED:
        keep_activity_of(entry)
    tell_of_words(actor, entry)


def put_on_record_once(entry: Entry, actor: Reader, content: Content, about: About = NOTHING_ELSE) -> bool:
    """As put_on_record, but nothing where an entry with this key came first (two clicks at the same moment).

    Returns whether this one is on record; if not, `with_idempotency_key` finds the one that is.
    """
    try:
        with session().begin_nested():
            put_on_record(entry, actor, content, about)
    except IntegrityError:
        if with_idempotency_key(entry.idempotency_key) is None:
            raise
        return False
    return True


def put_themes(entry: Entry, theme_ids: Iterable[int]) -> None:
    """Let an entry carry these themes and no others; ids that there are none of are passed over."""
    known = session().scalars(select(Theme.id).where(Theme.id.in_(sorted(set(theme_ids)))))
    public = concerns_public(entry.audience == PUBLIC)
    session().execute(entry_theme.delete().where(entry_theme.c.entry_id == entry.id), execution_options=public)
    rows = [{"entry_id": entry.id, "theme_id": one, "published_at": entry.published_at} for one in known]
    if rows:
        session().execute(entry_theme.insert(), rows, execution_options=public)


def publish(entry: Entry, actor: Reader, at: datetime) -> None:
    """Put what was its author's alone on record, from this moment on. Versions that were written while nobody else
    could read them stay with their author: what is published is a version of its own, for its audience.
    """
    entry.state, entry.published_at, entry.updated_at = PUBLISHED, at, at
    periods.keep_period(entry)
    written_for = select(Revision.audience).where(Revision.entry_id == entry.id, Revision.n == entry.version)
    if session().scalar(written_for) != entry.audience:
        entry.version += 1
        _add_revision(entry, actor.id, "published")
    _confide(entry, at)
    carried = entry_theme.update().where(entry_theme.c.entry_id == entry.id).values(published_at=at)
    session().execute(carried, execution_options=concerns_public(entry.audience == PUBLIC))
    keep_activity_of(entry)
    tell_of_words(actor, entry)


def show_again(entry: Entry) -> bool:
    """Put what was hidden back where it stood, for those for whom it was. Returns whether it was hidden still. What was
    written while only its author could read it stays theirs, so the words that are read now are a version again.
    """
    if entry.state != HIDDEN:
        return False
    periods.unhide(entry)
    written_for = select(Revision.audience).where(Revision.entry_id == entry.id, Revision.n == entry.version)
    if session().scalar(written_for) != entry.audience:
        entry.version += 1
        _add_revision(entry, entry.author_id, "published")
    return True


def take_off(entry: Entry) -> None:
    """Leave it to its author alone again, as their draft."""
    entry.state = DRAFT
    periods.keep_period(entry)


def change_content(
    entry: Entry, actor: Reader, content: Content, base_version: int, about: About = NOTHING_ELSE
) -> None:
    """Record a new version with these words. The caller has checked the right and changed the kind's own columns.

    Raises EditConflict when somebody changed it since `base_version`.
    """
    if entry.version != base_version:
        raise EditConflict(entry)
    if entry.state == HIDDEN and _says_otherwise(entry, content):
        periods.leave_to_author(entry)
        periods.unhide(entry)  # it was hidden until it is changed
    entry.version += 1
    entry.updated_at = now()
    _apply(entry, content)
    session().flush()
    about.put(entry)
    _add_revision(entry, actor.id, "edited")
    tell_of_words(actor, entry)
    outbox.record(EntryEdited(entry.id, actor.id, entry.version))


def was_changed_to(entry: Entry, content: Content, base_version: int, about: About = NOTHING_ELSE) -> bool:
    """Whether a version that was saved since `base_version` is what would be recorded now, and stands: somebody pressed
    twice. The kind's own columns are set on the locked entry already; what it is about is put, looked at, taken back.
    """
    if session().is_modified(entry) or entry.title != content.title[:200] or not same(entry.fields, content.fields):
        return False
    since = (Revision.entry_id == entry.id, Revision.n > base_version, Revision.why == "edited")
    if session().scalar(select(Revision.id).where(*since).limit(1)) is None:
        return False
    stands = _details(entry)
    with session().begin_nested() as trial:
        about.put(entry)
        would_stand = _details(entry)
        trial.rollback()
    return stands == would_stand


def change_audience(entry: Entry, actor: Reader, audience: str) -> None:
    """Make it for other people from now on. A new version under the new audience is recorded, so that what was
    written before stays with those for whom it was written. Does nothing when it is for them already.
    """
    require(entry.author_id == actor.id)
    if entry.audience == audience:
        return
    before, entry.audience = entry.audience, audience
    if entry.state != DRAFT:  # else it will be for them when it is published
        entry.version += 1
        entry.updated_at = now()
        session().flush()
        _add_revision(entry, actor.id, "audience")
        _confide(entry, entry.updated_at)
        periods.keep_period(entry)
    keep_activity_of(entry)
    audit.note(
        "audience-changed",
        actor_id=actor.id,
        subject_kind=entry.kind,
        subject_id=entry.id,
        place_id=entry.partnership_id,
        before=before,
        after=audience,
    )
    outbox.record(AudienceChanged(entry.id, actor.id, before, audience))


def withdraw(entry: Entry, actor: Reader) -> None:
    """Take it off the record: from now on only its author can open it. Twice is once."""
    if entry.author_id == actor.id and entry.state == WITHDRAWN:
        return
    require(policy.can_withdraw(actor, entry))
    entry.state = WITHDRAWN
    entry.withdrawn_at = now()
    periods.keep_period(entry)
    keep_activity_of(entry)
    audit.note(
        "entry-withdrawn",
        actor_id=actor.id,
        subject_kind=entry.kind,
        subject_id=entry.id,
        place_id=entry.partnership_id,
    )
    outbox.record(EntryWithdrawn(entry.id, actor.id))


def _says_otherwise(entry: Entry, content: Content) -> bool:
    """Whether the words are others than those that stand. The kind's own columns are set on the entry already."""
    own = [one.column for one in kind_of(entry.kind).fields if one.written and one.column]
    changed = any(inspect(entry).attrs[column].history.has_changes() for column in own)
    return changed or entry.title != content.title[:200] or not same(entry.fields, content.fields)


def _confide(entry: Entry, at: datetime) -> None:
    """What is for the facilitators is confided from then on, unless its exchange began before."""
    if entry.audience == FACILITATORS and not entry.has_exchange:
        entry.confided_at, entry.confided_version = at, entry.version


def _theme_names(entry: Entry) -> list[str]:
    carried = entry_theme.c.theme_id == Theme.id
    names = select(Theme.name).join(entry_theme, carried).where(entry_theme.c.entry_id == entry.id)
    return list(session().scalars(names.order_by(Theme.sort_name, Theme.id)))


def _details(entry: Entry) -> dict[str, Any]:
    return {**kind_of(entry.kind).details(entry), "themes": _theme_names(entry)}


def _apply(entry: Entry, content: Content) -> None:
    entry.title = content.title[:200]
    entry.fields = dict(content.fields)
    entry.body_html = content.body_html
    entry.standfirst = content.standfirst
    kind = kind_of(entry.kind)
    entry.card = with_closing(kind.card(entry), kind, content)


def _add_revision(entry: Entry, author_id: int, why: str) -> None:
    session().add(
        Revision(
            entry_id=entry.id,
            n=entry.version,
            why=why,
            author_id=author_id,
            audience=periods.readable_by(entry),  # as far as it could be read then
            title=entry.title,
            fields=dict(entry.fields),
            details=_details(entry),
            body_html=entry.body_html,
            written_at=now(),
        )
    )
    session().flush()
