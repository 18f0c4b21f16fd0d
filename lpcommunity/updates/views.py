"""The pages of updates: posting one, reading it, changing it."""

from flask import Blueprint, Response, flash, render_template

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.attachments import desk as file_desk
from lpcommunity.attachments.kinds import SAID_BEFORE
from lpcommunity.attachments.queries import of_entry
from lpcommunity.drafts import desk as desks
from lpcommunity.entries import policy, slots
from lpcommunity.entries.audience_words import hints, readers_line, will, will_in_general
from lpcommunity.entries.audiences import circle_around
from lpcommunity.entries.comparing import Compared, compare
from lpcommunity.entries.queries import readable
from lpcommunity.entries.recording import EditConflict
from lpcommunity.entries.words import Words, same
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.signed_in import actor, me
from lpcommunity.updates import commands, queries
from lpcommunity.updates import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.updates.forms import NewUpdateForm, UpdateForm, as_typed
from lpcommunity.updates.models import Update
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.words import clock_time

pages = Blueprint("updates", __name__, template_folder="templates")


@pages.route("/partnerships/<slug:slug>/updates/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    """Post an update, in three minutes, on a phone."""
    place = with_slug(slug)
    require(policy.can_post(me(), place.id))
    desk = desks.open_desk(me(), f"update:new:{place.id}", f"/partnerships/{slug}/updates/new")
    form = NewUpdateForm(**desk.given)
    desk.put_into(form)
    _offer(form, place.id)
    files = file_desk.receive(me(), desk.uuid, form) if form.is_submitted() else file_desk.show(me(), desk.uuid)
    if not files.refusals and (kept := desk.keep()):
        return kept
    if _takes(form, files):
        words = _words(form)
        try:
            update = commands.post_update(
                me(), with_slug(slug), desk.uuid, words, audience=form.audience.data, **form.said
            )
        except Invalid as error:
            form.take(error)
        else:
            if not same(update.fields, words.fields):
                return _posted_before(update)
            flash("Your update is posted." + (DESCRIBE if files.undescribed else ""))
            return see_other(f"/updates/{update.id}")
    return _write(form, desk, files, with_slug(slug))


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
    mine = actor() is not None and update.author_id == me().id
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
        below=slots.parts(slots.BELOW, actor(), update),
        aside=slots.parts(slots.ASIDE, actor(), update),
    )


@pages.route("/updates/<id:update_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(update_id: int) -> Response:
    """Change an update; the version before stays readable."""
    update = _mine(update_id)
    desk = desks.open_desk(me(), f"entry:{update_id}", f"/updates/{update_id}/edit")
    form = UpdateForm(**(desk.given or {"data": as_typed(update, queries.theme_ids_of(update))}))
    desk.put_into(form, update.version)
    _offer(form, update.partnership_id or 0)
    place = queries.place_of(update)
    if not form.is_submitted():
        return _change(form, desk, file_desk.show(me(), desk.uuid, update), update, place)
    files = file_desk.receive(me(), desk.uuid, form, update)
    if not files.refusals and (kept := desk.keep()):
        return kept
    if _takes(form, files):
        try:
            commands.edit_update(
                me(), update, _words(form), int(form.version.data or 0),
                ticket=desk.uuid, alts=files.alts, removed=files.removed, **form.said,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except EditConflict:
            desk.keep_quietly()
            return _conflict(form, desk, update_id)
        else:
            flash("Your changes are saved. What stood there before is kept under Versions.")
            return see_other(f"/updates/{update_id}")
    update = _mine(update_id)
    return _change(form, desk, file_desk.show(me(), desk.uuid, update), update, queries.place_of(update))


def _takes(form: UpdateForm, files: file_desk.Files) -> bool:
    valid = form.validate_on_submit()
    return files.fine(form) and valid


def _mine(update_id: int) -> Update:
    update = readable(me(), Update, update_id)
    if not isinstance(update, Update) or not policy.can_edit(me(), update):
        raise Missing
    return update


def _words(form: UpdateForm) -> Words:
    return Words.written(form.title.data or "", {"body": form.body.data or ""})


def _offer(form: UpdateForm, place_id: int) -> None:
    form.offer(queries.milestones_to_choose(place_id), queries.themes())


def _write(form: NewUpdateForm, desk: desks.Desk, files: file_desk.Files, place: Partnership) -> Response:
    circle = circle_around(place)
    return render_form(
        "updates/new.html",
        form,
        desk=desk,
        files=files,
        place=place,
        hints=hints(circle),
        will=will(circle, queries.told_of(me(), place)),
        general=will_in_general(circle),
        limits=SAID_BEFORE,
    )


def _change(
    form: UpdateForm, desk: desks.Desk, files: file_desk.Files, update: Update, place: Partnership,
    both: list[Compared] | None = None, changed: str = "",
) -> Response:  # fmt: skip
    return render_form(
        "updates/edit.html",
        form,
        status=409 if both else None,
        desk=desk,
        files=files,
        limits=SAID_BEFORE,
        update=update,
        place=place,
        readers=readers_line(update.audience, place.name),
        both=both,
        changed=changed,
    )


def _conflict(form: UpdateForm, desk: desks.Desk, update_id: int) -> Response:
    """Show both texts: the one that was saved meanwhile, and the one just sent, ready to be sent again."""
    update = _mine(update_id)
    saved = as_typed(update, queries.theme_ids_of(update))
    labels = {"title": "Title", "body": "What happened", "reason": "Why", "help": "We would like help with"}
    both = [compare(label, str(saved[name]), str(form[name].data or "")) for name, label in labels.items()]
    form.version.data = update.version  # type: ignore[assignment]
    files = file_desk.show(me(), desk.uuid, update)
    place = queries.place_of(update)
    return _change(form, desk, files, update, place, [one for one in both if not one.same] or both, _at(update))


def _posted_before(update: Update) -> Response:
    """This form was posted once before, with other words (a second tab with the same draft): lose neither text."""
    desk = desks.open_desk(me(), f"entry:{update.id}", f"/updates/{update.id}/edit")
    change = UpdateForm()
    desk.put_into(change)
    _offer(change, update.partnership_id or 0)
    desk.keep_quietly()
    change.ticket.data = desk.signed
    return _conflict(change, desk, update.id)


def _at(update: Update) -> str:
    return clock_time(update.updated_at)
