"""What can be done with any entry, whatever its kind: preview, versions, withdrawal, changing who it is for."""

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, render_template, request
from markupsafe import Markup

from lpcommunity.access import Invalid, Missing, access
from lpcommunity.entries import commands, markdown, page_slots, policy, queries, versions
from lpcommunity.entries import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.entries.audience_text import hints, none_of_them_reads, readers_line, widening
from lpcommunity.entries.forms import AudienceForm, WithdrawalForm
from lpcommunity.entries.heading_text import HasWords, below, heading
from lpcommunity.entries.in_full import EntryHead, head_of
from lpcommunity.entries.kinds import Kind, kind_at
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.entries.readership import confidants_of, readership_of
from lpcommunity.entries.text_diff import diff
from lpcommunity.people.current_user import actor, me
from lpcommunity.web import re_renders, render_form, see_other

pages = Blueprint("entries", __name__, template_folder="templates")

PREVIEW = 20_000
pages.add_app_template_global(heading)


@pages.app_template_filter("below")
def _below(words: HasWords) -> Markup:
    return Markup(below(words))  # noqa: S704  (cleaned when it was written)


@pages.post("/preview")
@access("signed-in")
def preview() -> str:
    """Markdown as it would be read, for the editor."""
    text = request.form.get("text", "")
    if len(text) > PREVIEW:
        abort(413)
    return markdown.render(text) or "<p>Nothing written yet.</p>"


@pages.get("/<slug:plural>/<id:entry_id>/revisions/<id:n>")
@access("anyone")
def revision(plural: str, entry_id: int, n: int) -> str:
    """A version of an entry, what changed in it, and the list of all versions that one may read."""
    kind, entry = _entry(plural, entry_id)
    shown = versions.revision(actor(), entry, n)
    if shown is None:
        raise Missing
    earlier = versions.versions(actor(), entry, below=n)
    before = versions.revision(actor(), entry, earlier[-1].n) if earlier else None
    changes = []
    if before is not None:
        then, now = versions.texts_of_revision(kind, before), versions.texts_of_revision(kind, shown)
        changes = [diff(label, then.get(label, ""), now.get(label, "")) for label in dict.fromkeys([*now, *then])]
        tied_then, tied_now = (versions.ties_of_revision(actor(), kind, one) for one in (before, shown))
        changes += [diff(label, tied_then[label], tied_now[label]) for label in tied_now if label in tied_then]
    return render_template(
        "entries/revision.html",
        kind=kind,
        entry=entry,
        versions=versions.versions(actor(), entry),
        most_versions=versions.MOST_VERSIONS,
        shown=shown,
        before=before,
        changes=[change for change in changes if not change.same],
        below=page_slots.parts(page_slots.VERSION, actor(), shown),
        place=entry.partnership,
    )


@pages.route("/<slug:plural>/<id:entry_id>/withdrawal", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def withdrawal(plural: str, entry_id: int) -> Response:
    """Take one's own words off the record, after having been told what that means."""
    kind, entry = _own(plural, entry_id)
    form = WithdrawalForm()
    if form.validate_on_submit():
        commands.withdraw_entry(me(), _row(kind, entry_id))
        flash(f"Your {kind.word.lower()} is withdrawn. Only you can open it now.")
        return see_other(kind.path(entry_id))
    if entry.state == "withdrawn":
        return see_other(kind.path(entry_id))
    place = entry.partnership
    return render_form(
        "entries/withdrawal.html",
        form,
        kind=kind,
        entry=entry,
        readers=readers_line(entry.audience, place.name if place else ""),
    )


@pages.route("/<slug:plural>/<id:entry_id>/audience", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def audience(plural: str, entry_id: int) -> Response:
    """Make one's own words for other people, with a clear word on what that means."""
    kind, entry = _own(plural, entry_id)
    form = AudienceForm(data={"audience": entry.audience})
    if form.validate_on_submit():
        before = entry.audience
        try:
            commands.change_entry_audience(me(), _row(kind, entry_id), str(form.audience.data))
        except Invalid as error:
            form.take(error)
        else:
            flash(_changed(before, str(form.audience.data)))
            return see_other(kind.path(entry_id))
    kind, entry = _own(plural, entry_id)
    if entry.state != "published":
        return see_other(kind.path(entry_id))
    place = entry.partnership
    if place is None:
        raise Missing
    readership, said = readership_of(place), {}
    row = _row(kind, entry_id)
    if row.has_exchange:  # who came after it began reads it only if its author says so
        reached = [one.name for one in confidants_of(row)]
        if readership.facilitators and not reached:
            said = {"facilitators": none_of_them_reads(place.name)}
        readership = replace(readership, facilitators=reached)
    return render_form(
        "entries/audience.html",
        form,
        kind=kind,
        entry=entry,
        readers=readers_line(entry.audience, place.name),
        hints={**hints(readership), **said},
        wider={
            one: widening(readership, entry.audience, one) for one in AUDIENCES if policy.wider(one, entry.audience)
        },
        may_widen=policy.can_post(me(), place.id),
    )


def _kind(plural: str) -> Kind:
    found = kind_at(plural)
    if found is None:
        raise Missing
    return found


def _entry(plural: str, entry_id: int) -> tuple[Kind, EntryHead]:
    kind = _kind(plural)
    entry = head_of(actor(), kind, entry_id)
    if entry is None:
        raise Missing
    return kind, entry


def _row(kind: Kind, entry_id: int) -> Entry:
    """The row that a command changes, which asks for the right again."""
    row: Entry | None = queries.readable(me(), kind.model, entry_id)
    if row is None:
        raise Missing
    return row


def _own(plural: str, entry_id: int) -> tuple[Kind, EntryHead]:
    kind, entry = _entry(plural, entry_id)
    if entry.author_id != me().id:
        raise Missing
    return kind, entry


def _changed(before: str, after: str) -> str:
    if before == after:
        return "It is for the same people as before."
    if policy.wider(after, before):
        return "More people can read it now. Earlier versions and comments stay with those for whom they were written."
    return "Fewer people can open it now. What was read was read."
