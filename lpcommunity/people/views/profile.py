"""What I say of myself."""

from flask import Response, flash
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Invalid, access
from lpcommunity.people import commands, photos, queries
from lpcommunity.people.current_user import me
from lpcommunity.people.forms import NO_ORGANISATION, PhotoForm, ProfileForm
from lpcommunity.people.models import Person
from lpcommunity.people.views import pages
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice


@pages.get("/account/profile")
@access("signed-in")
def profile_page() -> Response:
    """The form, filled in."""
    return _show(_form(queries.person(me().id)), PhotoForm(ids="photo"))


@pages.post("/account/profile")
@access("signed-in")
@re_renders
def change_profile() -> AnyResponse:
    """Take what was written."""
    form = _form(queries.person(me().id))
    if form.validate_on_submit():
        chosen = form.organisation.data
        try:
            commands.change_profile(
                me(),
                name=form.name.data,
                job_title=form.job_title.data,
                organisation_id=int(chosen) if chosen != NO_ORGANISATION else None,
                helps_with=form.helps_with.data,
            )
        except Invalid as error:
            form.take(error)
        else:
            flash("Your profile is saved.")
            return see_other("/account/profile")
    return _show(form, PhotoForm(ids="photo", formdata=None))


@pages.post("/account/profile/photo")
@access("signed-in")
@re_renders
def change_photo() -> AnyResponse:
    """Take a photo; what kind it is its content says, not its name."""
    form = PhotoForm(ids="photo")
    if form.validate_on_submit():
        files = form.photo.data
        if not files:
            form.refuse("Choose a picture first", "photo")
        else:
            with files[0].stream as stream:
                content = stream.read(photos.MOST_BYTES + 1)
            try:
                commands.change_photo(me(), files[0].filename or "", content)
            except Invalid as error:
                form.take(error)
            else:
                flash("Your photo is in place.")
                return see_other("/account/profile")
    return _show(_form(queries.person(me().id), typed=False), form)


@pages.post("/account/profile/photo/removal")
@access("signed-in")
def remove_photo() -> Response:
    """Show initials again."""
    commands.remove_photo(me())
    flash("Your photo is gone. Your initials stand in its place.")
    return see_other("/account/profile")


def _form(person: Person, *, typed: bool = True) -> ProfileForm:
    """The form with the list of organisations; with what was typed in this request, if that is its own."""
    filled = {
        "name": person.name,
        "job_title": person.job_title,
        "organisation": str(person.organisation_id or NO_ORGANISATION),
        "helps_with": person.helps_with,
    }
    form = ProfileForm(data=filled) if typed else ProfileForm(formdata=None, data=filled)
    form.organisation.choices = [SelectChoice(NO_ORGANISATION, "None of these")] + [
        SelectChoice(str(one.id), one.name) for one in queries.organisations()
    ]
    return form


def _show(form: ProfileForm, photo: PhotoForm) -> Response:
    wrong = photo if photo.has_errors else form
    return render_form("people/profile.html", wrong, profile=form, photo=photo, person=queries.person(me().id))
