"""What a place undertook, and undertaking something."""

from typing import Any

from flask import Response, render_template, request, url_for
from werkzeug.datastructures import ImmutableMultiDict

from lpcommunity.access import Conflict, Invalid, access, require
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions import audience_text, policy, queries
from lpcommunity.actions.commands.undertaking import undertake
from lpcommunity.actions.forms import ActionForm
from lpcommunity.actions.models import Action
from lpcommunity.actions.queries import Sieve, Undertaken
from lpcommunity.actions.registrations import NEW
from lpcommunity.actions.sources import NOTHING, Source, source_of
from lpcommunity.actions.views import pages
from lpcommunity.actions.views.reporting import report_in_place
from lpcommunity.drafts import editing_session
from lpcommunity.drafts.editing_session import EditingSession
from lpcommunity.drafts.postings import posted_from
from lpcommunity.entries.audience_text import hints, in_short
from lpcommunity.entries.kinds import kinds
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import wider
from lpcommunity.entries.readership import confided_readership, readership_of
from lpcommunity.offline import resends
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import actor, me
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.confirmation import confirm
from lpcommunity.web.urls import next_page_url

MINE, FOR_OTHERS, NOBODY = "mine", "for-others", "nobody"


@pages.get("/partnerships/<slug:slug>/actions")
@access("anyone")
def of_place(slug: str) -> str:
    """What a place undertook, as far as this reader may know: open, lately reported, earlier."""
    reader, place = actor(), with_slug(slug)
    chosen = {name: request.args.get(name, "") for name in ("owner", "organisation", "from")}
    if not reader.in_community and _number(chosen["owner"]):
        chosen["owner"] = ""  # who is told no names cannot ask for somebody's either
    after = request.args.get("after")
    found = queries.undertaken(reader, place.id, _sieve(chosen), after)
    if chosen["owner"] == NOBODY:
        found = Undertaken(queries.ownerless(reader, [place.id]), [], [], None)
    signed_in = isinstance(reader, Reader)
    people = queries.owners_in(place.id) if reader.in_community else []
    organisations = {one.organisation_slug: one.organisation for one in people if one.organisation_slug}
    return render_template(
        "actions/of-place.html",
        place=place,
        found=found,
        after=after,
        chosen=chosen,
        sifted=any(chosen.values()),
        counted=_counts(reader, place.id, chosen["owner"]),
        people=people,
        organisations=sorted(organisations.items(), key=lambda one: str(one[1])),
        kinds=kinds(),
        belongs=signed_in and place.id in reader.member_of,
        may_undertake=isinstance(reader, Reader) and policy.can_undertake(reader, place.id),
        ownerless={one.id for one in found.open if not one.has_owner},
        reporting=report_in_place(found.open, request.args.get("report", "")),
        can_report=[one.id for one in found.open if isinstance(reader, Reader) and policy.can_report(reader, one)],
        next=next_page_url("actions.of_place", found.next, "earlier", slug=slug, **chosen),
    )


def _sieve(chosen: dict[str, str]) -> Sieve:
    """What the filters mean for this reader. What cannot be meant filters nothing."""
    reader, owner = actor(), chosen["owner"]
    mine = reader.id if isinstance(reader, Reader) else 0
    return Sieve(
        owner=mine if owner == MINE else _number(owner),
        by=mine if owner == FOR_OTHERS else 0,
        organisation=chosen["organisation"],
        born=chosen["from"],
    )


def _number(owner: str) -> int:
    return int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else 0


def _counts(reader: Reader | Visitor, place_id: int, owner: str) -> bool:
    """Whether to say how many there are: figures about one person are for themselves and for lead and deputies."""
    own = isinstance(reader, Reader) and reader.id == _number(owner)
    return not _number(owner) or own or place_id in reader.leads


@pages.get("/partnerships/<slug:slug>/actions/new")
@access("signed-in")
def new(slug: str) -> Response:
    """Write down what is to be done, by whom and by when."""
    place = with_slug(slug)
    require(policy.can_undertake(me(), place.id))
    editing = _session(place)
    form = ActionForm(**editing.form_arguments)
    editing.fill(form)
    if editing.draft is None:
        form.source.data = request.args.get("source", "")
    source = _source(form, place)
    if editing.draft is None:
        form.owner.data, form.audience.data = str(me().id), source.narrowest
        if not source.move_id:
            form.what.data = request.args.get("what", "")[:300]
    return _page(form, editing, place, source)


