"""Keeping something for oneself, and letting go of it. Known to oneself alone, so nothing is recorded of it: neither an
event nor an audit line. Twice is once.
"""

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from lpcommunity.access import Invalid, require
from lpcommunity.access.rate_limits import BOOKMARKS, limited
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.accounts.commands.accounts import on_closing
from lpcommunity.bookmarks import policy
from lpcommunity.bookmarks.models import LONGEST_NOTE, MOST, Bookmark
from lpcommunity.entries.models import Entry
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional


@limited(BOOKMARKS)
@transactional
def keep(actor: Reader, entry: Entry, *, later: bool = False, note: str | None = None) -> None:
    """Keep this entry, or mean to read it `later`. What is kept already is kept as said now, and its note stays unless
    there is another. Raises Refused for what they may not read; Invalid where they keep too much, or note too much.
    """
    require(policy.can_keep(actor, entry))
    words = _checked(note) if note is not None else None
    kept = _of_entry(actor, entry)
    if kept is None:
        kept = _begun(actor, entry, later)
    if kept is None:
        return  # the other click of a double click was first
    if kept.later != later:
        kept.later, kept.kept_at = later, now()
    if words is not None:
        kept.note = words


@limited(BOOKMARKS)
@transactional
def change_note(actor: Reader, bookmark_id: int, note: str) -> None:
    """Note something else about what one keeps, readable still or not. Raises Invalid for too much of it."""
    words = _checked(note)
    kept = _mine(actor, bookmark_id)
    if kept is not None:
        kept.note = words


@transactional
def keep_for_good(actor: Reader, bookmark_id: int) -> None:
    """Keep what one meant to read later."""
    kept = _mine(actor, bookmark_id)
    if kept is not None and kept.later:
        kept.later, kept.kept_at = False, now()


@transactional
def have_read(actor: Reader, bookmark_id: int) -> None:
    """It is read. With a note it stays among what one keeps, so that no word is lost; without, it goes."""
    kept = _mine(actor, bookmark_id)
    if kept is None or not kept.later:
        return
    if kept.note:
        kept.later, kept.kept_at = False, now()
    else:
        session().delete(kept)


@transactional
def let_go(actor: Reader, bookmark_id: int) -> None:
    """Keep it no longer; its note goes with it."""
    kept = _mine(actor, bookmark_id)
    if kept is not None:
        session().delete(kept)


@on_closing
def forget_all(_actor: Reader | Operator, person: Person) -> None:
    """What somebody kept goes with their account."""
    session().execute(delete(Bookmark).where(Bookmark.person_id == person.id))


def _checked(note: str) -> str:
    words = note.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_NOTE:
        raise Invalid("note", "bookmark-note-long", length=len(words), most=LONGEST_NOTE)
    return words


def _of_entry(actor: Reader, entry: Entry) -> Bookmark | None:
    return session().scalar(select(Bookmark).where(Bookmark.person_id == actor.id, Bookmark.entry_id == entry.id))


def _mine(actor: Reader, bookmark_id: int) -> Bookmark | None:
    return session().scalar(select(Bookmark).where(Bookmark.person_id == actor.id, Bookmark.id == bookmark_id))


def _begun(actor: Reader, entry: Entry, later: bool) -> Bookmark | None:
    many = session().scalar(select(func.count()).select_from(Bookmark).where(Bookmark.person_id == actor.id)) or 0
    if many >= MOST:
        raise Invalid("state", "bookmarks-full", most=MOST)
    made = Bookmark(person_id=actor.id, entry_id=entry.id, later=later, note="", kept_at=now())
    try:
        with session().begin_nested():
            session().add(made)
    except IntegrityError:
        return _of_entry(actor, entry)
    return made
