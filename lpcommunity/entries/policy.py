"""Who may read what: the one audience resolver.

`visible_to` says it as SQL and `can_read` as a predicate; a property test holds them equal. Page, list,
count, search, notification, mail and file all ask here. The rules are PROMISES section 1.
"""

from sqlalchemy import ColumnElement, and_, or_

from lpcommunity.entries.models import AUDIENCES, PUBLISHED, Entry, Revision
from lpcommunity.partnerships.affiliations import Affiliations, affiliations_of
from lpcommunity.people.models import Person


def admits(affiliations: Affiliations, audience: str, partnership_id: int | None) -> bool:
    """Whether somebody who stands so, and is not the author, is among this audience of an entry of this partnership."""
    match audience:
        case "public":
            return True
        case "community":
            return affiliations.in_community
        case "partnership":
            return partnership_id in affiliations.places
        case "facilitators":
            return partnership_id in affiliations.facilitates
        case _:
            return False


def visible_to(actor: Person | None) -> ColumnElement[bool]:
    """SQL over Entry: what this person (None: somebody signed out) may read just now."""
    affiliations = affiliations_of(actor)
    audiences: list[ColumnElement[bool]] = [Entry.audience == "public"]
    if affiliations.in_community:
        audiences = [Entry.audience.in_(["public", "community"])]
    if affiliations.places:
        audiences.append(and_(Entry.audience == "partnership", Entry.partnership_id.in_(sorted(affiliations.places))))
    if affiliations.facilitates:
        audiences.append(
            and_(Entry.audience == "facilitators", Entry.partnership_id.in_(sorted(affiliations.facilitates)))
        )
    readable = and_(Entry.state == PUBLISHED, or_(*audiences))
    if actor is None or actor.disabled_at is not None:
        return readable
    return or_(readable, Entry.author_id == actor.id)


def on_record_for(actor: Person | None) -> ColumnElement[bool]:
    """SQL over Entry: what lists show this person: visible to them and published. (One's own drafts and withdrawn
    entries are visible to oneself, but stand in lists of one's own only.)
    """
    return and_(visible_to(actor), Entry.state == PUBLISHED)


def can_read(actor: Person | None, entry: Entry) -> bool:
    """Whether this person may read this entry just now."""
    if actor is not None and actor.disabled_at is None and entry.author_id == actor.id:
        return True
    return entry.state == PUBLISHED and admits(affiliations_of(actor), entry.audience, entry.partnership_id)


def can_read_revision(actor: Person | None, entry: Entry, revision: Revision) -> bool:
    """Whether this person may read this version: it takes the audience of then and that of today.

    Widening does not open the past: an earlier version stays with those for whom it was written.
    """
    if actor is not None and actor.disabled_at is None and entry.author_id == actor.id:
        return True
    return can_read(actor, entry) and admits(affiliations_of(actor), revision.audience, entry.partnership_id)


def can_post(actor: Person, partnership_id: int) -> bool:
    """Members of a partnership put things on its record; facilitators, from outside, do not."""
    return partnership_id in affiliations_of(actor).member_of


def can_edit(actor: Person, entry: Entry) -> bool:
    """The author changes, withdraws, and decides who it is for; also after their membership has ended,
    withdrawing and narrowing stay theirs (see can_withdraw).
    """
    return entry.author_id == actor.id and entry.state != "withdrawn" and can_post(actor, entry.partnership_id or 0)


def can_change_audience(actor: Person, entry: Entry, audience: str) -> bool:
    """Authors say who their words are for: fewer people at any time, more as long as they belong to the place."""
    if entry.author_id != actor.id or actor.disabled_at is not None or entry.state != PUBLISHED:
        return False
    return not wider(audience, entry.audience) or can_post(actor, entry.partnership_id or 0)


def can_withdraw(actor: Person, entry: Entry) -> bool:
    """Authors may always take their own words off the record."""
    return entry.author_id == actor.id and actor.disabled_at is None and entry.state == PUBLISHED


def wider(audience: str, than: str) -> bool:
    """Whether this audience is further up the ladder than the other."""
    return AUDIENCES.index(audience) > AUDIENCES.index(than)
