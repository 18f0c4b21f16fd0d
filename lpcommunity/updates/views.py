"""The pages of updates: posting one, reading it, changing it."""

from flask import Blueprint, Response, flash, render_template

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.attachments import form_files
from lpcommunity.attachments.file_types import HELP_TEXT
from lpcommunity.attachments.queries import of_entry
from lpcommunity.drafts import editing_session
from lpcommunity.entries import page_slots, policy
from lpcommunity.entries.audience_text import consequences, consequences_in_general, hints, readers_line
from lpcommunity.entries.content import Content, same
from lpcommunity.entries.lifecycle import EditConflict
from lpcommunity.entries.queries import readable
from lpcommunity.entries.readership import readership_of
from lpcommunity.entries.text_diff import TextDiff, diff
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import actor, me
from lpcommunity.updates import commands, queries
from lpcommunity.updates import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.updates.forms import NewUpdateForm, UpdateForm, initial_data
from lpcommunity.updates.models import Update
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import clock_time

pages = Blueprint("updates", __name__, template_folder="templates")


@pages.route("/partnerships/<slug:slug>/updates/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    """Post an update, in three minutes, on a phone."""
    place = with_slug(slug)
    require(policy.can_post(me(), place.id))
    editing = editing_session.open_session(me(), f"update:new:{place.id}", f"/partnerships/{slug}/updates/new")
    form = NewUpdateForm(**editing.form_arguments)
    editing.fill(form)
    _offer(form, place.id)
    files = (
        form_files.receive(me(), editing.idempotency_key, form)
        if form.is_submitted()
        else form_files.show(me(), editing.idempotency_key)
    )
    if not files.refusals and (kept := editing.save_if_asked()):
        return kept
    if _takes(form, files):
        content = _content(form)
        try:
            update = commands.post_update(
                me(), with_slug(slug), editing.idempotency_key, content, audience=form.audience.data, **form.values
            )
        except Invalid as error:
            form.take(error)
        else:
            if not same(update.fields, content.fields):
                return _posted_before(update)
            flash("Your update is posted." + (DESCRIBE if files.undescribed else ""))
            return see_other(f"/updates/{update.id}")
    return _write(form, editing, files, with_slug(slug))


DESCRIBE = (
    " Its pictures have no description yet: change the update to say what they show, for those who cannot see it."
)


@pages.get("/updates/<id:update_id>")
@access("anyone")
def show(update_id: int) -> str:
    """Read an update."""
    update = queries.in_full(actor(), update_id)
    if update is None:
        raise Missing
    inline, files = update.body_html, of_entry(update)
    mine = policy.is_author(actor(), update)
    return render_template(
        "updates/update.html",
        update=update,
        place=update.partnership,
        pictures=[f for f in files if f.kind == "picture" and f'"/attachments/{f.id}"' not in inline],
        documents=[f for f in files if f.kind == "document"],
        readers="Only you can open this"
        if update.state == "withdrawn"
        else readers_line(update.audience, update.partnership.name if update.partnership else ""),
        can_edit=mine and policy.can_edit(me(), update),
        can_withdraw=mine and policy.can_withdraw(me(), update),
        below=page_slots.parts(page_slots.BELOW, actor(), update),
        aside=page_slots.parts(page_slots.ASIDE, actor(), update),
    )


@pages.route("/updates/<id:update_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(update_id: int) -> Response:
    """Change an update; the version before stays readable."""
    update = _mine(update_id)
    editing = editing_session.open_session(me(), f"entry:{update_id}", f"/updates/{update_id}/edit")
    form = UpdateForm(**(editing.form_arguments or {"data": initial_data(update, queries.theme_ids_of(update))}))
    editing.fill(form, update.version)
    _offer(form, update.partnership_id or 0)
    place = queries.place_of(update)
    if not form.is_submitted():
        return _change(form, editing, form_files.show(me(), editing.idempotency_key, update), update, place)
    files = form_files.receive(me(), editing.idempotency_key, form, update)
    if not files.refusals and (kept := editing.save_if_asked()):
        return kept
    if _takes(form, files):
        try:
            commands.edit_update(
                me(), update, _content(form), int(form.version.data or 0),
                idempotency_key=editing.idempotency_key, alts=files.alts, removed=files.removed, **form.values,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except EditConflict:
            editing.save()
            return _conflict(form, editing, update_id)
        else:
            flash("Your changes are saved. What stood there before is kept under Versions.")
            return see_other(f"/updates/{update_id}")
    update = _mine(update_id)
    return _change(
        form, editing, form_files.show(me(), editing.idempotency_key, update), update, queries.place_of(update)
    )


def _takes(form: UpdateForm, files: form_files.FormFiles) -> bool:
    valid = form.validate_on_submit()
    return files.fine(form) and valid


def _mine(update_id: int) -> Update:
    update = readable(me(), Update, update_id)
    if not isinstance(update, Update) or not policy.can_edit(me(), update):
        raise Missing
    return update


def _content(form: UpdateForm) -> Content:
    return Content.written(form.title.data or "", {"body": form.body.data or ""})


def _offer(form: UpdateForm, place_id: int) -> None:
    form.offer(queries.milestones_to_choose(place_id), queries.themes())


def _write(
    form: NewUpdateForm, editing: editing_session.EditingSession, files: form_files.FormFiles, place: Partnership
) -> Response:
    readership = readership_of(place)
    return render_form(
        "updates/new.html",
        form,
        editing=editing,
        files=files,
        place=place,
        hints=hints(readership),
        will=consequences(readership, queries.count_recipients(me(), place)),
        general=consequences_in_general(readership),
        limits=HELP_TEXT,
    )


def _change(
    form: UpdateForm, editing: editing_session.EditingSession, files: form_files.FormFiles, update: Update,
    place: Partnership, both: list[TextDiff] | None = None, changed: str = "",
) -> Response:  # fmt: skip
    return render_form(
        "updates/edit.html",
        form,
        status=409 if both else None,
        editing=editing,
        files=files,
        limits=HELP_TEXT,
        update=update,
        place=place,
        readers=readers_line(update.audience, place.name),
        both=both,
        changed=changed,
    )


def _conflict(form: UpdateForm, editing: editing_session.EditingSession, update_id: int) -> Response:
    """Show both texts: the one that was saved meanwhile, and the one just sent, ready to be sent again."""
    update = _mine(update_id)
    saved = initial_data(update, queries.theme_ids_of(update))
    labels = {"title": "Title", "body": "What happened", "reason": "Why", "help": "We would like help with"}
    both = [diff(label, str(saved[name]), str(form[name].data or "")) for name, label in labels.items()]
    form.version.data = update.version  # type: ignore[assignment]
    files = form_files.show(me(), editing.idempotency_key, update)
    place = queries.place_of(update)
    return _change(form, editing, files, update, place, [one for one in both if not one.same] or both, _at(update))


def _posted_before(update: Update) -> Response:
    """This form was posted once before, with other words (a second tab with the same draft): lose neither text."""
    editing = editing_session.open_session(me(), f"entry:{update.id}", f"/updates/{update.id}/edit")
    change = UpdateForm()
    editing.fill(change)
    _offer(change, update.partnership_id or 0)
    editing.save()
    change.signed_form.data = editing.token
    return _conflict(change, editing, update.id)


def _at(update: Update) -> str:
    return clock_time(update.updated_at)
