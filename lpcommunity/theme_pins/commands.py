"""Pinning something on a theme with a word why, and letting go of it. Twice is once."""

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Invalid, Missing, audit, require
from lpcommunity.access.rate_limits import CHANGES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import Entry, entry_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import now, session, transactional
from lpcommunity.theme_pins import policy, queries
from lpcommunity.theme_pins.domain_events import ThemePinned, ThemeUnpinned
from lpcommunity.theme_pins.models import LONGEST_WHY, MOST, ThemePin


@limited(CHANGES)
@transactional
def pin(actor: Reader, theme: Theme, entry: Entry, why: str) -> None:
    """Pin this entry on a theme that it carries; or say otherwise why it is pinned. Raises Refused for who does not
    steer the theme, and for what is for fewer than the community; Missing where it does not carry the theme; Invalid
    without a word why, and where they find as many pinned as there is room for.
    """
    require(policy.can_pin(actor, entry, queries.works_on(actor, theme.id)))
    _one_at_a_time(theme)
    if not _carries(entry, theme):
        raise Missing
    words = " ".join(why.split())
    if not words:
        raise Invalid("why", "theme-pin-why-missing")
    if len(words) > LONGEST_WHY:
        raise Invalid("why", "theme-pin-why-long", length=len(words), most=LONGEST_WHY)
    shown, kept = queries.pinned_on(actor, theme.id), _kept(entry, theme)
    if kept is not None and entry.id in {one.entry_id for one in shown}:
        if kept.why == words:
            return
        kept.why, kept.pinned_by_id, kept.pinned_at = words, actor.id, now()
    else:
        if len(shown) >= MOST:
            raise Invalid("about", "theme-full")
        if kept is not None:
            session().delete(kept)
            session().flush()
        made = {"theme_id": theme.id, "entry_id": entry.id, "pinned_by_id": actor.id}
        session().add(ThemePin(**made, why=words, pinned_at=now()))
    session().flush()
    _note("theme-pinned", actor, theme, entry)
    outbox.record(ThemePinned(theme.id, entry.id, actor.id))


@limited(CHANGES)
@transactional
def unpin(actor: Reader, theme: Theme, entry: Entry) -> None:
    """Let go of it, if it is pinned there. Raises Refused for who does not steer the theme, or may not read it."""
    require(policy.can_unpin(actor, entry, queries.works_on(actor, theme.id)))
    _one_at_a_time(theme)
    kept = _kept(entry, theme)
    if kept is not None:
        session().delete(kept)
        session().flush()
        _note("theme-unpinned", actor, theme, entry)
        outbox.record(ThemeUnpinned(theme.id, entry.id, actor.id))


def _one_at_a_time(theme: Theme) -> None:
    """Of two people who pin at once one comes first: else both would find room for the last."""
    session().execute(select(Theme.id).where(Theme.id == theme.id).with_for_update())


def _carries(entry: Entry, theme: Theme) -> bool:
    carried = entry_theme.c.entry_id == entry.id, entry_theme.c.theme_id == theme.id
    return session().scalar(select(entry_theme.c.theme_id).where(*carried)) is not None


def _kept(entry: Entry, theme: Theme) -> ThemePin | None:
    return session().scalar(select(ThemePin).where(ThemePin.theme_id == theme.id, ThemePin.entry_id == entry.id))


def _note(act: str, actor: Reader, theme: Theme, entry: Entry) -> None:
    """Of the theme, not of the entry: who reads the record learns no more of an entry that is for fewer later."""
    audit.note(act, actor_id=actor.id, subject_kind="theme", subject_id=theme.id, entry_id=entry.id)
