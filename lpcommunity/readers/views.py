"""Who can read this: an author's page on an entry of theirs, and how it looks to somebody else."""

from flask import Blueprint, render_template, request

from lpcommunity.access import Missing, access
from lpcommunity.access.reader import Reader
from lpcommunity.entries import policy
from lpcommunity.entries.audience_text import readers_line
from lpcommunity.entries.in_full import EntryInFull, PlaceName
from lpcommunity.entries.kinds import Kind, kind_at
from lpcommunity.entries.models import DRAFT, ONLY_ME, WITHDRAWN
from lpcommunity.entries.readership import community_size, readership_of
from lpcommunity.entries.versions import versions
from lpcommunity.people.current_user import me
from lpcommunity.readers import queries, span_picture
from lpcommunity.readers.former_readers import readers_once
from lpcommunity.readers.history import History, history
from lpcommunity.readers.hypothetical_readers import standpoints
from lpcommunity.readers.later_readers import readers_later
from lpcommunity.readers.present_readers import readers_now
from lpcommunity.readers.reader_lines import Around
from lpcommunity.readers.sights import earlier_versions, sight_of, what_is_read
from lpcommunity.reviews.exchange_times import exchange_times
from lpcommunity.storage import now

pages = Blueprint("readers", __name__, template_folder="templates")


@pages.get("/<slug:plural>/<id:entry_id>/readers")
@access("signed-in")
def readers(plural: str, entry_id: int) -> str:
    """Who may read it now and since when, who could until when, and what somebody else would read of it."""
    kind, entry, place = _own(plural, entry_id)
    told = history_of(me(), entry)
    around = _around(me(), entry, place, told)
    found = span_picture.rows(told, around)
    looking = standpoints(place.id, place.name)
    chosen = looking.get(request.args.get("as", ""), looking["member-elsewhere"])
    mine = versions(me(), entry)
    return render_template(
        "readers/readers.html",
        kind=kind,
        entry=entry,
        now=readers_now(told, around),
        once=readers_once(told, around),
        complete=told.complete,
        place=place,
        title=span_picture.title(found, told.now),
        description=span_picture.description(found),
        wide=span_picture.wide(found, told.now),
        upright=span_picture.upright(found, told.now),
        versions=earlier_versions(mine, entry, told),
        standpoints=looking.values(),
        chosen=chosen,
        read=what_is_read(me(), chosen, kind, entry, mine, exchange=told.exchange is not None),
        later=readers_later(queries.opens_later(me(), entry.id), entry.audience, told.now) if told.exchange else [],
        facilitated=told.facilitated or place.id in me().facilitates,
        may_change=policy.can_change_audience(me(), entry, ONLY_ME),
        may_send_again=entry.state == DRAFT and entry.published_at is not None and policy.can_edit(me(), entry),
    )


@pages.get("/<slug:plural>/<id:entry_id>/as/<slug:who>")
@access("signed-in")
def as_somebody_else(plural: str, entry_id: int, who: str) -> str:
    """The entry alone, as somebody else would read it. It is shown to its author, and nobody is let in to anything."""
    kind, entry, place = _own(plural, entry_id)
    standpoint = standpoints(place.id, place.name).get(who)
    if standpoint is None:
        raise Missing
    return render_template(
        "readers/sight.html",
        kind=kind,
        path=kind.path(entry.id),
        standpoint=standpoint,
        place=place,
        sight=sight_of(me(), standpoint, kind, entry.id),
        readers=readers_line(entry.audience, place.name),
    )


def history_of(author: Reader, entry: EntryInFull) -> History:
    """Who could read this entry of one's own at which time: six queries."""
    here, complete = queries.terms_here(author, entry.id)
    return history(
        entry,
        queries.changes_of(author, entry.id),
        exchange_times(author, entry.id),
        (here, complete),
        queries.terms_anywhere(one.person_id for one in here),
        now(),
    )


def _around(author: Reader, entry: EntryInFull, place: PlaceName, told: History) -> Around:
    """Numbers are counted where the page needs them: at most four queries."""
    members = 0
    if not told.complete:
        around = readership_of(place)
        belongs = place.id in author.places
        members = around.members + len(around.facilitators) - belongs
    community = community_size() - author.in_community
    return Around(author, place.name, members, community, entry.state == WITHDRAWN)


def _own(plural: str, entry_id: int) -> tuple[Kind, EntryInFull, PlaceName]:
    """An entry of one's own. For everybody else there is no such page."""
    kind = kind_at(plural)
    entry: EntryInFull | None = kind.read(me(), entry_id) if kind is not None else None
    if kind is None or entry is None or not policy.is_author(me(), entry) or entry.partnership is None:
        raise Missing
    return kind, entry, entry.partnership
