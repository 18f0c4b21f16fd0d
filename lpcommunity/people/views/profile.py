"""What I say of myself."""

from flask import Response, flash
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Invalid, access
from lpcommunity.people import commands, photos, queries
from lpcommunity.people.commands import SentPhoto
from lpcommunity.people.current_user import me
from lpcommunity.people.forms import NO_ORGANISATION, ProfileForm
from lpcommunity.people.models import Person, photo_url_of
from lpcommunity.people.names import first_name_of
from lpcommunity.people.queries import Hidden
from lpcommunity.people.views import pages
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice


@pages.get("/account/profile")
@access("signed-in")
def profile_page() -> Response:
    """The form, filled in."""
    return _show(_form(queries.person(me().id), queries.hidden_details(me(), me().id)))


@pages.post("/account/profile")
@access("signed-in")
@re_renders
def change_profile() -> AnyResponse:
    """Take what was written, and the photo. Where a word is refused, the photo stays: no browser sends it again."""
    form = _form(queries.person(me().id), queries.hidden_details(me(), me().id))
    photo = _sent_photo(form)
    if form.validate_on_submit():
        chosen = form.organisation.data
        try:
            commands.change_profile(
                me(),
                name=form.name.data,
                called=form.called.data,
                job_title=form.job_title.data,
                organisation_id=int(chosen) if chosen != NO_ORGANISATION else None,
                helps_with=form.helps_with.data,
                photo=photo,
                without_photo=form.without_photo.data,
                hides=form.hides.data or (),
            )
        except Invalid as error:
            form.take(error)
        else:
            flash("Your profile is saved.")
            return see_other("/account/profile")
    if photo is not None and not form.photo.errors:
        _keep(photo, form)
    return _show(form)


def _keep(photo: SentPhoto, form: ProfileForm) -> None:
    """Put the photo, where something else is refused."""
    try:
        commands.change_photo(me(), photo.filename, photo.content)
    except Invalid as error:
        form.take(error)
    else:
        flash("Your new photo is saved. The rest is not saved yet.")


def _sent_photo(form: ProfileForm) -> SentPhoto | None:
    """What kind of picture it is its content says, not its name."""
    if not form.photo.data:
        return None
    file = form.photo.data[0]
    with file.stream as stream:
        return SentPhoto(file.filename or "", stream.read(photos.MOST_BYTES + 1))


def _form(person: Person, hidden: Hidden | None) -> ProfileForm:
    """The form with the list of organisations; with what was typed in this request, if something was."""
    filled = {
        "name": person.name,
        "called": person.called or "",
        "job_title": person.job_title or (hidden.job_title if hidden else ""),
        "organisation": str(person.organisation_id or (hidden and hidden.organisation_id) or NO_ORGANISATION),
        "helps_with": person.helps_with or (hidden.helps_with if hidden else ""),
        "hides": hidden.details if hidden else [],
    }
    form = ProfileForm(data=filled)
    form.organisation.choices = [SelectChoice(NO_ORGANISATION, "None of these")] + [
        SelectChoice(str(one.id), one.name) for one in queries.organisations()
    ]
    return form


def _show(form: ProfileForm) -> Response:
    person = queries.person(me().id)
    hidden = queries.hidden_details(me(), person.id)
    photo = photo_url_of(person.id, person.photo_key or (hidden.photo_key if hidden else None))
    return render_form("people/profile.html", form, person=person, photo=photo, guess=first_name_of(person.name))