@pages.post("/partnerships/<slug:slug>/actions")
@access("signed-in")
@re_renders
def add(slug: str) -> Response:
    """Put it on record."""
    place = with_slug(slug)
    require(policy.can_undertake(me(), place.id))
    editing = _session(place)
    form = ActionForm(**editing.form_arguments)
    editing.fill(form)
    source = _source(form, place)
    form.offer(me(), queries.owners_in(place.id), queries.organisations_in(place.id), _audiences(source))
    _leave_sealed(editing)
    if kept := editing.save_if_asked():
        return kept
    if "take" in request.form:
        form.what.data = " ".join(f"{form.what.data or ''} {source.move_says}".split())[:300]
        return _page(form, editing, place, source)
    overtaken = editing.is_overtaken
    if form.validate_on_submit() and resends.may_go(form, editing, lambda: _told(place, source)[0], form.audience.data):
        if overtaken:
            return _page(form, editing, place, source, 409)
        try:
            action = undertake(me(), place, editing.idempotency_key, form.undertaking)
        except Invalid as error:
            form.take(error)
            editing.save_if_waiting(error)
        except Conflict as error:
            form.refuse(str(error))
            editing = editing_session.follow_up(editing, f"{NEW}:{place.id}", _path(place))
            editing.fill(form)
            return _page(form, editing, place, source, 409)
        else:
            _say_done(action, with_slug(slug))
            return see_other(f"/actions/{action.id}")
    return _page(form, editing, with_slug(slug), source)


def _say_done(action: Action, place: Partnership) -> None:
    people = {one.id: one for one in queries.owners_in(place.id)}
    owner = people.get(action.owner_id or 0)
    told = ""
    if owner is not None and owner.id != me().id:
        told = f" {owner.name} is told."
        if action.audience == "me" or (action.audience == "facilitators" and owner.role != "facilitator"):
            told += f" {owner.name} will read these words, nothing else."
    confirm(
        f"It is written down. {audience_text.readers(action, place.name)}.{told}",
        f"What {place.name} undertook",
        url_for("actions.of_place", slug=place.slug),
        "Written down",
    )


def _session(place: Partnership) -> EditingSession:
    return editing_session.open_session(me(), f"{NEW}:{place.id}", _path(place))


def _leave_sealed(editing: EditingSession) -> None:
    """What was expected is sealed once it is written down: no draft of the same form keeps it."""
    if "keep" in request.form and posted_from(me(), editing.idempotency_key) is not None:
        words = request.form.items(multi=True)
        request.form = ImmutableMultiDict([(name, text) for name, text in words if name != "expects"])


def _path(place: Partnership) -> str:
    return f"/partnerships/{place.slug}/actions/new"


def _source(form: ActionForm, place: Partnership) -> Source:
    """What it comes from; what cannot be read any more is said when it is sent."""
    try:
        return source_of(me(), str(form.source.data or ""), place.id)
    except Invalid:
        return NOTHING


def _audiences(source: Source) -> list[str]:
    """Whom it can be for when it is written down: what comes from something confided begins as narrow as that."""
    if not source.is_confided:
        return list(AUDIENCES)
    return [one for one in AUDIENCES if not wider(one, source.narrowest)]


def _told(place: Partnership, source: Source) -> tuple[dict[str, str], dict[str, str]]:
    """Who can read it, for each choice, whole and in short. What comes of something confided reaches whom that does."""
    readership = readership_of(place)
    few = confided_readership(
        readership, place.id, author_id=me().id, confided_at=source.confided_at, comes_of=source.entry_id
    )
    whole, short = ({**said(readership), "facilitators": said(few)["facilitators"]} for said in (hints, in_short))
    return whole, short


def _page(
    form: ActionForm, editing: EditingSession, place: Partnership, source: Source, status: int | None = None
) -> Response:
    people = queries.owners_in(place.id)
    form.offer(me(), people, queries.organisations_in(place.id), _audiences(source))
    if not form.audience.data:
        form.audience.data = source.narrowest
    said, short = _told(place, source)
    resends.tell(form, said)
    shown: dict[str, Any] = {"hints": said, "short": short}
    return render_form("actions/new.html", form, status=status, editing=editing, place=place, source=source, **shown)
