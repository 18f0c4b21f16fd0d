"""What is new: what others put on record in one's own places and in those one follows, newest first."""

from sqlalchemy import union_all

from lpcommunity.entries.latest_per_group import latest_per_group
from lpcommunity.entries.models import Entry, entry_theme
from lpcommunity.entries.policy import on_record_for
from lpcommunity.entries.queries import PAGE, Page, older_than, page
from lpcommunity.following.models import Follow
from lpcommunity.partnerships.affiliations import affiliations_of
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person


def feed(actor: Person, after: str | None = None, size: int = PAGE) -> Page:
    """Entries of the places, people and themes that this person follows and of their own places: one query.

    What they wrote themselves is not new to them, and stays out.
    """
    where = [on_record_for(actor), Entry.author_id != actor.id, *older_than(after)]
    mine = Follow.person_id == actor.id
    carried = Entry.id.in_(
        entry_theme.select().with_only_columns(entry_theme.c.entry_id).where(entry_theme.c.theme_id == Follow.theme_id)
    )
    follows = [
        (mine & Follow.partnership_id.is_not(None), Entry.partnership_id == Follow.partnership_id),
        (mine & Follow.followed_id.is_not(None), Entry.author_id == Follow.followed_id),
        (mine & Follow.theme_id.is_not(None), carried),
    ]
    found = [latest_per_group(Follow, which, match, where, size + 1) for which, match in follows]
    own = affiliations_of(actor).places
    if own:
        found.append(
            latest_per_group(
                Partnership, Partnership.id.in_(sorted(own)), Entry.partnership_id == Partnership.id, where, size + 1
            )
        )
    return page(actor, [Entry.id.in_(union_all(*found))], after, size)
